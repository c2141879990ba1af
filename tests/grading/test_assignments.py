"""The five assignments through the isolated grader: solved they earn everything, untouched nothing."""

import base64
from typing import Any

import pytest
from cellcheck.exercise import course
from cellcheck.grading.examiner.test_cell import asked_for

from tests.grading.assignments import (
    ASSIGNMENTS,
    errors,
    graded,
    graded_cells,
    marks,
    most_marks,
    noted,
    report,
)

each_assignment = pytest.mark.parametrize("assignment", ASSIGNMENTS)


def unprotected(found: Any) -> list[tuple[str, str | None]]:
    """What is noted in any case: tests that call student code by themselves."""
    return [
        ("unprotected", cell.metadata.nbgrader.grade_id)
        for cell in graded_cells(found)
        if not asked_for(cell.source)
    ]


def test_every_exercise_of_the_course_is_graded_in_some_assignment() -> None:
    cells = [cell for each in ASSIGNMENTS for cell in graded_cells(graded(each, "source"))]
    assert {one.exercise for cell in cells for one in asked_for(cell.source)} == set(course())


def test_only_verdicts_of_the_lab_are_tested_beside_student_code() -> None:
    found = [cell for each in ASSIGNMENTS for _, cell in unprotected(graded(each, "source"))]
    assert found == [f"test_verdict_on_suspect_{number}" for number in ("one", "two", "three")]


@each_assignment
def test_solved_it_earns_everything_and_nothing_is_noted(assignment: str) -> None:
    found = graded(assignment, "source")
    assert errors(found) == []
    assert marks(found) == most_marks(found)
    assert noted(found) == unprotected(found)


@each_assignment
def test_untouched_it_earns_nothing_and_nothing_is_noted(assignment: str) -> None:
    found = graded(assignment, "release")
    assert marks(found) == dict.fromkeys(most_marks(graded(assignment, "source")), 0)
    assert noted(found) == unprotected(found)


@each_assignment
def test_untouched_each_exercise_is_open_not_wrong(assignment: str) -> None:
    found = graded(assignment, "release")
    for cell in graded_cells(found):
        for each in asked_for(cell.source):
            assert report(found, each.exercise)["status"] == "not_attempted"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("training-run", "text/html"),
        ("training-curve", "image/png"),
        ("inside-gates", "image/png"),
        ("inside-cell-state", "image/png"),
        ("reach-picture", "image/png"),
    ],
)
def test_pictures_of_the_training_are_on_the_page(cell: str, kind: str) -> None:
    found = graded("character-model", "source")
    outputs = next(each.outputs for each in found.cells if each.id == cell)
    shown = [output.data[kind] for output in outputs if kind in output.get("data", {})]
    assert len(shown) == 1
    if kind == "image/png":
        assert base64.b64decode(shown[0], validate=True).startswith(b"\x89PNG")


@each_assignment
def test_the_first_cell_says_nothing_as_in_a_new_kernel(assignment: str) -> None:
    first = next(c for c in graded(assignment, "release").cells if c.cell_type == "code")
    assert first.outputs == []
