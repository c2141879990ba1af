"""What cells of students may look like without costing a mark."""

import copy
from typing import Any

import pytest

from .course import Course
from .repairing import FULL, UNTOUCHED, Grade, answer_of, metadata, own, with_cell_after, without
from .small_course import cell, right


def test_moved_solution_stays_and_its_test_follows(small: Course, grade: Grade) -> None:
    submission = right(small)
    cells = submission["cells"]
    found = cell(submission, "square")
    cells.remove(found)
    cells.append(found)
    outcome = grade(submission)
    assert outcome.names() == [
        "data",
        "cube",
        "test_cube",
        "question",
        "answer",
        "square",
        "test_square",
    ]
    assert outcome.marks["test_square"] == 3


def test_copy_of_a_solution_stays_as_ordinary_code(small: Course, grade: Grade) -> None:
    submission = right(small)
    second = copy.deepcopy(cell(submission, "square"))
    cell(submission, "square")["source"] += "\n# my first try"
    outcome = grade(with_cell_after(submission, "square", second))
    assert outcome.marks == FULL
    assert "# my first try" in "".join(found.source for found in outcome.notebook.cells)


def test_function_whose_cell_was_retyped_is_found(small: Course, grade: Grade) -> None:
    submission = right(small)
    position = submission["cells"].index(cell(submission, "cube"))
    submission["cells"][position] = own("def cube(x):\n    return x ** 3")
    outcome = grade(submission)
    assert outcome.marks == FULL
    assert "cube" in outcome.names()


def test_nothing_replaces_a_function_that_stands_elsewhere(small: Course, grade: Grade) -> None:
    submission = without(right(small), "cube")
    both = "def square(x):\n    return x * x\n\n\ndef cube(x):\n    return x ** 3"
    cell(submission, "square")["source"] = both
    assert grade(submission).marks == FULL


def test_deleted_answer_is_no_response(small: Course, grade: Grade) -> None:
    outcome = grade(without(right(small), "answer"))
    assert outcome.marks["answer"] == 0
    assert [note.cell for note in outcome.notes] == ["answer"]


@pytest.mark.parametrize("text", ["", "  \n", UNTOUCHED, UNTOUCHED + "\n"])
def test_answer_that_nobody_wrote_is_no_response(small: Course, grade: Grade, text: str) -> None:
    submission = right(small)
    cell(submission, "answer")["source"] = text
    assert grade(submission).marks["answer"] == 0


@pytest.mark.parametrize("renamed", ["something-else", "", None, 7, {}, ["answer"]])
def test_answer_under_another_name_is_found(small: Course, grade: Grade, renamed: Any) -> None:
    submission = right(small)
    metadata(submission, "answer")["grade_id"] = renamed
    cell(submission, "answer")["id"] = "new-cell"
    outcome = grade(submission)
    assert outcome.marks == FULL
    assert "Three minus signs" in answer_of(outcome)


@pytest.mark.parametrize("first", [True, False])
def test_written_copy_of_an_answer_counts(small: Course, grade: Grade, first: bool) -> None:
    submission = right(small)
    written = copy.deepcopy(cell(submission, "answer"))
    cell(submission, "answer")["source"] = UNTOUCHED
    where = "question" if first else "answer"
    outcome = grade(with_cell_after(submission, where, {**written, "id": "second"}))
    assert outcome.marks == FULL
    assert "Three minus signs" in answer_of(outcome)


def test_of_several_possible_answers_none_is_guessed(small: Course, grade: Grade) -> None:
    submission = without(right(small), "answer")
    texts = [own("Because.", "markdown"), own("Or not.", "markdown")]
    outcome = grade(with_cell_after(submission, "question", *texts))
    assert outcome.marks["answer"] == 0
    kept = [found.source for found in outcome.notebook.cells]
    assert {"Because.", "Or not."} <= set(kept)


def test_student_cell_under_the_name_of_a_test_keeps_its_text(small: Course, grade: Grade) -> None:
    submission = right(small)
    metadata(submission, "cube")["grade_id"] = "test_square"
    outcome = grade(submission)
    assert outcome.marks == FULL
