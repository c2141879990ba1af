"""What the grader did to a submission, or could not do: kept in the notebook, shown on its page."""

import html
from dataclasses import asdict, dataclass
from logging import Logger
from typing import Any, Literal, get_args

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from cellcheck.views.clean import clean

Kind = Literal["repaired", "refused", "timed out", "flagged", "unprotected", "unsafe", "unreadable"]
KINDS: tuple[str, ...] = get_args(Kind)

KEY = "cellcheck"
"""The notebook's metadata with the notes; what a submission brings under this name is dropped."""

MOST_NOTES = 200
"""Notes of one notebook: a submission of 10,000 damaged cells needs no page of 10,000 lines."""
LONGEST_NOTE = 1000
"""Characters of one note."""

HEADINGS = {
    "unreadable": "What could not be read",
    "refused": "What was not run",
    "unsafe": "What was run without isolation",
    "timed out": "What took too long",
    "flagged": "What your instructor looks at",
    "repaired": "What was repaired",
    "unprotected": "Tests that run together with your code",
}
"""Headings on the page, in their order: what asks for attention first."""

FOR_STUDENTS = {
    "unprotected": "This test runs in the same process as your code, as in your notebook. Its"
    " points count like all others.",
}
"""What the page says in place of words that the log has for instructors."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that the grader did or found: in which cell (its grade id), and in words."""

    kind: str
    text: str
    cell: str | None = None


def add(nb: NotebookNode, kind: Kind, text: str, cell: str | None = None) -> bool:
    """Adds a note to a notebook, unless it is there already.

    Args:
        nb: the notebook, whose metadata is changed.
        kind: what happened; the page groups the notes by it.
        text: one or two sentences for the student, without markup.
        cell: the grade id of the cell that it is about, if it is about one.

    Returns:
        Whether the note is new.

    Raises:
        ValueError: `kind` is none of the kinds.

    >>> from nbformat.v4 import new_notebook
    >>> notebook = new_notebook()
    >>> add(notebook, "repaired", "The test cell was missing and is back.", "test_forward")
    True
    >>> of(notebook)
    (Note(kind='repaired', text='The test cell was missing and is back.', cell='test_forward'),)

    """
    if kind not in KINDS:
        raise ValueError(f"a note's kind is {kind!r}, expected one of {', '.join(KINDS)}")
    note = Note(kind, text[:LONGEST_NOTE], cell)
    before = of(nb)
    if note in before or len(before) >= MOST_NOTES:
        return False
    _write(nb, (*before, note))
    return True


def tell(
    log: Logger,
    resources: ResourcesDict,
    nb: NotebookNode,
    kind: Kind,
    text: str,
    cell: str | None = None,
) -> None:
    """Adds a note, and writes it into the log as one line that begins with the student."""
    if add(nb, kind, text, cell):
        names = resources["nbgrader"]
        where = f", {cell}" if cell else ""
        line = f"{names['student']}, {names['notebook']}{where}: {kind}: {text}"
        # Words of students stand in it: no line breaks, no escape sequences.
        log.warning("%s", clean(line, LONGEST_NOTE).replace("\n", " "))


def of(nb: NotebookNode) -> tuple[Note, ...]:
    """The notes of a notebook, in the order in which they came."""
    stored: Any = nb.get("metadata", {}).get(KEY)
    entries = stored.get("notes") if isinstance(stored, dict) else None
    if not isinstance(entries, list):
        return ()
    return tuple(
        Note(entry["kind"], str(entry["text"]), entry.get("cell"))
        for entry in entries
        if isinstance(entry, dict) and entry.get("kind") in KINDS and "text" in entry
    )


def drop(nb: NotebookNode) -> None:
    """Takes out whatever stands where the notes will be."""
    nb.metadata.pop(KEY, None)


def _write(nb: NotebookNode, notes: tuple[Note, ...]) -> None:
    nb.metadata[KEY] = from_dict({"notes": [asdict(note) for note in notes]})  # type: ignore[no-untyped-call]


class ClearMetadata(ClearMetadataPreprocessor):
    """nbconvert's, but for the notes of the notebook and nbgrader's metadata of the cells.

    Stock nbconvert takes the latter as well, and with it the grades: it stands before
    `SaveAutoGrades`.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        notes = of(nb)
        nbgrader = [cell.metadata.get("nbgrader") for cell in nb.cells]
        nb, resources = super().preprocess(nb, resources)  # type: ignore[no-untyped-call]
        # What it puts in place of the metadata are plain dictionaries, without attributes.
        nb = from_dict(nb)  # type: ignore[no-untyped-call]
        for cell, metadata in zip(nb.cells, nbgrader, strict=True):
            if metadata is not None:
                cell.metadata["nbgrader"] = metadata
        if notes:
            _write(nb, notes)
        return nb, resources


class ShowNotes(NbGraderPreprocessor):
    """Puts the notes of a notebook at the top of its feedback page."""

    # The exporter configures this for every preprocessor, and nbgrader warns where it is not there.
    display_data_priority: List[str] = List().tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        if found := of(nb):
            cell = {
                "id": "notes-of-the-grader",
                "cell_type": "markdown",
                "metadata": {},
                "source": as_html(found),
            }
            nb.cells.insert(0, from_dict(cell))  # type: ignore[no-untyped-call]
        return nb, resources


def as_html(notes: tuple[Note, ...]) -> str:
    """The notes in groups; they hold words of students, such as names of cells."""
    groups: dict[str, list[Note]] = {}
    for kind, heading in HEADINGS.items():
        chosen = [note for note in notes if note.kind == kind]
        if chosen:
            groups.setdefault(heading, []).extend(chosen)
    return "".join(
        f"<details open><summary><b>{heading}</b></summary>\n<ul>"
        + "".join(f"<li>{_line(note)}</li>" for note in group)
        + "</ul></details>"
        for heading, group in groups.items()
    )


def _line(note: Note) -> str:
    where = f"<code>{html.escape(note.cell)}</code>: " if note.cell else ""
    # An empty line would end the block of HTML, and Markdown would read the rest.
    words = FOR_STUDENTS.get(note.kind, note.text)
    return where + " ".join(html.escape(words).split())
