"""The real command, a course with secrets, and a class in which somebody attacks."""

import json
import sqlite3
from dataclasses import dataclass

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.nbgrader.course import Command, Course, read

from .attack import KNOWS_HIDDEN, RIGHT, SEND, WRONG
from .conftest import CANARY
from .grading import left_over, processes
from .notebooks import FORWARD, ROOT, source, submission

STEALS = f"""
import glob, os, sqlite3
{WRONG}
seen = []
for path in ("../../../gradebook.db", "../../../source/{FORWARD}/{FORWARD}.ipynb",
             {str(ROOT / "source" / FORWARD / FORWARD)!r} + ".ipynb", "../../b-right/{FORWARD}/own.txt",
             os.path.expanduser("~/secret.txt"), "/proc/1/environ"):
    try:
        seen.append(open(path, "rb").read())
    except OSError:
        pass
print("stolen", len(seen), seen)
for path in glob.glob("/**/gradebook.db", recursive=True) + ["../../../gradebook.db"]:
    sqlite3.connect(path).execute("update grade set auto_score = 10")
"""  # noqa: S608  what a student writes

FORGES = f"""
import os, time
{SEND}
import numpy.testing, cellcheck
cellcheck.grade = lambda *_, **__: 10.0
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
open("numpy.py", "w").write("raise SystemExit")
{WRONG}
"""

SMUGGLES = f"""
{RIGHT}
{KNOWS_HIDDEN}
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    if is_hidden(xt, a_prev):
        raise type("SMUG" + "GLED" + xt.tobytes()[:8].hex(), (Exception,), {{}})(str(xt))
    return right_cell(xt, a_prev, c_prev, parameters)
"""

HANGS = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
SURROGATE = "print('\\ud800', chr(0), '\\x1b[2J')"

EARNED = {
    "a-steals": (0.0, 10.0),
    "b-right": (10.0, 10.0),
    "c-forges": (0.0, 10.0),
    "d-smuggles": (0.0, 10.0),
    "e-hangs": (10.0, 10.0),
    "f-metadata": (0.0, 10.0),
    "g-surrogate": (10.0, 10.0),
    "h-dies": (0.0, 10.0),
    "z-right": (10.0, 10.0),
}


def submissions() -> dict[str, nbformat.NotebookNode]:
    """By student; the right ones come between and after the others."""
    cell = "lstm-cell-forward"
    quiet = {"cell-try-values": ""}
    own = {
        **quiet,
        "memory-length-experiment": "",
    }  # data of a third kind: neither hidden nor known
    return {
        "a-steals": submission(FORWARD, {**quiet, cell: STEALS}),
        "b-right": submission(FORWARD),
        "c-forges": submission(FORWARD, {**quiet, cell: FORGES}),
        "d-smuggles": submission(FORWARD, {**own, cell: SMUGGLES}),
        "e-hangs": submission(FORWARD, before=(HANGS,)),
        "f-metadata": _with_tricks(submission(FORWARD, {**quiet, cell: WRONG})),
        "g-surrogate": submission(FORWARD, before=(SURROGATE,)),
        "h-dies": submission(
            FORWARD,
            {**quiet, cell: "import os\ndef lstm_cell_forward(*a): os.kill(os.getppid(), 9)"},
        ),
        "z-right": submission(FORWARD),
    }


def _with_tricks(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Metadata that want to be more than a student's: own tests, more points, hidden cells."""
    tests = [cell for cell in notebook.cells if cell.id.startswith("test-")]
    for test in tests:
        test.source = "10.0"
        test.metadata.nbgrader.points = 1000
        test.metadata.nbgrader.solution = True
    own = nbformat.v4.new_code_cell("100.0; 9**9**9")  # type: ignore[no-untyped-call]
    own.metadata["nbgrader"] = {
        **tests[0].metadata.nbgrader,
        "grade_id": "test_of_my_own",
        "solution": False,
        "locked": True,
        "grade": True,
        "points": 100,
    }
    notebook.cells.append(own)
    notebook.metadata["kernelspec"] = {"name": "../../evil", "display_name": "x", "language": "sh"}
    notebook.metadata["cellcheck"] = {"notes": [{"kind": "flagged", "text": "full marks"}]}
    return notebook


@dataclass(frozen=True)
class Class:
    """The course after one run of the command."""

    course: Course
    said: Command
    left: set[int]
    scores: dict[str, tuple[float, ...]]

    def pages(self) -> dict[str, str]:
        return {name: self.course.page(name, FORWARD) for name in EARNED}

    def written(self) -> dict[str, str]:
        return {name: self.course.autograded(name, FORWARD).read_text() for name in EARNED}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Class:
    course = Course.started_in(tmp_path_factory.mktemp("course"))
    with (course.folder / "nbgrader_config.py").open("a") as file:
        file.write("\nc.SplitExecute.timeout = 2\n")
    assert course.run("generate_assignment", FORWARD).exit_code == 0
    for student, notebook in submissions().items():
        course.submit(student, FORWARD, json.loads(nbformat.writes(notebook)))  # type: ignore[no-untyped-call]
        (course.folder / "submitted" / student / FORWARD / "own.txt").write_text(
            CANARY if student == "b-right" else "own"
        )
    (course.home / "secret.txt").write_text(CANARY)
    running = processes()
    said = course.run("autograde", FORWARD)
    left = left_over(running)
    course.run("generate_feedback", FORWARD)
    return Class(course, said, left, _scores(course))


def _scores(course: Course) -> dict[str, tuple[float, ...]]:
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        return {
            found.student.id: tuple(
                grade.score for notebook in found.notebooks for grade in notebook.grades
            )
            for found in gradebook.assignment_submissions(FORWARD)
        }


def test_command_ends_well(graded: Class) -> None:
    assert graded.said.exit_code == 0, graded.said.output


@pytest.mark.parametrize("student", EARNED)
def test_everybody_gets_what_the_code_deserves(student: str, graded: Class) -> None:
    assert graded.scores[student] == EARNED[student]


def test_two_right_ones_are_graded_alike(graded: Class) -> None:
    first, last = graded.written()["b-right"], graded.written()["z-right"]
    assert first == last


def test_no_secret_is_written_anywhere(graded: Class) -> None:
    for text in (*graded.pages().values(), *graded.written().values(), graded.said.output):
        assert CANARY not in text
        assert "SMUGGLED" not in text
        assert "Begin hidden" not in text


def test_hidden_tests_are_not_on_the_pages(graded: Class) -> None:
    seeds = [word for cell in source(FORWARD).cells for word in _seeds(cell.source)]
    assert seeds
    assert not [seed for seed in seeds for page in graded.pages().values() if seed in page]


def _seeds(text: str) -> list[str]:
    return [word.rstrip(")") for word in text.replace("seed=", "\0").split("\0")[1:]]


def test_thief_saw_nothing(graded: Class) -> None:
    written = read(graded.course.autograded("a-steals", FORWARD))
    assert "stolen 0 []" in json.dumps(written)


def test_nothing_is_left_running(graded: Class) -> None:
    assert graded.left == set()


def test_nothing_is_written_beside_the_grades(graded: Class) -> None:
    names = {path.name for path in graded.course.folder.rglob("*")}
    assert not names & {"numpy.py", "left-behind", "question"}
    assert {"gradebook.db", "autograded", "feedback"} <= names


def test_gradebook_has_the_tests_of_the_instructor_alone(graded: Class) -> None:
    with sqlite3.connect(graded.course.folder / "gradebook.db") as database:
        names = {name for (name,) in database.execute("select name from base_cell")}
    assert "test_of_my_own" not in names


def test_instructors_terminal_gets_no_control_characters(graded: Class) -> None:
    assert not [word for word in graded.said.output if ord(word) < 32 and word not in "\n\t"]


def test_submissions_are_as_they_were(graded: Class) -> None:
    for student in EARNED:
        folder = graded.course.folder / "submitted" / student / FORWARD
        assert sorted(path.name for path in folder.iterdir()) == [f"{FORWARD}.ipynb", "own.txt"]
