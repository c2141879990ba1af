"""Submissions of the small course, damaged and repaired."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import nbformat
from cellcheck.grading import notes
from cellcheck.grading.repair import RepairCells
from cellcheck.grading.well_formed import Limits, Remarks, well_formed
from nbgrader.preprocessors import CheckCellMetadata
from nbgrader.utils import determine_grade

from .course import Cell, Course, Notebook
from .plain_execute import PlainExecute
from .small_course import NAME, cell

FULL = {"test_square": 3.0, "test_cube": 2.0, "answer": None}
"""Marks of the right submission; a person reads the answer."""
NOTHING = {"test_square": 0.0, "test_cube": 0.0, "answer": 0.0}
UNTOUCHED = "YOUR ANSWER HERE"
"""What nbgrader puts in the place of an answer."""
TESTS = ("test_square", "test_cube")
LOCKED = ("data", *TESTS, "question")


@dataclass(frozen=True)
class Outcome:
    """A submission after repair, and its marks."""

    notebook: nbformat.NotebookNode
    marks: dict[str, float | None]
    notes: tuple[notes.Note, ...]

    def names(self) -> list[str]:
        """Names of the cells of the assignment, in their order."""
        return [
            found.metadata.nbgrader.grade_id
            for found in self.notebook.cells
            if "nbgrader" in found.metadata
        ]


Grade = Callable[[Notebook], Outcome]


def grader_of(course: Course) -> Grade:
    """Repairs a submission, runs it, and says what nbgrader would give."""
    resources = {
        "nbgrader": {
            "student": "somebody",
            "assignment": NAME,
            "notebook": NAME,
            "db_url": f"sqlite:///{course.folder / 'gradebook.db'}",
        }
    }

    def graded(submission: Notebook) -> Outcome:
        notebook = well_formed(submission, Limits(), Remarks())
        for preprocessor in (RepairCells(), CheckCellMetadata(), PlainExecute()):
            notebook, _ = preprocessor.preprocess(notebook, resources)
        nbformat.validate(notebook)
        marks = {
            found.metadata.nbgrader.grade_id: determine_grade(found)[0]
            for found in notebook.cells
            if found.metadata.get("nbgrader", {}).get("grade")
        }
        return Outcome(notebook, marks, notes.of(notebook))

    return graded


def without(submission: Notebook, *names: str) -> Notebook:
    kept = [found for found in submission["cells"] if found["id"] not in names]
    return {**submission, "cells": kept}


def metadata(submission: Notebook, name: str) -> dict[str, Any]:
    found: dict[str, Any] = cell(submission, name)["metadata"]["nbgrader"]
    return found


def with_cell_after(submission: Notebook, name: str, *new: Cell) -> Notebook:
    cells = list(submission["cells"])
    at = cells.index(cell(submission, name)) + 1
    return {**submission, "cells": cells[:at] + list(new) + cells[at:]}


def own(source: str, kind: str = "code", **extra: Any) -> Cell:
    rest = {"execution_count": None, "outputs": []} if kind == "code" else {}
    return {"cell_type": kind, "metadata": {}, "source": source, **rest, **extra}


def answer_of(outcome: Outcome) -> str:
    return next(
        str(found.source)
        for found in outcome.notebook.cells
        if found.metadata.get("nbgrader", {}).get("grade_id") == "answer"
    )
