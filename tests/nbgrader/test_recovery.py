"""A grader that is killed, and started again."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cellcheck.grading.recovery import CourseLock, Journal
from nbgrader.api import Grade, Gradebook, SubmittedNotebook

from . import doomed_grader, small_course
from .course import Course
from .small_course import NAME, autograde, hand_in, released, right

STUDENTS = ("ann", "ben", "cat")
MOMENTS = 20

COUNTING = """
class Counted(PlainExecute):
    def preprocess(self, nb, resources):
        with open("executed.txt", "a") as file:
            file.write(resources["nbgrader"]["student"] + "\\n")
        return super().preprocess(nb, resources)

c.Autograde.autograde_preprocessors = [Counted, *c.Autograde.autograde_preprocessors[1:]]
"""

Rows = list[tuple[str, str, float | None, float | None, bool, str | None]]


@pytest.fixture(scope="module")
def handed_in(folder: Path) -> Course:
    """A course with three submissions that nobody has graded."""
    course = small_course.start(folder / "recovery", more=COUNTING)
    _hand_in(course)
    return course


def _hand_in(course: Course) -> None:
    hand_in(course, "ann", right(course))
    hand_in(course, "ben", released(course))
    path = hand_in(course, "cat", right(course))
    path.with_name("timestamp.txt").write_text("2030-01-02 03:04:05 UTC", encoding="utf-8")
    path.with_name("data.csv").write_text("1,2", encoding="utf-8")


@pytest.fixture(scope="module")
def undisturbed(handed_in: Course, folder: Path) -> tuple[Course, int]:
    """The same course graded in one go, and how many moments that has."""
    course = handed_in.copied_to(folder / "undisturbed")
    end = doomed_grader.autograde(course.folder)
    assert end.exit_code == 0, end.output
    assert executed(course) == list(STUDENTS)
    return course, end.moments


def executed(course: Course) -> list[str]:
    path = course.folder / "executed.txt"
    return path.read_text(encoding="utf-8").split() if path.exists() else []


def rows(course: Course) -> Rows:
    """Everything in the gradebook that grading writes."""
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        return sorted(
            (submission.student.id, grade.name, grade.auto_score, grade.manual_score,
             grade.needs_manual_grade, str(submission.timestamp))
            for submission in gradebook.assignment_submissions(NAME)
            for notebook in submission.notebooks
            for grade in notebook.grades
        )  # fmt: skip


def files(course: Course) -> dict[str, bytes]:
    folder = course.folder / "autograded"
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def finished(course: Course) -> set[str]:
    """Those whose grades an interrupted run had brought home."""
    graded = {path.parts[-2] for path in (course.folder / "autograded").glob(f"*/{NAME}")}
    return graded - set(Journal(course.folder).begun(NAME))


@pytest.mark.parametrize("seed", range(MOMENTS))
def test_killed_at_any_moment_loses_no_grade_and_grades_nobody_twice(
    handed_in: Course, undisturbed: tuple[Course, int], tmp_path: Path, seed: int
) -> None:
    whole, moments = undisturbed
    course = handed_in.copied_to(tmp_path / "course")
    done: set[str] = set()
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 1, 2])):
        kill_at = chance.randint(1, moments)
        end = doomed_grader.autograde(course.folder, kill_at=kill_at)
        if end.exit_code == 0:  # the second run had less to do
            break
        assert end.exit_code == -signal.SIGKILL, end.output
        assert done <= finished(course)
        done = finished(course)
    before = executed(course)
    end = doomed_grader.autograde(course.folder)
    assert end.exit_code == 0, end.output
    again = executed(course)[len(before) :]
    assert again == [student for student in STUDENTS if student not in done]
    assert rows(course) == rows(whole)
    assert files(course) == files(whole)
    assert Journal(course.folder).begun(NAME) == []


def test_killed_while_the_cells_really_run(tmp_path: Path) -> None:
    course = small_course.start(tmp_path / "real", plain=False)
    _hand_in(course)
    whole = course.copied_to(tmp_path / "whole")
    end = doomed_grader.autograde(whole.folder)
    assert end.exit_code == 0, end.output
    killed = doomed_grader.autograde(course.folder, kill_at=end.moments // 2)
    assert killed.exit_code == -signal.SIGKILL
    assert 0 < len(finished(course)) < len(STUDENTS)
    assert doomed_grader.autograde(course.folder).exit_code == 0
    assert rows(course) == rows(whole)
    assert sorted(files(course)) == sorted(files(whole))


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's way with its database
def test_submission_row_without_grades_is_completed(handed_in: Course, tmp_path: Path) -> None:
    course = handed_in.copied_to(tmp_path / "course")
    with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        for student in STUDENTS:
            gradebook.update_or_create_student(student)
            gradebook.add_submission(NAME, student)
        gradebook.db.query(Grade).filter(Grade.notebook.has()).delete(synchronize_session=False)
        entry = gradebook.find_submission_notebook(NAME, NAME, "ben")
        for comment in entry.comments:
            gradebook.db.delete(comment)
        gradebook.db.delete(gradebook.db.get(SubmittedNotebook, entry.id))
        gradebook.db.commit()
    said = autograde(course)
    assert said.exit_code == 0, said.output
    assert [row[0] for row in rows(course)] == sorted(3 * STUDENTS)


def test_destination_without_its_time_stamp_is_graded_again(
    undisturbed: tuple[Course, int], tmp_path: Path
) -> None:
    course = undisturbed[0].copied_to(tmp_path / "course")
    stamp = course.autograded("cat", NAME).with_name("timestamp.txt")
    stamp.unlink()
    course.autograded("ann", NAME).unlink()
    said = autograde(course)
    assert executed(course)[len(STUDENTS) :] == ["ann", "cat"]
    assert "ann: an earlier run was interrupted" in said.output
    assert files(course) == files(undisturbed[0])


def test_grading_what_is_graded_does_nothing(
    undisturbed: tuple[Course, int], tmp_path: Path
) -> None:
    course = undisturbed[0].copied_to(tmp_path / "course")
    said = autograde(course)
    assert said.exit_code == 0
    assert executed(course) == list(STUDENTS)


def test_two_graders_do_not_meet(handed_in: Course, tmp_path: Path) -> None:
    course = handed_in.copied_to(tmp_path / "course")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(course.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        said = autograde(course)
        assert said.exit_code == 1
        assert f"Another run (process {holder.pid}) is grading this course" in said.output
        assert not (course.folder / "autograded").exists()
        holder.kill()
    said = autograde(course)
    assert said.exit_code == 0, said.output
    assert len(rows(course)) == 9


HOLDER = """
import sys
from pathlib import Path
from cellcheck.grading.recovery import CourseLock

lock = CourseLock(Path(sys.argv[1]))
lock.acquire()
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("name", ["ann", "../../etc", "a/b", ".", "..", "Zoë 李", "%2E", ""])
def test_journal_keeps_any_name(tmp_path: Path, name: str) -> None:
    journal = Journal(tmp_path)
    journal.begin("week/1", name or "x")
    assert journal.begun("week/1") == [name or "x"]
    assert journal.begun("week") == []
    journal.finish("week/1", name or "x")
    assert journal.begun("week/1") == []


def test_lock_is_free_after_release(tmp_path: Path) -> None:
    first = CourseLock(tmp_path)
    first.acquire()
    first.release()
    second = CourseLock(tmp_path)
    second.acquire()
    second.release()
