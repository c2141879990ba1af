"""Grades a notebook in this process, as nbgrader does, and looks at everything that comes of it."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from cellcheck.grading import notes
from cellcheck.grading.split_execute import SplitExecute
from cellcheck.report import MIME_TYPE
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import determine_grade, is_grade


@dataclass(frozen=True, slots=True)
class Graded:
    """A notebook after grading, with the points by grade id."""

    notebook: NotebookNode
    marks: dict[str, float]

    @property
    def text(self) -> str:
        """The file that nbgrader writes: everything that anybody will ever see."""
        return str(nbformat.writes(self.notebook))  # type: ignore[no-untyped-call]

    @property
    def printed(self) -> str:
        """All that student cells printed."""
        return "".join(output.text for output in self._outputs() if output.output_type == "stream")

    @property
    def errors(self) -> list[str]:
        """The names of errors in cells, in their order."""
        return [output.ename for output in self._outputs() if output.output_type == "error"]

    @property
    def notes(self) -> str:
        """What the grader noted, one note a line."""
        return "\n".join(f"{note.kind}: {note.text}" for note in notes.of(self.notebook))

    def report(self, exercise: str) -> dict[str, Any]:
        """The report on an exercise, as plain data."""
        for output in self._outputs(graded=True):
            plain = output.get("data", {}).get(MIME_TYPE)
            if plain is not None and plain["exercise"] == exercise:
                return dict(plain)
        raise LookupError(exercise)

    def pages(self) -> str:
        """The HTML of all reports."""
        return "".join(
            output.data.get("text/html", "")
            for output in self._outputs(graded=True)
            if "data" in output
        )

    def _outputs(self, *, graded: bool = False) -> Iterator[NotebookNode]:
        for cell in self.notebook.cells:
            if not graded or is_grade(cell):
                yield from cell.get("outputs", ())


def grade(notebook: NotebookNode, folder: Path, **settings: Any) -> Graded:
    """Grades a notebook that lies in `folder`, and proves that the result can be kept.

    Args:
        notebook: it is changed.
        folder: the submission, with the files beside the notebook.
        settings: traits of `SplitExecute`.

    """
    resources = ResourcesDict()
    resources["metadata"] = {"path": str(folder)}
    resources["nbgrader"] = {"assignment": "attacked", "student": "someone", "notebook": "it"}
    traits = {"timeout": 3, "diagnose": False, **settings}
    notebook, _ = SplitExecute(**traits).preprocess(notebook, resources)
    graded = Graded(notebook, dict(_marks(notebook)))
    nbformat.validate(notebook)
    graded.text.encode("utf-8")
    return graded


def _marks(notebook: NotebookNode) -> Iterator[tuple[str, float]]:
    for cell in notebook.cells:
        if is_grade(cell) and cell.cell_type == "code":
            points, _ = determine_grade(cell)
            yield cell.metadata.nbgrader.grade_id, float(points or 0.0)


def processes(root: int | None = None) -> set[int]:
    """The ids of all processes below this one, or below `root`."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if status[0] != "Z":
                children.setdefault(int(status[1]), []).append(int(entry.name))
    found: set[int] = set()
    pending = [root or os.getpid()]
    while pending:
        below = children.get(pending.pop(), [])
        found.update(below)
        pending += below
    return found


def left_over(before: set[int], seconds: float = 10.0) -> set[int]:
    """Processes that were not there before; the kernel has some time to clear them away."""
    deadline = time.monotonic() + seconds
    while (found := processes() - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


def open_files() -> int:
    """How many descriptors this process, the examiner, has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def peak_megabytes() -> float:
    """The most memory that this process has held since `forget_peak`."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise LookupError("VmHWM")


def forget_peak() -> float:
    """Starts the count anew; returns what is held now, in megabytes."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_megabytes()
