"""The page of a submission whose code ran isolated: what of its pictures gets there."""

import re
from pathlib import Path

import pytest

from . import small_course
from .course import Course
from .repairing import own, with_cell_after
from .small_course import NAME, autograde, hand_in, right
from .test_clean_pages import PNG, in_formgrader, seen

TRAINS = """
from cellcheck.views.training_panel import TrainingPanel

with TrainingPanel(3, title="</svg><script>steal()</script>") as panel:
    for step in (1, 2, 3):
        panel.update(step, 3 / step, ["ana"])
"""
DRAWS = """
from lstm_lib.plot import plot_losses

plot_losses([3.0, 2.0, 1.0])
"""
SHOWS = f"""
from IPython.display import Image, display

png = __import__("base64").b64decode({PNG!r})
display(Image(png, alt="a curve"))
display(Image(png, alt='"><script>steal()</script>' + "x" * 10**6))
display(Image(png))
"""
CURVE = "Loss over training, steps 1 to 3: 3.00 at the first step;"


@pytest.fixture(scope="module")
def course(folder: Path) -> Course:
    course = small_course.start(folder / "isolated", plain=False)
    cells = [own(source) for source in (TRAINS, DRAWS, SHOWS)]
    hand_in(course, "draws", with_cell_after(right(course), "end", *cells))
    said = autograde(course)
    assert said.exit_code == 0, said.output
    feedback = course.run("generate_feedback", NAME)
    assert feedback.exit_code == 0, feedback.output
    assert not feedback.complaints, "every picture has words"
    return course


@pytest.fixture(scope="module")
def page(course: Course) -> str:
    return course.page("draws", NAME)


def test_a_loss_curve_is_on_the_page_and_in_the_formgrader(course: Course, page: str) -> None:
    for shown in (page, in_formgrader(course, "draws")):
        found = seen(shown)
        assert [tag for tag, name, _ in found.attributes if name == "points"] == ["polyline"]
        label = "loss curve: step 3 of 3, loss 3.000 at first, 1.833 over the last 3"
        assert ("svg", "aria-label", label) in found.attributes
        assert not [script for script in found.scripts if "steal" in script]


def test_pictures_keep_their_words(page: str) -> None:
    words = [value for tag, name, value in seen(page).attributes if (tag, name) == ("img", "alt")]
    assert words[0].startswith(CURVE)
    assert words[1] == "a curve"
    assert words[2].startswith('"><script>steal()</script>xxx')
    assert len(words[2]) < 1100
    assert words[3].startswith("Output of cell ")
    assert len(words) == 4


def test_tests_that_are_no_calls_of_grade_are_marked_as_unprotected(page: str) -> None:
    heading = page.index("Tests that run together with your code")
    assert heading < page.index("Powers</h1>")
    line = re.compile(
        r"<li><code>(\w+)</code>: This test runs in the same process as your code, as"
    )
    assert line.findall(page, heading) == ["test_square", "test_cube"]
    assert page.count("This test runs in the same process") == 2
    assert "beside the student" not in page, "what the log says is written for instructors"
