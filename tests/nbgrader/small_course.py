"""A course of one short notebook: two functions, their tests, and an answer in words."""

import copy
import json
from pathlib import Path
from typing import Any

from .course import Cell, Command, Course, Notebook, read, run_nbgrader

NAME = "powers"

CONFIGURATION = """
import sys
from pathlib import Path

sys.path.insert(0, {root!r})
from cellcheck.grading import configure
from tests.nbgrader.plain_execute import PlainExecute

c = get_config()
configure(c)
c.CourseDirectory.course_id = "small"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
if {plain}:
    c.Autograde.autograde_preprocessors = [
        PlainExecute, *c.Autograde.autograde_preprocessors[1:]
    ]
{more}
"""

SQUARE = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
CUBE = "def cube(x):\n    ### BEGIN SOLUTION\n    return x * square(x)\n    ### END SOLUTION"
TEST_SQUARE = (
    "assert square(2) == 4\n"
    "### BEGIN HIDDEN TESTS\n"
    "assert square(73561) == 5411220721\n"
    "### END HIDDEN TESTS"
)
TEST_CUBE = "assert cube(BASE) == 27\nassert math.isclose(cube(0.5), 0.125)"


def source_notebook() -> Notebook:
    cells = [
        _markdown("title", "# Powers"),
        _code("imports", "import math\nfrom fractions import Fraction"),
        _code("data", "BASE = 3", locked=True),
        _code("square", SQUARE, solution=True),
        _markdown("try", "Try it."),
        _code("try-square", "square(3)"),
        _code("test_square", TEST_SQUARE, points=3, locked=True),
        _code("cube", CUBE, solution=True),
        _code("test_cube", TEST_CUBE, points=2, locked=True),
        _markdown("question", "Why is the cube of a negative number negative?", locked=True),
        _markdown("answer", "Your answer.", solution=True, points=4),
        _markdown("end", "That is all."),
    ]
    return notebook(*cells)


def notebook(*cells: Cell) -> Notebook:
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": kernel},
        "cells": list(cells),
    }


def _code(name: str, source: str, **settings: Any) -> Cell:
    extra = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**_markdown(name, source, **settings), **extra}


def _markdown(
    name: str, source: str, *, solution: bool = False, locked: bool = False, points: int = 0
) -> Cell:
    settings = {
        "schema_version": 3,
        "grade_id": name,
        "grade": points > 0,
        "solution": solution,
        "locked": locked,
        "task": False,
    }
    known = solution or locked or points > 0
    metadata = {"nbgrader": settings | ({"points": points} if points else {})} if known else {}
    return {"id": name, "cell_type": "markdown", "metadata": metadata, "source": source}


def start(folder: Path, *, plain: bool = True, more: str = "") -> Course:
    """The course, with its notebook released; `more` goes to the end of its configuration."""
    path = folder / "source" / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(source_notebook()), encoding="utf-8")
    root = str(Path(__file__).resolve().parents[2])
    (folder / "nbgrader_config.py").write_text(
        CONFIGURATION.format(root=root, plain=plain, more=more), encoding="utf-8"
    )
    course = Course(folder, folder / "home")
    said = course.run("generate_assignment", NAME)
    assert said.exit_code == 0, said.output
    return course


def released(course: Course) -> Notebook:
    return read(course.folder / "release" / NAME / f"{NAME}.ipynb")


def right(course: Course) -> Notebook:
    """The released notebook with everything written."""
    done = released(course)
    cell(done, "square")["source"] = "def square(x):\n    return x * x"
    cell(done, "cube")["source"] = "def cube(x):\n    return x * square(x)"
    cell(done, "answer")["source"] = "Three minus signs leave one."
    return copy.deepcopy(done)


def cell(submission: Notebook, name: str) -> Cell:
    """The cell that Jupyter knows by this name; nbgrader's is the same in this course."""
    return next(found for found in submission["cells"] if found["id"] == name)


def place(course: Course, student: str) -> Path:
    """Where a submission's notebook belongs; its folder is there."""
    path = course.folder / "submitted" / student / NAME / f"{NAME}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def hand_in(course: Course, student: str, submission: Notebook) -> Path:
    path = place(course, student)
    path.write_text(json.dumps(submission), encoding="utf-8")
    return path


def autograde(course: Course, *arguments: str) -> Command:
    return run_nbgrader(course.folder, course.home, "autograde", NAME, *arguments)
