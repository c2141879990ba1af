"""What a notebook of the assignment is made of: the gradebook's cells, in the source's order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.api import Gradebook

from cellcheck.grading.reading import read_submission
from cellcheck.grading.repair.imports import imported_by, is_import_cell
from cellcheck.grading.well_formed import Limits

SCHEMA_VERSION = 3
"""Of nbgrader's metadata."""


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A cell that the gradebook knows by name."""

    name: str
    cell_type: str
    source: str
    """As it is graded, with its hidden tests."""
    released: str
    """As students get it."""
    checksum: str | None
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float | None
    cell_id: str | None
    """The name that Jupyter gives it, where the source notebook is there to tell."""

    @property
    def is_answer(self) -> bool:
        """Whether a person marks what the student wrote here."""
        return self.grade and self.solution

    def metadata(self) -> dict[str, Any]:
        """The cell's metadata for nbgrader."""
        metadata = {
            "schema_version": SCHEMA_VERSION,
            "grade_id": self.name,
            "grade": self.grade,
            "solution": self.solution,
            "locked": self.locked,
            "task": self.task,
            "cell_type": self.cell_type,
            "checksum": self.checksum or "",
        }
        return metadata if self.points is None else metadata | {"points": self.points}


@dataclass(frozen=True, slots=True)
class ImportCell:
    """An ordinary cell that imports and loads, and does nothing else."""

    source: str
    atoms: frozenset[tuple[str, ...]]
    follows: str | None
    """The cell of the gradebook above it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A notebook of the assignment."""

    cells: tuple[SourceCell, ...]
    imports: tuple[ImportCell, ...] = ()
    plain: tuple[tuple[str | None, str, str], ...] = ()
    """Ordinary cells: id, text, and the name of the cell of the gradebook above ("" at the top)."""

    def __getitem__(self, name: str) -> SourceCell:
        return next(cell for cell in self.cells if cell.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(cell.name for cell in self.cells)


def read_source(
    gradebook: Gradebook,
    assignment: str,
    notebook: str,
    path: Path,
    released: Callable[[NotebookNode], str],
) -> Source:
    """The cells of a notebook of the assignment.

    Args:
        gradebook: knows which cells there are, their text and their points, but not their order.
        assignment: its name.
        notebook: the name of the notebook.
        path: the source notebook, for the order and the ordinary cells; it may be missing.
        released: makes of a cell the text that students get, without hidden tests.

    """
    entry = gradebook.find_notebook(notebook, assignment)
    graded = {cell.name: float(cell.max_score) for cell in entry.grade_cells}
    tasks = {cell.name: float(cell.max_score) for cell in entry.task_cells}
    solutions = {cell.name for cell in entry.solution_cells}
    written = _cells_of(path)
    ids = {_name(cell): cell.get("id") for cell in written if _name(cell)}
    found = {}
    for cell in entry.source_cells:
        points = graded.get(cell.name, tasks.get(cell.name))
        found[cell.name] = SourceCell(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            released="",
            checksum=cell.checksum,
            locked=bool(cell.locked),
            grade=cell.name in graded,
            solution=cell.name in solutions,
            task=cell.name in tasks,
            points=points,
            cell_id=ids.get(cell.name),
        )
    order = [name for name in ids if name in found]
    order += [name for name in found if name not in ids]
    cells = tuple(_with_released(found[name], released) for name in order)
    return Source(cells, tuple(_imports(written, found)), tuple(_plain(written, found)))


def node_of(cell: SourceCell, *, source: str | None = None) -> NotebookNode:
    """A new cell of a notebook, with the text that is graded or another."""
    node: dict[str, Any] = {
        "id": cell.cell_id,
        "cell_type": cell.cell_type,
        "metadata": {"nbgrader": cell.metadata()},
        "source": cell.source if source is None else source,
    }
    if cell.cell_type == "code":
        node |= {"execution_count": None, "outputs": []}
    return from_dict(node)  # type: ignore[no-any-return, no-untyped-call]


def _with_released(cell: SourceCell, released: Callable[[NotebookNode], str]) -> SourceCell:
    values = {name: getattr(cell, name) for name in cell.__slots__}
    return SourceCell(**values | {"released": released(node_of(cell))})


def _cells_of(path: Path) -> list[NotebookNode]:
    """The cells of the instructor's notebook; none if it is not there any more."""
    notebook = read_submission(path, path.parent, Limits()).notebook
    return [] if notebook is None else list(notebook.cells)


def _name(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _above(
    written: list[NotebookNode], found: dict[str, SourceCell]
) -> Iterator[tuple[NotebookNode, str]]:
    """The ordinary cells, each with the name of the cell of the gradebook above it."""
    above = ""
    for cell in written:
        if _name(cell) in found:
            above = _name(cell)
        else:
            yield cell, above


def _imports(written: list[NotebookNode], found: dict[str, SourceCell]) -> Iterator[ImportCell]:
    for cell, above in _above(written, found):
        if cell.cell_type == "code" and is_import_cell(cell.source):
            yield ImportCell(cell.source, imported_by(cell.source), above or None)


def _plain(
    written: list[NotebookNode], found: dict[str, SourceCell]
) -> Iterator[tuple[str | None, str, str]]:
    for cell, above in _above(written, found):
        yield cell.get("id"), cell.source.strip(), above
