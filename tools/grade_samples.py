"""Grades the sample submissions in `scratch/grade`, and prints who got what and why."""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cellcheck.report import MIME_TYPE
from nbgrader.api import Gradebook
from scratch_course import ROOT, ScratchCourse

SCRATCH = ROOT / "scratch" / "grade"
SAMPLES = ROOT / "examples" / "submitted"


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of one cell of one submission."""

    student: str
    cell: str
    points: float | None
    """None where a person has yet to read the answer."""
    possible: float


def main() -> int:
    """Runs nbgrader from the sources to the feedback pages."""
    shutil.rmtree(SCRATCH, ignore_errors=True)
    course = ScratchCourse(SCRATCH)
    shutil.copytree(SAMPLES, SCRATCH / "submitted")
    assignments = [each for each in course.assignments if any(SAMPLES.glob(f"*/{each}"))]
    for assignment in assignments:
        for command in ("generate_assignment", "autograde", "generate_feedback"):
            print(f"nbgrader {command} {assignment}", flush=True)
            course.nbgrader(command, assignment)
    with Gradebook(f"sqlite:///{SCRATCH / 'gradebook.db'}") as gradebook:
        for assignment in assignments:
            grades = list(_grades(gradebook, assignment))
            print(f"\n{assignment}\n{_indented(_table(grades))}")
            if any(grade.points is None for grade in grades):
                print("\n  to read: an answer in words, which a person marks in the formgrader")
            if lost := list(_lost(grades, assignment)):
                print(f"\n  points lost\n{_indented(_aligned(lost, right=(1,)), 4)}")
    print(f"\nfeedback pages, in {(SCRATCH / 'feedback').relative_to(ROOT)}/")
    for page in sorted((SCRATCH / "feedback").rglob("*.html")):
        print(f"  {page.relative_to(SCRATCH / 'feedback')}")
    return 0


def _grades(gradebook: Any, assignment: str) -> Iterator[Grade]:
    """The grades in the order of the cells."""
    for submission in gradebook.assignment_submissions(assignment):
        for notebook in submission.notebooks:
            found = {grade.name: grade for grade in notebook.grades}
            order = [cell.name for cell in notebook.notebook.source_cells]
            for name in sorted(found, key=order.index):
                grade = found[name]
                waits = grade.needs_manual_grade and grade.manual_score is None
                yield Grade(
                    submission.student.id,
                    name.removeprefix("test_"),
                    None if waits else grade.score,
                    grade.max_score,
                )


def _table(grades: list[Grade]) -> list[str]:
    """One row per graded cell, one column per student, and the totals."""
    students = sorted({grade.student for grade in grades})
    cells = {grade.cell: grade.possible for grade in grades}
    points = {(grade.student, grade.cell): grade.points for grade in grades}
    rows = [["", "points", *students]]
    for cell, possible in cells.items():
        given = [points[student, cell] for student in students]
        shown = ["to read" if number is None else f"{number:g}" for number in given]
        rows.append([cell, f"{possible:g}", *shown])
    totals = [sum(points[student, cell] or 0 for cell in cells) for student in students]
    rows.append(["total", f"{sum(cells.values()):g}", *(f"{total:g}" for total in totals)])
    lines = _aligned(rows, right=range(1, len(rows[0])))
    rule = "─" * max(map(len, lines))
    return [lines[0], rule, *lines[1:-1], rule, lines[-1]]


def _lost(grades: list[Grade], assignment: str) -> Iterator[list[str]]:
    for grade in grades:
        if grade.points is not None and grade.points < grade.possible:
            lost = f"{grade.possible - grade.points:g}"
            yield [grade.student, lost, _reason(grade.student, assignment, grade.cell)]


def _reason(student: str, assignment: str, name: str) -> str:
    """The title of the report under the graded cell, or the error that stands there."""
    path = SCRATCH / "autograded" / student / assignment / f"{assignment}.ipynb"
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id", "").removeprefix("test_") != name:
            continue
        for output in cell.get("outputs", []):
            if MIME_TYPE in output.get("data", {}):
                title: str = output["data"][MIME_TYPE]["title"]
                return title.replace("`", "")
            if output["output_type"] == "error":
                return f"{name}: {output['ename']}"
    return f"{name}: no answer"


def _aligned(rows: list[list[str]], *, right: range | tuple[int, ...]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text.rjust(width) if column in right else text.ljust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _indented(lines: list[str], spaces: int = 2) -> str:
    return "\n".join(" " * spaces + line for line in lines)


if __name__ == "__main__":
    sys.exit(main())
