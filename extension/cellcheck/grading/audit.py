"""What became of the submissions of an assignment: repaired, refused, too slow, flagged, wrong."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict

from cellcheck.grading import notes
from cellcheck.grading.redraw import report_from
from cellcheck.report import MIME_TYPE, Report
from cellcheck.views.clean import clean

TIMED_OUT = "CellTimeoutError"
"""The error that nbgrader puts under a cell that took too long."""
DIGITS = 6
"""Significant digits by which wrong values are the same."""


class NothingGradedError(Exception):
    """There is no autograded notebook of this assignment."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line about one submission."""

    student: str
    notebook: str
    cell: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Submissions that have the same diagnosis, or the same wrong values."""

    exercise: str
    text: str
    students: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything about the submissions of an assignment."""

    assignment: str
    submissions: int
    entries: tuple[Entry, ...]
    diagnoses: tuple[Group, ...] = ()
    wrong_values: tuple[Group, ...] = ()

    def to_csv(self) -> str:
        """One row for each entry, under a row of headings."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Entry))
        writer.writerows(map(_for_spreadsheets, astuple(entry)) for entry in self.entries)
        return file.getvalue()

    def to_text(self) -> str:
        """The entries student by student, a count of each kind, and what several have alike."""
        blocks = [f"{self.assignment}: {self.submissions:,} submissions"]
        students: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            students[entry.student].append(entry)
        for student, entries in students.items():
            lines = [
                f"  {entry.kind:<11} {f'{entry.cell}: ' if entry.cell else ''}{entry.text}"
                for entry in entries
            ]
            blocks.append("\n".join([student, *lines]))
        counts: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries:
            counts[entry.kind].add(entry.student)
        if counts:
            blocks.append(
                "\n".join(
                    ["submissions by what happened"]
                    + [f"  {kind:<11} {len(who):>5,}" for kind, who in sorted(counts.items())]
                )
            )
        blocks += _as_text("the same diagnosis", self.diagnoses)
        blocks += _as_text("the same wrong values", self.wrong_values)
        return "\n\n".join(blocks)


def audit(autograded: Path, assignment: str) -> Audit:
    """Reads the notes and the reports in all autograded notebooks of an assignment.

    Args:
        autograded: the folder with one folder for each student.
        assignment: its name.

    Raises:
        NothingGradedError: there is no autograded notebook.

    """
    paths = sorted(autograded.glob(f"*/{assignment}/*.ipynb"))
    if not paths:
        raise NothingGradedError(
            f"{autograded}/*/{assignment}: no notebook, expected what `nbgrader autograde"
            f" {assignment}` makes. Run it first, or name the folder with --autograded."
        )
    entries: list[Entry] = []
    reports: list[tuple[str, Report]] = []
    for path in paths:
        student = path.parts[-3]
        notebook = from_dict(json.loads(path.read_text(encoding="utf-8")))  # type: ignore[no-untyped-call]
        found = [report for report in _reports(notebook) if not report.passed]
        lines = [
            *((note.cell or "", note.kind, note.text) for note in notes.of(notebook)),
            *((cell, "timed out", "The cell took too long.") for cell in _timed_out(notebook)),
            *((report.exercise, report.status, _in_words(report)) for report in found),
        ]
        entries += (Entry(student, path.stem, *map(clean, line)) for line in lines)
        reports += ((student, report) for report in found)
    return Audit(
        assignment,
        len({path.parts[-3] for path in paths}),
        tuple(entries),
        _alike(_diagnoses(reports)),
        _alike(_wrong_values(reports)),
    )


def _graded(notebook: NotebookNode) -> Iterator[tuple[str, NotebookNode]]:
    for cell in notebook.cells:
        metadata = cell.metadata.get("nbgrader", {})
        if metadata.get("grade") and not metadata.get("solution"):
            yield metadata.grade_id, cell


def _reports(notebook: NotebookNode) -> Iterator[Report]:
    for _, cell in _graded(notebook):
        for output in cell.get("outputs", []):
            report = report_from(output.get("data", {}).get(MIME_TYPE))
            if report is not None:
                yield report


def _timed_out(notebook: NotebookNode) -> Iterator[str]:
    known = {note.cell for note in notes.of(notebook) if note.kind == "timed out"}
    for number, cell in enumerate(notebook.cells, start=1):
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {number}"
        errors = {output.get("ename") for output in cell.get("outputs", [])}
        if TIMED_OUT in errors and name not in known:
            yield name


def _in_words(report: Report) -> str:
    title = report.title.replace("`", "")
    return f"{title}: {report.findings[0].title}" if report.findings else title


def _diagnoses(reports: Iterable[tuple[str, Report]]) -> Iterator[tuple[str, str, str]]:
    for student, report in reports:
        for finding in report.findings:
            title = finding.title.replace("`", "")
            yield report.exercise, f"{finding.function}: {title} ({finding.code})", student


def _wrong_values(reports: Iterable[tuple[str, Report]]) -> Iterator[tuple[str, str, str]]:
    for student, report in reports:
        values = [
            f"{value.name}{list(sample.at)} = {sample.yours:.{DIGITS}g}"
            for value in report.wrong
            for sample in value.sample[:1]
            if sample.yours is not None
        ]
        if values:
            yield report.exercise, ", ".join(values), student


def _alike(found: Iterable[tuple[str, str, str]]) -> tuple[Group, ...]:
    """What more than one submission has, the most frequent first."""
    groups: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for exercise, text, student in found:
        groups[exercise, clean(text)][student] = None
    alike = [Group(*key, tuple(who)) for key, who in groups.items() if len(who) > 1]
    return tuple(sorted(alike, key=lambda group: (-len(group.students), group.exercise)))


def _as_text(heading: str, groups: tuple[Group, ...]) -> list[str]:
    if not groups:
        return []
    lines = [
        f"  {len(group.students):>4}  {group.exercise}: {group.text}\n"
        f"        {', '.join(group.students)}"
        for group in groups
    ]
    return ["\n".join([heading, *lines])]


def _for_spreadsheets(value: Any) -> Any:
    """A text that begins like a formula is run as one when the file is opened."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
