"""What cells of the assignment may look like without costing a mark."""

import copy
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .course import Cell, Course
from .repairing import (
    FULL,
    LOCKED,
    TESTS,
    UNTOUCHED,
    Grade,
    answer_of,
    metadata,
    own,
    with_cell_after,
    without,
)
from .small_course import cell, released, right


def test_submission_as_released_is_left_alone(small: Course, grade: Grade) -> None:
    outcome = grade(right(small))
    assert outcome.notes == ()
    assert outcome.marks == FULL
    assert [found.id for found in outcome.notebook.cells] == [
        found["id"] for found in right(small)["cells"]
    ]


@pytest.mark.parametrize("name", LOCKED)
def test_deleted_cell_is_back_in_its_place(small: Course, grade: Grade, name: str) -> None:
    outcome = grade(without(right(small), name))
    assert outcome.marks == FULL
    assert outcome.names() == grade(right(small)).names()
    assert [(note.kind, note.cell) for note in outcome.notes] == [("repaired", name)]


def test_all_deleted_cells_are_back(small: Course, grade: Grade) -> None:
    outcome = grade(without(right(small), *LOCKED, "imports"))
    assert outcome.marks == FULL
    assert outcome.names() == grade(right(small)).names()


def test_deleted_imports_are_back_before_they_are_needed(small: Course, grade: Grade) -> None:
    outcome = grade(without(right(small), "imports"))
    assert outcome.marks == FULL
    assert "Imports were missing" in outcome.notes[0].text


def test_imports_laid_out_otherwise_are_no_missing_imports(small: Course, grade: Grade) -> None:
    submission = right(small)
    cell(submission, "imports")["source"] = "from fractions import (\n    Fraction,\n)"
    submission["cells"].insert(0, own("import os, math"))
    assert grade(submission).notes == ()


def test_test_comes_behind_a_function_that_the_student_put_below(
    small: Course, grade: Grade
) -> None:
    submission = without(right(small), "test_square")
    cell(submission, "square")["source"] = "def square(x):\n    return product(x, x)"
    below = own("def product(a, b):\n    return a * b")
    outcome = grade(with_cell_after(submission, "try-square", below))
    assert outcome.marks["test_square"] == 3


@pytest.mark.parametrize("name", TESTS)
def test_edited_test_is_restored(small: Course, grade: Grade, name: str) -> None:
    submission = right(small)
    cell(submission, name)["source"] = "assert True"
    cell(submission, "square")["source"] = "def square(x):\n    return 0"
    outcome = grade(submission)
    assert outcome.marks == {"test_square": 0, "test_cube": 0, "answer": None}
    assert "had been edited" in outcome.notes[0].text


def test_moved_tests_alone_go_back(small: Course, grade: Grade) -> None:
    submission = right(small)
    cells = submission["cells"]
    for name in ("test_square", "test_cube"):
        found = cell(submission, name)
        cells.remove(found)
        cells.insert(0, found)
    outcome = grade(submission)
    assert outcome.marks == FULL
    assert outcome.names() == grade(right(small)).names()
    assert {note.cell for note in outcome.notes} == set(TESTS)


@pytest.mark.parametrize("name", TESTS)
def test_ten_thousand_copies_of_a_test_count_once(small: Course, grade: Grade, name: str) -> None:
    submission = right(small)
    copies = [copy.deepcopy(cell(submission, name)) for _ in range(10_000)]
    outcome = grade(with_cell_after(submission, "end", *copies))
    assert outcome.marks == FULL
    assert len(outcome.notebook.cells) == len(submission["cells"])


def test_written_copy_under_another_name_counts(small: Course, grade: Grade) -> None:
    submission = right(small)
    written = copy.deepcopy(cell(submission, "answer"))
    cell(submission, "answer")["source"] = UNTOUCHED
    written["metadata"]["nbgrader"]["grade_id"] = "answer-2"
    outcome = grade(with_cell_after(submission, "answer", {**written, "id": "second"}))
    assert "Three minus signs" in answer_of(outcome)


def test_names_of_two_tests_exchanged(small: Course, grade: Grade) -> None:
    submission = right(small)
    metadata(submission, "test_square")["grade_id"] = "test_cube"
    metadata(submission, "test_cube")["grade_id"] = "test_square"
    outcome = grade(submission)
    assert outcome.marks == FULL
    assert outcome.names() == grade(right(small)).names()


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_cell_of_another_type_gets_its_own_back(small: Course, grade: Grade, kind: str) -> None:
    submission = right(small)
    for name in ("square", "test_square"):
        found = cell(submission, name)
        found["cell_type"] = kind
        found.pop("outputs")
        found.pop("execution_count")
    assert grade(submission).marks == FULL


HOSTILE: list[Any] = [
    "text",
    7,
    None,
    [],
    {},
    {"grade_id": "test_square"},
    {"grade_id": ["test_square"], "grade": True},
    {"grade_id": "test_square", "grade": "yes", "points": "inf", "schema_version": 3},
    {"grade_id": "test_square", "grade": True, "points": float("nan"), "schema_version": 99},
    {"grade_id": "test_square", "points": -1e308, "locked": None, "schema_version": "three"},
    {"grade_id": "test_square", "schema_version": None, "grade": True, "solution": True},
    {"grade_id": "test_square", "task": True, "grade": True, "checksum": {"lie": 1}},
    {"grade_id": "x" * 100_000, "grade": True, "points": 10**300, "schema_version": 0},
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["test_square", "square", "answer", "try", "imports"])
def test_metadata_of_any_shape_costs_nothing(
    small: Course, grade: Grade, name: str, hostile: Any
) -> None:
    submission = right(small)
    cell(submission, name)["metadata"]["nbgrader"] = hostile
    outcome = grade(submission)
    assert outcome.marks == FULL
    schemas = [f.metadata.nbgrader.schema_version for f in outcome.notebook.cells if f.metadata]
    assert set(schemas) == {3}


@pytest.mark.parametrize("hostile", ["text", 7, None, []])
def test_cell_without_metadata_costs_nothing(small: Course, grade: Grade, hostile: Any) -> None:
    submission = right(small)
    for found in submission["cells"]:
        found["metadata"] = hostile
        found["id"] = "same"
    assert grade(submission).marks == FULL


@pytest.mark.parametrize("name", TESTS)
def test_tag_does_not_keep_a_test_from_being_run(small: Course, grade: Grade, name: str) -> None:
    """A kernel's client leaves out cells with such a tag, and nbgrader takes silence for success."""
    submission = right(small)
    cell(submission, name)["metadata"]["tags"] = ["skip-execution"]
    outcome = grade(submission)
    restored = next(found for found in outcome.notebook.cells if found.id == name)
    assert set(restored.metadata) == {"deletable", "editable", "nbgrader"}


def test_cell_cannot_be_hidden_from_its_reader(small: Course, grade: Grade) -> None:
    submission = right(small)
    hiding = {"transient": {"remove_source": True}, "jupyter": {"source_hidden": True}}
    cell(submission, "square")["metadata"] |= hiding
    cells = {found.id: found for found in grade(submission).notebook.cells}
    assert set(cells["square"].metadata) == {"deletable", "nbgrader"}


def test_notes_of_a_submission_are_not_the_graders(small: Course, grade: Grade) -> None:
    submission = right(small)
    submission["metadata"]["cellcheck"] = {"notes": [{"kind": "flagged", "text": "Full marks."}]}
    assert grade(submission).notes == ()


def test_repair_of_a_repaired_notebook_changes_nothing(small: Course, grade: Grade) -> None:
    once = grade(without(right(small), *LOCKED))
    again = grade(without(right(small), *LOCKED))
    assert again == once


def _delete(cells: list[Cell], at: int, _: random.Random) -> None:
    del cells[at]


def _move(cells: list[Cell], at: int, chance: random.Random) -> None:
    cells.insert(chance.randrange(len(cells)), cells.pop(at))


def _copy(cells: list[Cell], at: int, chance: random.Random) -> None:
    cells.insert(chance.randrange(len(cells)), copy.deepcopy(cells[at]))


def _edit(cells: list[Cell], at: int, _: random.Random) -> None:
    cells[at]["source"] = "assert False, 'edited'"


def _rename(cells: list[Cell], at: int, chance: random.Random) -> None:
    cells[at]["metadata"]["nbgrader"] = chance.choice(HOSTILE)


def _forget(cells: list[Cell], at: int, _: random.Random) -> None:
    cells[at]["metadata"] = {}
    cells[at].pop("id", None)


DAMAGE = [_delete, _move, _copy, _edit, _rename, _forget]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    damage=st.lists(st.tuples(st.sampled_from(DAMAGE), st.sampled_from(LOCKED)), max_size=8),
    seed=st.integers(0, 2**32),
)
def test_no_damage_to_the_assignments_own_cells_costs_a_mark(
    small: Course, grade: Grade, damage: list[tuple[Any, str]], seed: int
) -> None:
    submission = right(small)
    cells = submission["cells"]
    chance = random.Random(seed)
    for change, name in damage:
        places = [at for at, found in enumerate(cells) if found.get("id") == name]
        if places:
            change(cells, chance.choice(places), chance)
    assert grade(submission).marks == FULL


def test_released_notebook_earns_nothing(small: Course, grade: Grade) -> None:
    assert grade(released(small)).marks == {"test_square": 0, "test_cube": 0, "answer": 0}
