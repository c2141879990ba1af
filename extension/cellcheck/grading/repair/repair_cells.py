"""A preprocessor in place of nbgrader's `DeduplicateIds` and `OverwriteCells`.

Stock nbgrader restores a test cell that is still there, under its name, once. Where it is deleted
the grade waits for a person for ever; where metadata is damaged the whole run can stop.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, NbGraderPreprocessor
from nbgrader.utils import compute_checksum

from cellcheck.grading import notes
from cellcheck.grading.repair.arrange import insert_all, missing_imports, out_of_order
from cellcheck.grading.repair.claims import Claims, claims_of, is_written
from cellcheck.grading.repair.source import Source, SourceCell, node_of, read_source
from cellcheck.grading.well_formed import name_cells

SETTINGS = ("grade", "solution", "locked", "points", "task")
NO_RESPONSE = "No answer was found; an empty cell stands in its place."


class RepairCells(NbGraderPreprocessor):
    """Brings a submission back into the form of its assignment, with a note on each repair.

    Cells of the assignment that are missing, moved, edited, renamed or copied cost no marks, and
    nothing that metadata can hold stops the run. What students wrote stays where they have it.
    """

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        kinds = (ClearHiddenTests, ClearMarkScheme)
        self._removers = [kind(parent=self, enforce_metadata=False) for kind in kinds]

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            source = read_source(
                gradebook,
                names["assignment"],
                names["notebook"],
                self._source_path(names["assignment"], names["notebook"]),
                self._released,
            )
        _Repair(self, nb, resources, source).run()
        return nb, resources

    def _source_path(self, assignment: str, notebook: str) -> Path:
        """Where the instructor's notebook is; the exporter and the converter know the course."""
        above: Any = self
        while above is not None:
            course = getattr(above, "coursedir", None)
            if isinstance(course, CourseDirectory):
                folder = course.format_path(course.source_directory, ".", assignment)
                return Path(folder, f"{notebook}.ipynb")
            above = getattr(above, "parent", None)
        return Path("source", assignment, f"{notebook}.ipynb")

    def _released(self, cell: NotebookNode) -> str:
        """The text without the parts that nbgrader takes out before students get it."""
        for remover in self._removers:
            try:
                cell, _ = remover.preprocess_cell(cell, {}, 0)
            except RuntimeError:  # a region that does not end
                return str(cell.source)
        return str(cell.source)


class _Repair:
    """One submission's repair."""

    def __init__(
        self, owner: RepairCells, nb: NotebookNode, resources: ResourcesDict, source: Source
    ) -> None:
        self.nb = nb
        self.source = source
        self.claims: Claims = claims_of(nb.cells, source)
        self.is_unreadable = any(note.kind == "unreadable" for note in notes.of(nb))
        self._log = owner.log
        self._resources = resources

    def run(self) -> None:
        moved = self._moved()
        self._drop_copies()
        new = {name: cell for name, cell in self.claims.found.items() if name in moved}
        self.nb.cells = [cell for cell in self.nb.cells if not any(cell is m for m in new.values())]
        new |= self._missing()
        names = {id(cell): name for name, cell in self.claims.found.items() if name not in new}
        insert_all(self.nb.cells, new, names, self.source)
        for name, cell in self.claims.found.items():
            self._restore(self.source[name], cell, name in moved)
        self._forget_others(names)
        self._add_imports(names)
        name_cells(self.nb.cells)

    def _tell(self, text: str, cell: str | None = None) -> None:
        # What could not be read at all is one sentence, not one for each cell of the assignment.
        if not self.is_unreadable:
            notes.tell(self._log, self._resources, self.nb, "repaired", text, cell)

    def _moved(self) -> set[str]:
        owned = {id(cell): name for name, cell in self.claims.found.items()}
        order = [owned[id(cell)] for cell in self.nb.cells if id(cell) in owned]
        return out_of_order(order, self.source)

    def _drop_copies(self) -> None:
        """Copies of tests say nothing of their own; those of a student's cells stay as they are."""
        dropped: set[int] = set()
        for name, copies in self.claims.copies.items():
            wanted = self.source[name]
            same = [cell for cell in copies if wanted.locked and not is_written(cell, wanted)]
            dropped.update(map(id, same))
            if same:
                self._tell(f"Copies of this cell were left out ({len(same):,}).", name)
            if others := len(copies) - len(same):
                self._tell(_copies_kept(wanted, others), name)
        self.nb.cells = [cell for cell in self.nb.cells if id(cell) not in dropped]

    def _missing(self) -> dict[str, NotebookNode]:
        """New cells for those that are not there.

        A student's function without its cell may stand anywhere: an unfinished one as released
        would replace it, so none is put there, unless the whole notebook is missing.
        """
        new = {}
        for wanted in self.source.cells:
            if wanted.name in self.claims.found:
                continue
            if wanted.locked:
                cell = node_of(wanted)
                self._tell("The cell was missing and is back in its place.", wanted.name)
            elif wanted.is_answer or self.is_unreadable:
                empty = wanted.cell_type == "code" and not self.is_unreadable
                cell = node_of(wanted, source="" if empty else wanted.released)
                self._tell(NO_RESPONSE, wanted.name)
            else:
                continue
            new[wanted.name] = self.claims.found[wanted.name] = cell
        return new

    def _restore(self, wanted: SourceCell, cell: NotebookNode, moved: bool) -> None:
        changes = []
        if moved:
            changes.append("had been moved")
        if wanted.name in self.claims.recognised:
            changes.append("had lost its name")
        elif not _has_settings(cell, wanted):
            changes.append("had other settings (points, kind or protection)")
        if cell.cell_type != wanted.cell_type:
            changes.append(f"was a {cell.cell_type} cell")
            _change_type(cell, wanted.cell_type)
        if wanted.locked and is_written(cell, wanted):
            changes.append("had been edited")
        elif wanted.locked and not cell.source.strip():
            changes.append("had been emptied")
        if changes:
            now = "it is as it was released" if wanted.locked else "what is written there stays"
            self._tell(f"The cell {_listed(changes)}; {now}.", wanted.name)
        written = is_written(cell, wanted)
        if wanted.locked:
            cell.source = wanted.source
            # A tag can keep a test from being run, and a test without an error earns everything.
            cell.metadata = from_dict({"deletable": False, "editable": False})  # type: ignore[no-untyped-call]
        cell.metadata["nbgrader"] = from_dict(wanted.metadata())  # type: ignore[no-untyped-call]
        if wanted.locked or not wanted.checksum or not written:
            # The last of these is how nbgrader knows that nobody answered.
            cell.metadata.nbgrader["checksum"] = compute_checksum(cell)

    def _forget_others(self, names: dict[int, str]) -> None:
        """Ordinary cells have no metadata of nbgrader's, whatever it says there."""
        copies = {id(cell) for cells in self.claims.copies.values() for cell in cells}
        strange: Counter[str] = Counter()
        for cell in self.nb.cells:
            if id(cell) in names or "nbgrader" not in cell.metadata:
                continue
            metadata = cell.metadata.pop("nbgrader")
            given = metadata.get("grade_id") if isinstance(metadata, dict) else None
            if id(cell) not in copies and metadata != {}:
                strange[given if isinstance(given, str) else "no name"] += 1
        if strange:
            shown = ", ".join(f"`{name[:60]}`" for name in list(strange)[:5])
            self._tell(
                f"Names that the assignment does not have are ignored ({strange.total():,}):"
                f" {shown}."
            )

    def _add_imports(self, names: dict[int, str]) -> None:
        missing = missing_imports(self.nb.cells, self.source.imports, names, self.source)
        for place, cell in reversed(missing):
            self.nb.cells.insert(place, _import_cell(cell.source, place))
            lines = "; ".join(filter(None, map(str.strip, cell.source.splitlines())))
            self._tell(f"Imports were missing and are back: {lines[:200]}")


def _import_cell(source: str, place: int) -> NotebookNode:
    cell: dict[str, Any] = {
        "id": f"imports-{place}",
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    return from_dict(cell)  # type: ignore[no-any-return, no-untyped-call]


def _copies_kept(wanted: SourceCell, count: int) -> str:
    if wanted.locked:
        return f"Edited copies of this cell are ordinary cells ({count:,})."
    if wanted.is_answer:
        return f"The answer stands there {count + 1:,} times; the last one that is written counts."
    return f"Copies of this cell are ordinary cells ({count:,})."


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _has_settings(cell: NotebookNode, wanted: SourceCell) -> bool:
    given = cell.metadata.get("nbgrader")
    right = wanted.metadata()
    return (
        isinstance(given, dict)
        and given.get("schema_version") in (1, 2, 3)
        and all(_equal(given.get(name), right.get(name)) for name in SETTINGS)
    )


def _equal(given: object, right: object) -> bool:
    if right is None or right is False:
        return given is None or given is False
    if right is True:
        return given is True
    return isinstance(given, int | float) and not isinstance(given, bool) and given == right


def _change_type(cell: NotebookNode, kind: str) -> None:
    cell.cell_type = kind
    if kind == "code":
        cell.pop("attachments", None)
        cell.execution_count = None
        cell.outputs = []
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)
