"""Pictures of students on pages that others open: SVG, data of a curve, alternative texts."""

import json
from typing import Any

import nbformat
import pytest
from cellcheck.grading.alternative_text import LONGEST as LONGEST_ALTERNATIVE
from cellcheck.grading.clean_html import clean_html
from cellcheck.grading.clean_outputs import CleanOutputs, CleanPage
from cellcheck.grading.examiner.process import CellResult
from cellcheck.grading.examiner.submission import Room
from cellcheck.views.training_data import LONGEST, TRAINING_TYPE, read_training, training_data
from cellcheck.views.training_page import MOST_POINTS, MOST_ROWS, MOST_SAMPLES, page_of, text_of
from hypothesis import given
from hypothesis import strategies as st

from tests.nbgrader.test_clean_pages import PNG, Seen, seen

from .hostile_svg import SVGS, WORDS

CURVE = {"style", "div", "p", "b", "span", "svg", "path", "text", "polyline"}
TABLE = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
NAMES = {
    *("class", "style", "scope", "viewbox", "width", "height", "role", "aria-label", "d", "fill"),
    *("stroke", "stroke-width", "stroke-linejoin", "opacity", "x", "y", "points", "font-size"),
    "text-anchor",
}
RUN: dict[str, Any] = {
    "title": "names",
    "standing": "step 3 of 3",
    "steps": 3,
    "at": 3,
    "points": [[1, 3.2], [2, 2.9], [3, 2.5]],
    "samples": [[3, ["ana", "ole"]]],
}


def run_with(**changed: Any) -> str:
    return json.dumps({**RUN, **changed})


def cleaned(data: dict[str, Any], metadata: Any = None) -> nbformat.NotebookNode:
    """One output, all the way from the student's process to the page."""
    sent = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
    kept = Room().outputs(CellResult([json.loads(json.dumps(sent))]))
    outputs = [nbformat.from_dict(each) for each in kept]
    cell = nbformat.v4.new_code_cell("1", outputs=outputs, execution_count=12)
    for preprocessor in (CleanOutputs(), CleanOutputs(), CleanPage()):
        cell, _ = preprocessor.preprocess_cell(cell, {}, 0)
    return cell.outputs[0]


@pytest.mark.parametrize("fragment", SVGS.values(), ids=SVGS)
def test_of_a_students_svg_nothing_is_left_but_its_text(fragment: str) -> None:
    found = seen(clean_html(fragment))
    assert found.acts() == []
    assert found.tags <= {"p", "a", "b", "img"}
    assert {name for _, name, _ in found.attributes} <= {"rel", "title"}


@pytest.mark.parametrize("fragment", SVGS.values(), ids=SVGS)
def test_svg_beside_the_data_of_a_curve_is_left_out(fragment: str) -> None:
    shown = cleaned({TRAINING_TYPE: run_with(), "text/html": fragment, "image/svg+xml": fragment})
    assert set(shown.data) == {TRAINING_TYPE, "text/html", "text/plain"}
    assert_harmless(seen(shown.data["text/html"]))
    assert shown.data["text/html"].count("<svg") == 1


def assert_harmless(found: Seen) -> None:
    assert found.tags <= CURVE | TABLE
    assert {name for _, name, _ in found.attributes} <= NAMES
    assert not [
        value for _, name, value in found.attributes if "steal" in value and name != "aria-label"
    ]


@pytest.mark.parametrize("words", [*WORDS, *SVGS.values()])
def test_words_of_a_run_are_text(words: str) -> None:
    data = run_with(title=words[:200], standing=words[:200], samples=[[1, [words[:40]]]])
    shown = cleaned({TRAINING_TYPE: data, "text/plain": "x"})
    assert_harmless(seen(shown.data["text/html"]))
    assert "\x1b" not in shown.data["text/html"] + shown.data["text/plain"]


FORGED: dict[str, Any] = {
    "nothing": "",
    "no JSON": "{'title': 1}",
    "a list": "[]",
    "a dictionary": RUN,
    "deep": "[" * (LONGEST - 1),
    "long": run_with(title="x" * LONGEST),
    "long title": run_with(title="x" * 300),
    "long sample": run_with(samples=[[1, ["x" * 100]]]),
    "title": run_with(title=["x"]),
    "standing": run_with(standing=None),
    "no steps": run_with(steps=0),
    "steps of truth": run_with(steps=True),
    "steps in parts": run_with(steps=2.5),
    "too many steps": run_with(steps=10**400),
    "digits": run_with().replace('"steps": 3', f'"steps": {"9" * 5000}'),
    "step before the first": run_with(points=[[0, 1.0]]),
    "step in words": run_with(points=[['1" onload="steal()', 1.0]]),
    "loss in words": run_with(points=[[1, "1 onload=steal()"]]),
    "loss of truth": run_with(points=[[1, True]]),
    "not a number": run_with(points=[[1, float("nan")]]),
    "infinite": run_with(points=[[1, float("inf")]]),
    "endless": run_with().replace("3.2", "1e999"),
    "huge": run_with(points=[[1, 10**320], [2, -(10**320)]]),
    "point of three": run_with(points=[[1, 2.0, 3.0]]),
    "points by name": run_with(points={"1": 2.0}),
    "many points": run_with(points=[[1, 2.0]] * (MOST_POINTS + 1)),
    "many rows": run_with(samples=[[1, ["a"]]] * (MOST_ROWS + 1)),
    "many samples": run_with(samples=[[1, ["a"] * (MOST_SAMPLES + 1)]]),
    "samples as a word": run_with(samples=[[1, "ana"]]),
    "samples of numbers": run_with(samples=[[1, [2]]]),
}


@pytest.mark.parametrize("data", FORGED.values(), ids=FORGED)
def test_forged_data_draw_no_curve(data: Any) -> None:
    assert read_training(data) is None
    shown = cleaned({TRAINING_TYPE: data, "text/html": "<svg></svg>left", "text/plain": "left"})
    assert shown.data == {"text/html": "left", "text/plain": "left"}


LOSSES = st.floats() | st.integers(-(10**320), 10**320) | st.booleans() | st.text(max_size=3)
RUNS = st.fixed_dictionaries(
    {
        "title": st.text(max_size=260),
        "standing": st.text(max_size=260),
        "steps": st.integers(-1, 10**13),
        "at": st.integers(-1, 10**13),
        "points": st.lists(st.tuples(st.integers(-1, 400), LOSSES), max_size=4),
        "samples": st.lists(
            st.tuples(st.integers(-1, 9), st.lists(st.text(max_size=80), max_size=3)), max_size=7
        ),
    }
)


@given(RUNS)
def test_whatever_a_run_says_the_page_is_the_same_the_second_time(data: dict[str, Any]) -> None:
    shown = read_training(json.dumps(data))
    if shown is not None:
        page = page_of(shown)
        assert_harmless(seen(page))
        assert "nan" not in "".join(
            value for _, name, value in seen(page).attributes if name == "points"
        )
        again = read_training(training_data(shown))
        assert again is not None
        assert (page_of(again), text_of(again)) == (page, text_of(shown))


METADATA: dict[str, Any] = {
    "a list": [],
    "a word": "alt",
    "no dictionary": {"image/png": "alt"},
    "no word": {"image/png": {"alt": {"x": 1}}},
    "a number": {"image/png": {"alt": 7}},
    "empty": {"image/png": {"alt": " \n"}},
    "another type": {"image/jpeg": {"alt": "steal()"}, "text/html": {"isolated": True}},
    "on top": {"alt": "steal()", "filenames": {"image/png": "https://thief.example/1.png"}},
    "size": {"image/png": {"width": "1 onload=steal()", "height": 10**9, "unconfined": True}},
}


@pytest.mark.parametrize("metadata", METADATA.values(), ids=METADATA)
def test_of_metadata_only_words_for_a_picture_are_kept(metadata: Any) -> None:
    shown = cleaned({"image/png": PNG}, metadata)
    assert shown.metadata == {"image/png": {"alt": "Output of cell 12"}}


def test_words_for_a_picture_are_one_line_and_not_long() -> None:
    given_words = "a curve\n\x1b[31m\u202ethat " + "falls " * 1_000_000
    shown = cleaned({"image/png": PNG}, {"image/png": {"alt": given_words, "width": 9}})
    assert set(shown.metadata["image/png"]) == {"alt"}
    words = shown.metadata["image/png"]["alt"]
    assert words.startswith("a curve that falls falls")
    assert len(words) < LONGEST_ALTERNATIVE + 40


def test_words_for_a_picture_in_html_are_not_long_either() -> None:
    ((_, _, words),) = seen(clean_html(f'<img alt="{"x" * 9999}&quot;&gt;">')).attributes
    assert len(words) < LONGEST_ALTERNATIVE + 40
