"""The way of an assignment to a student and back, through nbgrader's exchange."""

import getpass
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import scores_in
from .course import ROOT, SAMPLES, Command, Course, run_nbgrader

ASSIGNMENT = "lstm-forward"
SUBMITTED = SAMPLES / "view-mistake" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
ROUTE = (
    # who, what
    ("instructor", "release_assignment"),
    ("student", "list"),
    ("student", "fetch_assignment"),
    ("student", "submit"),
    ("instructor", "collect"),
    ("instructor", "autograde"),
    ("instructor", "generate_feedback"),
    ("instructor", "release_feedback"),
    ("student", "fetch_feedback"),
)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What the commands said, and the places of both sides."""

    said: dict[str, Command]
    instructor: Course
    student: Path
    fetched: dict[str, bytes]


@pytest.fixture(scope="module")
def exchanged(generated: tuple[Course, dict[str, Command]], folder: Path) -> Exchanged:
    exchange = folder / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)
    instructor = generated[0].copied_to(folder / "instructor")
    student = folder / "student"
    student.mkdir()
    settings = f"\nc = get_config()\nc.Exchange.root = {str(exchange)!r}\n"
    with (instructor.folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(settings)
    (student / "nbgrader_config.py").write_text(
        f"{settings}c.CourseDirectory.course_id = 'cellcheck'\n", encoding="utf-8"
    )

    said: dict[str, Command] = {}
    fetched: dict[str, bytes] = {}
    for who, command in ROUTE:
        arguments = () if command == "list" else (ASSIGNMENT,)
        if who == "instructor":
            said[command] = instructor.run(command, *arguments)
        else:
            said[command] = run_nbgrader(student, folder / "student-home", command, *arguments)
        assert said[command].exit_code == 0, said[command].output
        if command == "fetch_assignment":
            fetched = {
                path.relative_to(student).as_posix(): path.read_bytes()
                for path in (student / ASSIGNMENT).rglob("*")
                if path.is_file()
            }
            shutil.copyfile(SUBMITTED, student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    return Exchanged(said, instructor, student, fetched)


def test_no_step_complains(exchanged: Exchanged) -> None:
    complaints = [
        line
        for command in exchanged.said.values()
        for line in command.complaints
        if "Attribute 'checksum' for cell" not in line
    ]
    assert complaints == []


def test_released_assignment_is_listed(exchanged: Exchanged) -> None:
    assert f"cellcheck {ASSIGNMENT}" in exchanged.said["list"].output


def test_student_fetches_what_is_committed(exchanged: Exchanged) -> None:
    release = ROOT / "release"
    assert exchanged.fetched == {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in (release / ASSIGNMENT).rglob("*")
        if path.is_file()
    }


def test_instructor_collects_what_was_submitted(exchanged: Exchanged) -> None:
    folder = exchanged.instructor.folder / "submitted" / getpass.getuser() / ASSIGNMENT
    assert (folder / f"{ASSIGNMENT}.ipynb").read_bytes() == SUBMITTED.read_bytes()


def test_collected_submission_is_graded(exchanged: Exchanged) -> None:
    student = getpass.getuser()
    assert scores_in(exchanged.instructor) == {
        (student, ASSIGNMENT, "test_lstm_cell_forward"): 10,
        (student, ASSIGNMENT, "test_lstm_forward"): 9.29,
    }


def test_feedback_page_is_back_at_the_student(exchanged: Exchanged) -> None:
    pages = list((exchanged.student / ASSIGNMENT / "feedback").rglob("*.html"))
    assert len(pages) == 1
    page = pages[0].read_text(encoding="utf-8")
    assert "9.29 of 10 points" in page
    assert "data:image/svg+xml;base64," in page
    assert [path.name for path in pages[0].parent.iterdir()] == [f"{ASSIGNMENT}.html"]
