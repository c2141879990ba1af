"""A course with something to steal, and what is proven after every single attack."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cellcheck.grading.examiner import graded as graded_calls
from cellcheck.grading.examiner import nurseries, process
from cellcheck.trial import prepared
from nbformat.notebooknode import NotebookNode

from .attack import Attack
from .grading import Graded, grade, left_over, open_files, processes
from .notebooks import BACKWARD, FORWARD, seeds, submission

CANARY = "canary-7f3a91"
"""Written wherever no student may read."""


@dataclass(frozen=True, slots=True)
class Course:
    """The folder of a course, in which one submission is being graded."""

    root: Path

    @property
    def submission(self) -> Path:
        return self.root / "autograded" / "someone" / FORWARD

    def content(self) -> dict[str, bytes]:
        """Every file of the course."""
        return {
            os.fspath(path.relative_to(self.root)): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("course")
    course = Course(root)
    places = (
        f"source/{FORWARD}/{FORWARD}.ipynb",
        "gradebook.db",
        f"submitted/another/{FORWARD}/{FORWARD}.ipynb",
        f"autograded/another/{FORWARD}/{FORWARD}.ipynb",
        "home/.ssh/id_ed25519",
    )
    for place in places:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(f"{CANARY} in {place}")
    course.submission.mkdir(parents=True)
    (course.submission / "names.txt").write_text("Dinos\n")
    return course


@pytest.fixture(scope="session", autouse=True)
def environment(course: Course) -> Iterator[None]:
    """The examiner has secrets in its environment, before anything is started."""
    patch = pytest.MonkeyPatch()
    patch.setenv("CANARY", CANARY)
    patch.setenv("HOME", str(course.root / "home"))
    nurseries.close_all()
    yield
    nurseries.close_all()
    patch.undo()


@pytest.fixture(autouse=True)
def short_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What hangs is ended soon: right code needs milliseconds."""
    monkeypatch.setattr(graded_calls, "CALL_SECONDS", 1.0)
    monkeypatch.setattr(graded_calls, "ALL_CALLS_SECONDS", 6.0)
    monkeypatch.setattr(graded_calls, "LATE_SECONDS", 0.3)
    monkeypatch.setattr(process, "GRACE_SECONDS", 0.3)


@pytest.fixture(scope="module")
def right(course: Course, environment: None) -> dict[str, Graded]:  # noqa: ARG001  it comes first
    """Right submissions, graded before a group of attacks; by then everything is warm.

    Once per module: tests from elsewhere may have run in between, and ended what was warm.
    """
    wrong = submission(
        FORWARD, {"lstm-forward": "def lstm_forward(x, a0, parameters):\n    return x"}
    )
    grade(wrong, course.submission, diagnose=True)
    return {name: grade(submission(name), course.submission) for name in (FORWARD, BACKWARD)}


@pytest.fixture(scope="module", autouse=True)
def next_submission_is_unharmed(course: Course, right: dict[str, Graded]) -> Iterator[None]:
    """After each group of attacks, a right submission is graded to the same letter."""
    yield
    for name, before in right.items():
        assert grade(submission(name), course.submission).text == before.text


Grading = Callable[..., Graded]


@pytest.fixture
def graded(course: Course, right: dict[str, Graded]) -> Grading:  # noqa: ARG001  it warms up
    """Grades a notebook, and proves that nothing was read, written, left open or left running."""

    def grade_it(notebook: NotebookNode, **settings: Any) -> Graded:
        running, files, content = processes(), open_files(), course.content()
        found = grade(notebook, course.submission, **settings)
        text = found.text
        assert CANARY not in text
        assert not [number for number in hidden_numbers() if number in text]
        assert not left_over(running)
        assert open_files() <= files
        assert course.content() == content
        return found

    return grade_it


@pytest.fixture
def attacked(graded: Grading) -> Callable[[Attack], Graded]:
    """Grades an attack; it earns what its code deserves, and the other function what it does."""

    def attack_it(attack: Attack) -> Graded:
        found = graded(attack.notebook(), **attack.settings)
        assert found.marks == attack.marks, (attack.wants, found.notes)
        return found

    return attack_it


def hidden_numbers() -> tuple[str, ...]:
    """Inputs and expected values of the hidden data, as they would be printed in part or in hex."""
    if not _NUMBERS:
        for name, seed in (seeds(FORWARD) | seeds(BACKWARD)).items():
            for case in prepared(name, seed):
                if not case.data.public:
                    arrays = [leaf.array for leaf in case.expected.values()][:2]
                    for array in (*case.arguments[:2], *arrays):
                        if hasattr(array, "tobytes"):
                            first = array.ravel()[:4]
                            _NUMBERS.extend(repr(abs(float(each)))[:9] for each in first)
                            _NUMBERS.append(first.tobytes()[:8].hex())
    return tuple(_NUMBERS)


_NUMBERS: list[str] = []
