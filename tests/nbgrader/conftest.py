"""The expensive steps, each run once: every nbgrader process costs seconds."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from . import small_course
from .course import ALL_ASSIGNMENTS, ASSIGNMENTS, SAMPLES, Command, Course, read
from .repairing import Grade, grader_of
from .submissions import odd_backward, odd_forward, odd_verdicts, right

Scores = dict[tuple[str, str, str], float | None]


@dataclass(frozen=True, slots=True)
class Graded:
    """A course after grading: what the commands said, and the scores."""

    course: Course
    autograde: dict[str, Command]
    feedback: dict[str, Command]
    export: Command
    scores: Scores
    """By student, assignment and cell; None where a person has to read the answer."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nbgrader")


@pytest.fixture(scope="session")
def generated(folder: Path) -> tuple[Course, dict[str, Command]]:
    """A course whose release has been generated, and what that said."""
    course = Course.started_in(folder / "generated")
    said = {name: course.run("generate_assignment", name) for name in ALL_ASSIGNMENTS}
    return course, said


@pytest.fixture(scope="session")
def graded(generated: tuple[Course, dict[str, Command]], folder: Path) -> Graded:
    """All samples and all odd submissions, graded in one call per assignment."""
    course = generated[0].copied_to(folder / "graded")
    shutil.copytree(SAMPLES, course.folder / "submitted")
    for assignment, odd in zip(ASSIGNMENTS, (odd_forward, odd_backward), strict=True):
        place = Path(assignment) / f"{assignment}.ipynb"
        released = read(course.folder / "release" / place)
        submissions = odd(right(released, read(course.folder / "source" / place)))
        for student, notebook in submissions.items():
            course.submit(student, assignment, notebook)
    autograde = {name: course.run("autograde", name) for name in ASSIGNMENTS}
    feedback = {name: course.run("generate_feedback", name) for name in ASSIGNMENTS}
    export = course.run("export", "--to=grades.csv")
    return Graded(course, autograde, feedback, export, scores_in(course))


@pytest.fixture(scope="session")
def lab(generated: tuple[Course, dict[str, Command]], folder: Path) -> Course:
    """`gradient-lab`, where some tests call student code by themselves: graded, with its pages."""
    course = generated[0].copied_to(folder / "lab")
    place = Path("gradient-lab") / "gradient-lab.ipynb"
    released = read(course.folder / "release" / place)
    right_notebook = right(released, read(course.folder / "source" / place))
    for student, notebook in odd_verdicts(released, right_notebook).items():
        course.submit(student, "gradient-lab", notebook)
    for command in ("autograde", "generate_feedback"):
        said = course.run(command, "gradient-lab")
        assert said.exit_code == 0, said.output
    return course


@pytest.fixture(scope="session")
def small(folder: Path) -> Course:
    """The small course, with nothing handed in."""
    return small_course.start(folder / "small")


@pytest.fixture
def grade(small: Course, monkeypatch: pytest.MonkeyPatch) -> Grade:
    # Its source is looked for in the folder in which nbgrader runs.
    monkeypatch.chdir(small.folder)
    return grader_of(small)


def scores_in(course: Course) -> Scores:
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, assignment, grade.name): _score(grade)
            for assignment in ASSIGNMENTS
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def _score(grade: Any) -> float | None:
    return None if grade.needs_manual_grade else float(grade.score)
