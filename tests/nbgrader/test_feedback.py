"""The pages that students get back."""

import re
from html import unescape
from typing import Any

import numpy as np
import pytest
from cellcheck.exercise import course as exercises
from cellcheck.grading.feedback import PRINTED, WAITING
from cellcheck.report import MIME_TYPE
from cellcheck.trial import prepared

from .conftest import Graded
from .course import (
    ASSIGNMENTS,
    ROOT,
    Course,
    graded_cells,
    read,
    region,
    source_of,
    without_regions,
)
from .test_grades import EXPECTED, SEEDED_CALL

NUMBER = re.compile(r"-?\d+\.\d+(?:e[-+]\d+)?")
TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]+>", re.DOTALL)
SUBMISSIONS = list(EXPECTED)


def text_of(page: str) -> str:
    """What a reader sees of a page."""
    return unescape(TAG.sub("", page)).replace("\N{NO-BREAK SPACE}", " ")


def secrets(assignment: str) -> set[str]:
    """The lines that stand in hidden tests and nowhere else in the assignment."""
    sources = [
        source_of(cell)
        for cell in read(ROOT / "source" / assignment / f"{assignment}.ipynb")["cells"]
    ]
    visible = {
        line.strip()
        for source in sources
        for line in without_regions(source, "HIDDEN TESTS").splitlines()
    }
    hidden = {line for source in sources for line in region(source, "HIDDEN TESTS")}
    return hidden - visible


def seeds(assignment: str) -> dict[str, int]:
    """The hidden seed of each exercise."""
    notebook = read(ROOT / "source" / assignment / f"{assignment}.ipynb")
    return {
        name: int(seed)
        for cell in graded_cells(notebook).values()
        for name, _, seed in SEEDED_CALL.findall(source_of(cell))
    }


def numbers(value: Any) -> set[float]:
    """All numbers in arrays, tuples, lists and dictionaries."""
    if isinstance(value, (np.ndarray, float)):
        return set(np.ravel(value).tolist())
    if isinstance(value, dict):
        return set().union(*map(numbers, value.values()))
    if isinstance(value, (tuple, list)):
        return set().union(*map(numbers, value))
    return set()


def numbers_of_data(name: str, seed: int, *, public: bool) -> set[float]:
    """Everything that goes into an exercise's function on these data sets, or should come out."""
    cases = [case for case in prepared(name, seed) if case.data.public is public]
    assert cases
    reference = exercises()[name].reference
    return set().union(
        *(numbers(case.arguments) | numbers(reference(*case.arguments)) for case in cases)
    )


def writings(values: set[float]) -> set[str]:
    """The numbers as somebody may write them, where enough digits are left to know them by."""
    formats = ("{!r}", "{:.6g}", "{:.8g}", "{:.8f}", "{:.6f}", "{:.5f}", "{:.5e}", "{:.7e}")
    return {
        written
        for value in values
        for written in (form.format(value) for form in formats)
        if len(re.sub(r"e.*|\D", "", written).lstrip("0")) >= 6
    }


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_pages_are_made_without_a_complaint(graded: Graded, assignment: str) -> None:
    said = graded.feedback[assignment]
    assert said.exit_code == 0, said.output
    assert said.complaints == []


@pytest.mark.parametrize(("student", "assignment"), SUBMISSIONS)
def test_page_holds_nothing_of_the_hidden_tests(
    graded: Graded, student: str, assignment: str
) -> None:
    page = graded.course.page(student, assignment)
    text = text_of(page)
    assert "HIDDEN TESTS" not in text
    assert not [line for line in secrets(assignment) if line in text]
    assert not [seed for seed in seeds(assignment).values() if str(seed) in text]


@pytest.mark.parametrize(("student", "assignment"), SUBMISSIONS)
def test_page_shows_every_report(graded: Graded, student: str, assignment: str) -> None:
    page = text_of(graded.course.page(student, assignment))
    for cell in graded_cells(read(graded.course.autograded(student, assignment))).values():
        for output in cell.get("outputs", []):
            if report := output.get("data", {}).get(MIME_TYPE):
                assert report["title"].replace("`", "") in page
                marks = report["marks"]
                assert f"{marks['earned']:g} of {marks['possible']:g} points" in page


@pytest.mark.parametrize(("student", "assignment"), SUBMISSIONS)
def test_page_needs_neither_widgets_nor_files_beside_it(
    graded: Graded, student: str, assignment: str
) -> None:
    page = graded.course.page(student, assignment)
    assert "application/vnd.jupyter.widget" not in page
    pictures = re.findall(r'<img[^>]* src="([^"]*)"', page)
    figures = list((ROOT / "source" / assignment / "figures").iterdir())
    embedded = [picture for picture in pictures if picture.startswith("data:image/svg+xml;base64,")]
    assert len(embedded) == len(figures)


def test_page_embeds_no_file_outside_the_submission(graded: Graded) -> None:
    """Nor does it say where on the grading machine such a file would be."""
    page = graded.course.page("prints-history", "lstm-forward")
    assert "Not my pictures:" in page
    assert 'alt="notebook"' in page
    assert "../source/" not in page
    assert "../view-mistake/" not in page


def test_reports_show_expected_numbers_of_public_data_only(graded: Graded) -> None:
    seen = 0
    for student, assignment in SUBMISSIONS:
        public = {
            name: numbers_of_data(name, seed, public=True)
            for name, seed in seeds(assignment).items()
        }
        for cell in graded_cells(read(graded.course.autograded(student, assignment))).values():
            for output in cell.get("outputs", []):
                report = output.get("data", {}).get(MIME_TYPE)
                for value in report["values"] if report else []:
                    expected = {sample["expected"] for sample in value["sample"]}
                    assert expected <= public[report["exercise"]]
                    seen += len(expected)
    assert seen, "some of the submissions are wrong on public data"


@pytest.mark.parametrize(
    ("student", "assignment"),
    [("wrong-on-hidden", "lstm-forward"), ("raises-on-hidden", "lstm-backward")],
)
def test_page_holds_no_number_of_hidden_data(graded: Graded, student: str, assignment: str) -> None:
    """These print, warn of and raise with the numbers of every data set they are given."""
    text = text_of(graded.course.page(student, assignment))
    written = set(NUMBER.findall(text))
    assert written
    for name, seed in seeds(assignment).items():
        hidden = numbers_of_data(name, seed, public=False)
        hidden -= numbers_of_data(name, seed, public=True)
        assert hidden
        assert not writings(hidden) & written
    assert "On data that is not shown." in text


def test_page_says_that_it_differs_on_data_that_is_not_shown(graded: Graded) -> None:
    text = text_of(graded.course.page("wrong-on-hidden", "lstm-forward"))
    assert "differs on data that is not shown" in text


def test_assertion_of_a_hidden_test_shows_its_name_alone(lab: Course) -> None:
    text = text_of(lab.page("wrong-verdict", "gradient-lab"))
    assert "AssertionError in a test that is not shown" in text
    assert "only this one spares" not in text
    assert not [line for line in secrets("gradient-lab") if line in text]
    assert PRINTED.strip() in text
    assert "asked for a verdict" not in text.replace('print("asked for a verdict"', "")


def test_error_in_a_visible_line_is_told_in_full(lab: Course) -> None:
    text = text_of(lab.page("no-verdict", "gradient-lab"))
    assert "Line 1 of this cell: verdict = verdict_on_suspect_three()" in text
    assert "in verdict_on_suspect_three()" in text
    assert "in a test that is not shown" not in text


def test_missing_import_is_back_and_says_so(graded: Graded) -> None:
    text = text_of(graded.course.page("no-import", "lstm-forward"))
    assert "setup: The cell was missing and is back in its place." in text


def test_history_of_a_student_holds_no_hidden_line_to_begin_with(graded: Graded) -> None:
    notebook = graded.course.autograded("prints-history", "lstm-forward")
    cells = {cell["id"]: cell for cell in read(notebook)["cells"]}
    printed = str([cells[f"added-{number}"]["outputs"] for number in range(3)])
    assert "def lstm_forward" in printed
    assert not [line for line in secrets("lstm-forward") if line in printed]


def test_answer_that_waits_for_a_reader_says_so(graded: Graded) -> None:
    assert WAITING in text_of(graded.course.page("view-mistake", "lstm-backward"))
    unanswered = text_of(graded.course.page("unfinished", "lstm-backward"))
    assert WAITING not in unanswered
    assert "No response." in unanswered
