"""A machine without bubblewrap: nothing is graded, unless somebody asks for it by name."""

import os
import subprocess
import sys
from pathlib import Path

from cellcheck.grading.split_execute import UNSAFE

from .course import SAMPLES, Course, graded_cells, read

ASSIGNMENT = "lstm-forward"


def autograde(course: Course, *flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cellcheck", "autograde", ASSIGNMENT, *flags],
        cwd=course.folder,
        env=os.environ | {"HOME": str(course.home), "PATH": str(Path(sys.executable).parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_has_to_be_asked_for_and_is_then_said_in_every_report(tmp_path: Path) -> None:
    course = Course.started_in(tmp_path / "course")
    course.run("generate_assignment", ASSIGNMENT)
    sample = SAMPLES / "unusual-style" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    course.submit("bitdiddle", ASSIGNMENT, read(sample))

    refused = autograde(course)
    assert refused.returncode
    assert "--unsafe" in refused.stderr
    assert not course.autograded("bitdiddle", ASSIGNMENT).exists()

    assert autograde(course, "--unsafe").returncode == 0
    for cell in graded_cells(read(course.autograded("bitdiddle", ASSIGNMENT))).values():
        assert UNSAFE in "".join(cell["outputs"][0]["data"]["text/plain"]).replace("\n  ", " ")
