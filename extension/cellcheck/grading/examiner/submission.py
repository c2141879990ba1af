"""Examines one notebook: cells in the student's process, verdicts here, diagnosis apart."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from cellcheck.exercise import Course
from cellcheck.grading.alternative_text import alternative_texts
from cellcheck.grading.examiner.apart import ApartCell
from cellcheck.grading.examiner.graded import Examined, Graded, in_order
from cellcheck.grading.examiner.process import Allowance, CellResult, SpentError, StudentProcess
from cellcheck.grading.examiner.questions import AnsweringTime, Questions
from cellcheck.grading.examiner.second_look import SecondLook, Step
from cellcheck.isolation.sandbox import Nursery
from cellcheck.report import Report

MOST_OUTPUTS = 500
MOST_CHARACTERS = 2_000_000
"""Of one cell."""
LEFT_OUT = "(There was more; it is left out.)\n"

SEARCH_SECONDS = 0.9
"""As in the notebook."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell, as the examiner sees it.

    Args:
        source: what it says.
        grades: the exercises that it grades; such a cell does not run in the student's process.
        apart: a test cell of another kind: runs in a copy of the student's process.

    """

    source: str
    grades: tuple[Graded, ...] = ()
    apart: bool = False


@dataclass(slots=True)
class Examination:
    """What came of one notebook: an answer for each cell, in their order."""

    results: list[CellResult | None] = field(default_factory=list)
    """`None` for cells that grade, and for those that were not run."""
    reports: dict[tuple[int, str], Report] = field(default_factory=dict)
    """By number of the cell and name of the exercise."""
    refusals: dict[tuple[int, str], str] = field(default_factory=dict)
    timeouts: set[tuple[int, str]] = field(default_factory=set)
    exceeded: str = ""
    spent: bool = False
    """Whether the time for the submission was used up before its end."""
    peak: int = 0


@dataclass(frozen=True, slots=True)
class Examiner:
    """Examines notebooks of one assignment.

    Args:
        course: the exercises.
        students: the nursery of the students' processes.
        diagnosis: the nursery of the diagnosis; `None` leaves it out.
        cell_seconds: for each cell.
        allowance: for each submission.
        search_seconds: for the search for a repair of each wrong function.

    """

    course: Course
    students: Nursery
    diagnosis: Nursery | None
    cell_seconds: float
    allowance: Allowance
    search_seconds: float = SEARCH_SECONDS

    def examine(self, cells: Sequence[Cell], files: Mapping[str, bytes]) -> Examination:
        """Runs and judges one notebook; whatever its code does, this comes back."""
        return _Sitting(self, cells, files).held()


class _Sitting:
    """The examination of one notebook, while it goes on."""

    def __init__(
        self, examiner: Examiner, cells: Sequence[Cell], files: Mapping[str, bytes]
    ) -> None:
        self._examiner = examiner
        self._cells = cells
        self._files = files
        self._found = Examination(results=[None] * len(cells))
        self._examined: list[Examined] = []
        self._apart: list[ApartCell] = []
        allowed = AnsweringTime(max(30.0, examiner.allowance.seconds / 4))
        self._process = StudentProcess(
            examiner.students,
            lambda: Questions(examiner.course, allowed),
            files,
            examiner.allowance,
        )

    def held(self) -> Examination:
        """Cells first; then, when no student's word is taken any more, what is hidden."""
        found = self._found
        reports: Mapping[tuple[int, str], Report] = {}
        try:
            for position, cell in enumerate(self._cells):
                self._unless_spent(partial(self._take, position, cell))
            self._process.end_cells()
            reports = self._second_look()
            # Those that hide nothing first: what they put out is shown.
            for apart in sorted(self._apart, key=lambda each: each.hides):
                found.results[apart.position] = apart.run(self._examiner.cell_seconds)
            for one in in_order(self._examiner.course, self._examined):
                one.run_hidden()
        finally:
            for one in self._examined:
                one.close()
            for apart in self._apart:
                apart.close()
            self._process.close()
        found.exceeded, found.peak = self._process.exceeded, self._process.peak
        for one in self._examined:
            if one.died_waiting:
                self._unless_spent(one.run_hidden_again)
        self._sum_up(reports)
        return found

    def _unless_spent(self, do: Callable[[], None]) -> None:
        try:
            do()
        except SpentError as error:
            log.warning("%s", error)
            self._found.spent = True

    def _take(self, position: int, cell: Cell) -> None:
        """Runs a student's cell; makes a copy of the process for one that tests."""
        if cell.apart:
            self._apart.append(ApartCell(self._process, cell.source, position))
        elif not cell.grades:
            result = self._process.run(cell.source, self._examiner.cell_seconds)
            self._found.results[position] = result
        for graded in cell.grades:
            one = Examined(self._process, self._examiner.course, graded, position)
            self._examined.append(one)
            one.run_public()

    def _second_look(self) -> dict[tuple[int, str], Report]:
        """The diagnosis, where anything is wrong; what hangs is left out of it.

        It is over before any hidden data goes out: its process has the whole library and a voice on
        the page, and two processes of one machine always find a way to talk.
        """
        nursery = self._examiner.diagnosis
        wanted = [one for one in self._examined if one.runnable and not one.timed_out]
        right = {one.exercise.name for one in self._examined if one.right}
        # A function may be right by itself, and wrong with one that is not graded here.
        is_all_right = all(one.right and one.leans_on <= right for one in self._examined)
        if nursery is None or not wanted or is_all_right:
            return {}
        last = max(one.position for one in wanted)
        steps: list[Step] = []
        for position, cell in enumerate(self._cells[: last + 1]):
            result = self._found.results[position]
            if result is not None and not result.problem:
                steps.append(("cell", cell.source))
            names = [one.exercise.name for one in wanted if one.position == position]
            if names:
                steps.append(("check", names))
        look = SecondLook(nursery, steps, self._files, search_seconds=self._examiner.search_seconds)
        return dict(zip([one.key for one in wanted], look.reports(), strict=False))

    def _sum_up(self, looks: Mapping[tuple[int, str], Report]) -> None:
        found = self._found
        for one in self._examined:
            look = looks.get(one.key)
            is_about_it = look is not None and look.exercise == one.exercise.name
            found.reports[one.key] = one.report(look if is_about_it else None)
            if one.refused:
                found.refusals[one.key] = one.refused
            if one.timed_out:
                found.timeouts.add(one.key)


def names_of(cells: Sequence[Cell]) -> frozenset[str]:
    """The exercises that a notebook grades."""
    return frozenset(graded.exercise for cell in cells for graded in cell.grades)


@dataclass(slots=True)
class Room:
    """How much of what a notebook puts out is kept: the file is read again, by people too."""

    characters: int = 10_000_000

    def outputs(self, result: CellResult) -> list[dict[str, Any]]:
        """Outputs as nbformat wants them, whatever the student's process called outputs."""
        kept = []
        left = min(self.characters, MOST_CHARACTERS)
        for output in map(_plain, result.outputs[:MOST_OUTPUTS]):
            size = len(repr(output))
            if output is not None and size <= left:
                kept.append(output)
                left -= size
                self.characters -= size
        if len(kept) < len(result.outputs):
            kept.append({"output_type": "stream", "name": "stdout", "text": LEFT_OUT})
        return kept


def _plain(output: dict[str, Any]) -> dict[str, Any] | None:
    match output:
        case {"output_type": "stream", "name": str(name), "text": str(text)}:
            return {"output_type": "stream", "name": name, "text": text}
        case {
            "output_type": "error",
            "ename": str(ename),
            "evalue": str(evalue),
            "traceback": list(traceback),
        }:
            lines = [str(line) for line in traceback]
            return {"output_type": "error", "ename": ename, "evalue": evalue, "traceback": lines}
        case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
            texts = {name: value for name, value in data.items() if isinstance(value, str)}
            plain: dict[str, Any] = {
                "output_type": kind,
                "data": texts,
                "metadata": alternative_texts(texts, output.get("metadata")),
            }
            return plain | ({"execution_count": None} if kind == "execute_result" else {})
    return None
