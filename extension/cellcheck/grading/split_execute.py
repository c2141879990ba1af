"""Takes the place of nbgrader's `Execute`: student code and hidden tests never share a process."""

import math
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets import Bool, Dict, Float, Integer

from cellcheck.exercise import course
from cellcheck.grading import notes
from cellcheck.grading.examiner import nurseries
from cellcheck.grading.examiner.process import Allowance
from cellcheck.grading.examiner.submission import (
    Cell,
    Examination,
    Examiner,
    Room,
    names_of,
)
from cellcheck.grading.examiner.test_cell import asked_for, points_of
from cellcheck.isolation.limits import MEGABYTE, Limits
from cellcheck.isolation.walls import IsolationError
from cellcheck.report import Marks, Report
from cellcheck.views.bundle import mime_bundle

MOST_FILES = 500
MOST_FILE_BYTES = 32 * MEGABYTE

UNSAFE = "Student code ran without isolation: this grade cannot be relied on."


class SplitExecute(Execute):
    """Runs student cells in an isolated process, and graded cells in this one.

    nbgrader's own `Execute.enabled` switches it off, as `nbgrader autograde --no-execute` does.
    """

    timeout = Integer(5, help="Seconds for each cell.").tag(config=True)
    timeouts = Dict(
        {}, help="Seconds for each cell, by assignment, where they differ from `timeout`."
    ).tag(config=True)
    submission_seconds = Float(120.0, help="Seconds for a whole submission.").tag(config=True)
    memory_megabytes = Integer(2048, help="Memory of one submission.").tag(config=True)
    diagnose = Bool(True, help="Look for the causes of what is wrong.").tag(config=True)
    unsafe = Bool(
        False,
        help="Grade without isolation where it cannot be had. Every report then says so.",
    ).tag(config=True)

    def preprocess(
        self,
        nb: NotebookNode,
        resources: ResourcesDict,
        km: Any = None,  # noqa: ARG002
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Runs and grades a notebook.

        Raises:
            IsolationError: isolation cannot be had, and `unsafe` is not set.

        """
        numbers = [number for number, cell in enumerate(nb.cells) if cell.cell_type == "code"]
        cells = [_as_cell(nb.cells[number]) for number in numbers]
        names = {"student": "?", "notebook": "?", **resources["nbgrader"]}
        self._resources = ResourcesDict(nbgrader=names)
        assignment = names["assignment"]
        examiner = self._examiner(nb, names_of(cells), assignment)
        files = self._files(Path(resources["metadata"]["path"]), nb)
        found = examiner.examine(cells, files)
        room = Room()
        for position, number in enumerate(numbers):
            nb.cells[number].execution_count = position + 1
            self._fill(nb, nb.cells[number], cells[position], position, found, room)
        self._tell(nb, found)
        return nb, resources

    _is_unsafe = False
    _resources: ResourcesDict

    def _examiner(self, nb: NotebookNode, names: frozenset[str], assignment: str) -> Examiner:
        limits = Limits(memory=self.memory_megabytes * MEGABYTE)
        try:
            students = nurseries.for_students(names, isolated=True)
            diagnosis = nurseries.for_diagnosis(isolated=True) if self.diagnose else None
            students.await_start()
        except IsolationError as error:
            if not self.unsafe:
                raise IsolationError(
                    f"{error}. Nothing is graded without isolation. "
                    "To grade all the same, and have every report say so: "
                    "cellcheck autograde … --unsafe"
                ) from None
            students = nurseries.for_students(names, isolated=False)
            diagnosis = nurseries.for_diagnosis(isolated=False) if self.diagnose else None
            self._is_unsafe = True
            self._note(nb, "unsafe", UNSAFE)
        seconds = float(self.timeouts.get(assignment, self.timeout))
        allowance = Allowance(max(self.submission_seconds, 3 * seconds), limits)
        return Examiner(course(), students, diagnosis, seconds, allowance)

    def _fill(
        self,
        nb: NotebookNode,
        cell: NotebookNode,
        asked: Cell,
        position: int,
        found: Examination,
        room: Room,
    ) -> None:
        """Writes into a cell what came of it."""
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if asked.grades:
            cell.outputs = _nodes(self._graded(nb, cell, asked, position, found))
            return
        result = found.results[position]
        if result is None:
            cell.outputs = _nodes([_error("NotRun", "the time for this notebook is used up")])
            return
        outputs = room.outputs(result)
        for output in outputs:
            if output["output_type"] == "execute_result":
                output["execution_count"] = position + 1
        if result.problem:
            self._note(
                nb,
                "timed out" if "timed" in result.problem else "refused",
                f"A cell ended early: {result.problem}.",
                grade_id,
            )
            outputs.append(_error(result.problem.title().replace(" ", ""), result.problem))
        if is_grade(cell) and not is_solution(cell):
            outputs = self._unprotected(nb, cell, outputs)
        cell.outputs = _nodes(outputs)

    def _graded(
        self,
        nb: NotebookNode,
        cell: NotebookNode,
        asked: Cell,
        position: int,
        found: Examination,
    ) -> list[dict[str, Any]]:
        grade_id = cell.metadata.nbgrader.grade_id
        earned: dict[str, float] = {}
        outputs: list[dict[str, Any]] = []
        for graded in asked.grades:
            key = (position, graded.exercise)
            report = found.reports.get(key, _not_reached(graded.exercise))
            earned[graded.exercise] = round(graded.points * report.score, 2)
            marks = Marks(earned[graded.exercise], float(graded.points))
            shown = report.with_hints(graded.hint_level).with_marks(marks)
            if self._is_unsafe:
                shown = replace(shown, notes=(UNSAFE, *shown.notes))
            bundle = mime_bundle(shown, live=False)
            outputs.append({"output_type": "display_data", "data": bundle, "metadata": {}})
            self._flag(nb, report, grade_id, found, key)
        value = points_of(cell.source, lambda name: earned[name])
        if value is not None:
            outputs.append(
                {
                    "output_type": "execute_result",
                    "execution_count": position + 1,
                    "data": {"text/plain": repr(value)},
                    "metadata": {},
                }
            )
        return outputs

    def _flag(
        self,
        nb: NotebookNode,
        report: Report,
        grade_id: str,
        found: Examination,
        key: tuple[int, str],
    ) -> None:
        """Notes what an instructor wants to look at."""
        if key in found.timeouts:
            self._note(nb, "timed out", f"`{key[1]}` did not come to an end.", grade_id)
        if key in found.refusals:
            self._note(nb, "refused", f"`{key[1]}`: {found.refusals[key]}", grade_id)
        if any(finding.code == "delegates" for finding in report.findings):
            text = f"`{key[1]}` calls the library's own solution."
            self._note(nb, "flagged", text, grade_id)
        if "right only on the data that can be seen" in report.title:
            text = f"`{key[1]}` is right only on the data that can be seen."
            self._note(nb, "flagged", text, grade_id)

    def _unprotected(
        self, nb: NotebookNode, cell: NotebookNode, outputs: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """A test cell that ran beside student code: what it says is taken with care."""
        grade_id = cell.metadata.nbgrader.grade_id
        self._note(nb, "unprotected", "This test ran beside the student's code.", grade_id)
        kept = []
        for output in outputs:
            # nbgrader takes anything on stderr for a failure: a warning would cost all the marks.
            if output["output_type"] == "stream":
                output["name"] = "stdout"
            if output["output_type"] == "execute_result" and not output["data"].get("text/plain"):
                continue
            if output["output_type"] == "execute_result" and not _is_credit(output, cell):
                text = f"a result of {str(output['data'].get('text/plain'))[:40]} is no credit"
                self._note(nb, "flagged", text, grade_id)
                kept.append(_error("NoCredit", text))
            else:
                kept.append(output)
        return kept

    def _tell(self, nb: NotebookNode, found: Examination) -> None:
        megabytes = found.peak // MEGABYTE
        self.log.info("peak memory of the student's processes: %d MB", megabytes)
        if found.exceeded:
            self._note(nb, "refused", f"The submission used too much: {found.exceeded}.")
        if found.spent:
            self._note(nb, "timed out", "The time for the whole notebook was used up.")

    def _note(self, nb: NotebookNode, kind: notes.Kind, text: str, cell: str | None = None) -> None:
        notes.tell(self.log, self._resources, nb, kind, text, cell)

    def _files(self, folder: Path, nb: NotebookNode) -> dict[str, bytes]:
        """The files beside the notebook, without links, as far as they fit."""
        found: dict[str, bytes] = {}
        left = MOST_FILE_BYTES
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            about = path.lstat()
            if path.suffix == ".ipynb" or not stat.S_ISREG(about.st_mode):
                continue
            left -= about.st_size
            if left < 0 or len(found) >= MOST_FILES:
                self._note(nb, "refused", "Not all files beside the notebook were taken along.")
                break
            found[os.fspath(path.relative_to(folder))] = path.read_bytes()
        return found


def _as_cell(cell: NotebookNode) -> Cell:
    is_test = is_grade(cell) and is_locked(cell) and not is_solution(cell)
    grades = asked_for(cell.source) if is_test else ()
    return Cell(cell.source, grades, apart=is_test and not grades)


def _is_credit(output: dict[str, Any], cell: NotebookNode) -> bool:
    """Is it a number that nbgrader takes for partial credit, or none at all?"""
    try:
        number = float(str(output["data"].get("text/plain")))
    except ValueError:
        return True
    return math.isfinite(number) and 0 <= number <= float(cell.metadata.nbgrader.points)


def _not_reached(name: str) -> Report:
    message = "The time for this notebook was used up before."
    return Report(name, "error", f"`{name}` was not run", message)


def _error(name: str, text: str) -> dict[str, Any]:
    return {
        "output_type": "error",
        "ename": name,
        "evalue": text,
        "traceback": [f"{name}: {text}"],
    }


def _nodes(outputs: list[dict[str, Any]]) -> list[NotebookNode]:
    nodes: list[NotebookNode] = from_dict(outputs)  # type: ignore[no-untyped-call]
    return nodes
