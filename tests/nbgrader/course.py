"""A course of the tests' own: a folder in which nbgrader runs as it does for an instructor."""

import csv
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "examples" / "submitted"
ALL_ASSIGNMENTS = tuple(sorted(path.name for path in (ROOT / "source").iterdir() if path.is_dir()))
ASSIGNMENTS = ("lstm-forward", "lstm-backward")
"""Those of which there are sample submissions."""

Cell = dict[str, Any]
Notebook = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """What a command printed, and how it ended."""

    output: str
    exit_code: int

    @property
    def complaints(self) -> list[str]:
        """The lines that warn or worse, and tracebacks."""
        words = ("WARNING", "Warning", "ERROR", "CRITICAL", "Traceback")
        return [line for line in self.output.splitlines() if any(word in line for word in words)]


@dataclass(frozen=True, slots=True)
class Course:
    """An nbgrader course with the repository's configuration."""

    folder: Path
    home: Path

    @classmethod
    def started_in(cls, folder: Path) -> "Course":
        shutil.copytree(ROOT / "source", folder / "source")
        shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")
        return cls(folder, folder / "home")

    def copied_to(self, folder: Path) -> "Course":
        shutil.copytree(self.folder, folder)
        return Course(folder, folder / "home")

    def run(self, *arguments: str) -> Command:
        """`python -m nbgrader …` in the course's folder."""
        return run_nbgrader(self.folder, self.home, *arguments)

    def submit(self, student: str, assignment: str, notebook: Notebook) -> None:
        path = self.folder / "submitted" / student / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def autograded(self, student: str, assignment: str) -> Path:
        return self.folder / "autograded" / student / assignment / f"{assignment}.ipynb"

    def page(self, student: str, assignment: str) -> str:
        path = self.folder / "feedback" / student / assignment / f"{assignment}.html"
        return path.read_text(encoding="utf-8")

    def exported(self) -> list[dict[str, str]]:
        """The rows of `grades.csv`."""
        with (self.folder / "grades.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def run_nbgrader(folder: Path, home: Path, *arguments: str) -> Command:
    """Runs nbgrader as a user whose home is `home`, with nothing set up but a working Python.

    The PATH holds no virtual environment, as for everybody who has not activated one.
    """
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    home.mkdir(exist_ok=True)
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=kept | {"HOME": str(home), "PATH": "/usr/bin:/bin", "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Command(run.stdout, run.returncode)


def read(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def source_of(cell: Cell) -> str:
    return "".join(cell["source"])


def graded_cells(notebook: Notebook) -> dict[str, Cell]:
    """The cells that earn points, by their nbgrader name."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }


def region(source: str, kind: str) -> list[str]:
    """The lines between `### BEGIN kind` and `### END kind`, stripped."""
    lines: list[str] = []
    inside = False
    for line in source.splitlines():
        if f"### BEGIN {kind}" in line:
            inside = True
        elif f"### END {kind}" in line:
            inside = False
        elif inside:
            lines.append(line.strip())
    return lines


def without_regions(source: str, kind: str) -> str:
    lines: list[str] = []
    inside = False
    for line in source.splitlines():
        inside = inside or f"### BEGIN {kind}" in line
        if not inside:
            lines.append(line)
        inside = inside and f"### END {kind}" not in line
    return "\n".join(lines)
