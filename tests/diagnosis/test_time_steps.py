"""At which time step an error enters is said, where the values show it."""

import numpy as np
import pytest
from cellcheck.checker import check_exercise
from cellcheck.compare import Comparison, Leaf
from cellcheck.diagnosis.time_steps import entry
from cellcheck.views.html import render_html
from cellcheck.views.text import render_text
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.student import namespace, text


def compared(wrong: list[bool]) -> Comparison:
    expected = np.ones((2, 3, len(wrong)))
    actual = expected + np.array(wrong)
    axes = ("n_a", "m", "T_x")
    return Comparison(Leaf("a", axes, expected), Leaf("a", axes, actual), "differs")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("..XX", "The error enters at t = 2: before it, `a` is right."),
        (".XXX", "The error enters at t = 1: before it, `a` is right."),
        ("XX..", "Going back in time, the error enters at t = 1: after it, `a` is right."),
        ("..X.", "`a` is wrong at t = 2 alone."),
        ("X...", "`a` is wrong at t = 0 alone."),
    ],
)
def test_the_words(wrong: str, words: str) -> None:
    found = entry(compared([each == "X" for each in wrong]))
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize("wrong", ["XXXX", "X.X.", ".X.X", "X..X"])
def test_no_step_stands_out(wrong: str) -> None:
    assert entry(compared([each == "X" for each in wrong])) is None


@given(st.lists(st.booleans(), min_size=1, max_size=9))
def test_the_step_is_wrong_and_its_neighbour_is_not(wrong: list[bool]) -> None:
    found = entry(compared([*wrong, True]))
    if found is not None:
        wrong = [*wrong, True]
        assert wrong[found.step]
        if found.direction == "forward":
            assert not any(wrong[: found.step])
        if found.direction == "back":
            assert not any(wrong[found.step + 1 :])


def test_report_and_views_name_the_step_of_a_forward_pass() -> None:
    change = (
        "        c[:, :, t] = c_next",
        "        c_next = c_next * (1 + (t == 4))\n        c[:, :, t] = c_next",
    )
    report = check_exercise("lstm_forward", namespace(text("lstm", change), "step.py"))
    words = "The error enters at t = 4: before it, `c` is right."
    assert words in [each.text for each in report.findings[0].evidence]
    assert words in render_text(report)
    page = render_html(report)
    assert "The error enters at t = 4" in page
    assert "<figcaption>t = 4" in page


def test_the_view_mistake_is_wrong_at_the_first_step_alone() -> None:
    change = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")
    report = check_exercise("lstm_forward", namespace(text("lstm", change), "step.py"))
    assert "is wrong at t = 0 alone" in report.findings[0].evidence[-1].text
