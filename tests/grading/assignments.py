"""The assignments of the repository, graded in this process as `nbgrader autograde` does."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from cellcheck.grading import notes
from cellcheck.grading.split_execute import SplitExecute
from cellcheck.report import MIME_TYPE
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.utils import determine_grade, is_grade

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = (
    "rnn-step-by-step",
    "lstm-forward",
    "lstm-backward",
    "gradient-lab",
    "character-model",
)
TRAINING = "steps, losses = 1000, []"
SHORT_TRAINING = "steps, losses = 30, []"
"""The loop is the same; that the model learns is tested where its notebook is."""


@cache
def graded(assignment: str, folder: str) -> Any:
    """A notebook of `source` or `release`, graded."""
    return graded_with({}, assignment, folder)


def graded_with(changed: Mapping[str, str], assignment: str, folder: str = "source") -> Any:
    """The same with other texts in some cells, by their ids."""
    path = ROOT / folder / assignment
    found: Any = nbformat.read(path / f"{assignment}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    cells = {cell.id: cell for cell in found.cells}
    for cell_id, source in changed.items():
        cells[cell_id].source = source
    if assignment == "character-model":
        training = cells["training-run"]
        assert TRAINING in training.source
        training.source = training.source.replace(TRAINING, SHORT_TRAINING)
    resources = ResourcesDict()
    resources["metadata"] = {"path": str(path)}
    resources["nbgrader"] = {"assignment": assignment, "student": "a", "notebook": assignment}
    found, _ = SplitExecute(timeout=30, diagnose=False).preprocess(found, resources)
    return found


def source_of(assignment: str, cell_id: str) -> str:
    """The instructor's text of a cell."""
    path = ROOT / "source" / assignment / f"{assignment}.ipynb"
    found: Any = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return next(str(cell.source) for cell in found.cells if cell.id == cell_id)


def graded_cells(found: Any) -> list[Any]:
    """The cells whose points come without a human."""
    return [cell for cell in found.cells if is_grade(cell) and cell.cell_type == "code"]


def marks(found: Any) -> dict[str, float | None]:
    """Points as nbgrader takes them from the outputs, by grade id."""
    return {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in graded_cells(found)
    }


def most_marks(found: Any) -> dict[str, float]:
    return {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in graded_cells(found)
    }


def errors(found: Any) -> list[str]:
    """What was raised in any cell."""
    return [
        f"{cell.id}: {output.ename}: {output.evalue}"
        for cell in found.cells
        for output in cell.get("outputs", ())
        if output.output_type == "error"
    ]


def report(found: Any, exercise: str) -> dict[str, Any]:
    reports = (
        output.data[MIME_TYPE]
        for cell in graded_cells(found)
        for output in cell.outputs
        if MIME_TYPE in output.get("data", {})
    )
    return next(dict(each) for each in reports if each["exercise"] == exercise)


def noted(found: Any) -> list[tuple[str, str | None]]:
    """The kind of each of the grader's notes, and the cell that it is about."""
    return [(note.kind, note.cell) for note in notes.of(found)]
