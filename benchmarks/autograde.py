"""The same submissions through stock `nbgrader autograde` and through this one, in turns.

Both grade serially, into the same gradebook. Each round grades one set of submissions with both;
the time of a round is that of the whole command, start of the interpreter included.

    python benchmarks/autograde.py [--submissions 40] [--rounds 4] [--assignment lstm-forward]
"""

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import nbformat

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "examples" / "submitted"

STOCK = """
import os, sysconfig, warnings
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
warnings.filterwarnings("ignore", message="Object of type <Submitted")
c = get_config()
c.CourseDirectory.course_id = "cellcheck"
c.KernelManager.transport_encryption = "auto"
"""
OURS = """
from cellcheck.grading import configure
c = get_config()
configure(c)
c.CourseDirectory.course_id = "cellcheck"
"""
LOOP = "while True:\n    pass"
PEAK = re.compile(r"peak memory of the student's processes: (\d+) MB")


@dataclass(frozen=True, slots=True)
class Graded:
    """One run of the command."""

    seconds: float
    examiner_megabytes: float
    student_megabytes: int


class Course:
    """A course in a folder that is thrown away."""

    def __init__(self, folder: Path, assignment: str) -> None:
        self.folder = folder
        self.assignment = assignment
        shutil.copytree(ROOT / "source" / assignment, folder / "source" / assignment)
        root = f"c.CourseDirectory.root = {str(folder)!r}\n"
        for name, text in (("stock", STOCK), ("ours", OURS)):
            (folder / name).mkdir()
            (folder / name / "nbgrader_config.py").write_text(text + root, encoding="utf-8")
        self._run("ours", "generate_assignment", assignment)

    def submit(self, student: str, sample: str, *, cell: str = "") -> None:
        """Hands in a sample, with one more cell at its end if wanted."""
        path = SAMPLES / sample / self.assignment / f"{self.assignment}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        if cell:
            notebook.cells.append(nbformat.v4.new_code_cell(cell))
        target = self.folder / "submitted" / student / self.assignment
        target.mkdir(parents=True)
        nbformat.write(notebook, target / path.name)

    def autograde(self, how: str, students: str) -> Graded:
        """Grades the students that match, again if they have been graded before."""
        arguments = ("autograde", self.assignment, "--student", students, "--force")
        started = time.perf_counter()
        output = self._run(how, *arguments, "--log-level=INFO")
        seconds = time.perf_counter() - started
        examiner = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        peaks = [int(found) for found in PEAK.findall(output)]
        return Graded(seconds, examiner, max(peaks, default=0))

    def _run(self, how: str, *arguments: str) -> str:
        run = subprocess.run(  # noqa: S603  the command is ours
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.folder / how,
            env=os.environ | {"JUPYTER_CONFIG_DIR": str(self.folder / "config")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if run.returncode:
            sys.exit(f"{run.stdout[-3000:]}\nnbgrader {' '.join(arguments)} failed")
        return run.stdout


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--submissions", type=int, default=40)
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--assignment", default="lstm-forward")
    chosen = options.parse_args()
    samples = sorted(path.name for path in SAMPLES.iterdir())
    with tempfile.TemporaryDirectory() as folder:
        course = Course(Path(folder), chosen.assignment)
        each = chosen.submissions // chosen.rounds
        for number in range(chosen.submissions):
            student = f"round{number // each}-student{number:03}"
            course.submit(student, samples[number % len(samples)])
        course.submit("loop", "unusual-style", cell=LOOP)
        rounds = list(_rounds(course, chosen.rounds))
        _report(rounds, each, chosen.assignment)
        loops = [(how, course.autograde(how, "loop").seconds) for how in ("stock", "ours")]
        print("\none endless loop more, the whole command")
        for how, seconds in loops:
            print(f"  {how:6} {seconds:6.1f} s")


def _rounds(course: Course, count: int) -> Iterator[tuple[Graded, Graded]]:
    for number in range(count):
        order = ("stock", "ours") if number % 2 == 0 else ("ours", "stock")
        found = {how: course.autograde(how, f"round{number}-*") for how in order}
        yield found["stock"], found["ours"]


def _report(rounds: list[tuple[Graded, Graded]], each: int, assignment: str) -> None:
    print(f"{assignment}: {len(rounds)} rounds of {each} submissions, seconds per submission")
    print(f"  {'round':6} {'stock':>7} {'ours':>7} {'ratio':>6}")
    for number, (stock, ours) in enumerate(rounds):
        ratio = stock.seconds / ours.seconds
        print(f"  {number:<6} {stock.seconds / each:7.3f} {ours.seconds / each:7.3f} {ratio:6.2f}")
    stock_median = median(stock.seconds for stock, _ in rounds) / each
    ours_median = median(ours.seconds for _, ours in rounds) / each
    ratio = median(stock.seconds / ours.seconds for stock, ours in rounds)
    print(f"  {'median':6} {stock_median:7.3f} {ours_median:7.3f} {ratio:6.2f}")
    # The kernel keeps the largest of all children so far, stock kernels among them.
    examiner = rounds[0][1].examiner_megabytes
    student = max(ours.student_megabytes for _, ours in rounds)
    print(f"peak memory: examiner at most {examiner:.0f} MB, a student's processes {student} MB")


if __name__ == "__main__":
    main()
