"""A grading run that is killed at any moment, and started again, loses no grade.

A submission is entered in the journal before anything of it is in its destination, and taken out
when it is finished. What is still in the journal when a run starts was interrupted.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote, unquote

from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.coursedir import CourseDirectory

FOLDER = ".cellcheck"
"""In the root of the course: the journal, and the lock."""


class Journal:
    """The submissions that have been begun and are not finished, a file for each."""

    def __init__(self, root: Path) -> None:
        self._folder = root / FOLDER / "begun"

    def begin(self, assignment: str, student: str) -> None:
        path = self._path(assignment, student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def finish(self, assignment: str, student: str) -> None:
        self._path(assignment, student).unlink(missing_ok=True)

    def begun(self, assignment: str) -> list[str]:
        """The students whose submissions of an assignment are not finished."""
        folder = self._folder / quote(assignment, safe="")
        return sorted(unquote(path.name) for path in folder.glob("*"))

    def _path(self, assignment: str, student: str) -> Path:
        # Names of students may hold anything; "." and ".." are the only ones that quoting keeps.
        return (
            self._folder / quote(assignment, safe="") / quote(student, safe="").replace(".", "%2E")
        )


class CourseInUseError(Exception):
    """Somebody else is grading this course."""


class CourseLock:
    """Held while submissions of a course are graded: two runs would write over each other.

    The system takes the lock back when the process ends, however it ends.
    """

    def __init__(self, root: Path) -> None:
        self._path = root / FOLDER / "lock"
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Takes the lock.

        Raises:
            CourseInUseError: another run has it.

        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise CourseInUseError(
                f"Another run (process {holder}) is grading this course ({self._path} is locked)."
                " Wait until it ends, then run the command again: what it has finished is not"
                " graded a second time."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def clear_unfinished(
    course: CourseDirectory, journal: Journal, notebooks: Iterable[str]
) -> list[str]:
    """Removes destinations that an interrupted run has left, so that they are graded again.

    Those are the ones in the journal, and those that lack a notebook of the assignment or the
    time stamp of their submission.

    Returns:
        The students.

    """
    assignment = course.assignment_id
    cleared = []
    for student in _students(course, journal):
        target = Path(course.format_path(course.autograded_directory, student, assignment))
        begun = student in journal.begun(assignment)
        if target.is_dir() and (begun or not _is_whole(course, student, target, notebooks)):
            shutil.rmtree(target)
            cleared.append(student)
        if begun:
            journal.finish(assignment, student)
    return cleared


def _students(course: CourseDirectory, journal: Journal) -> list[str]:
    """Those whom this run grades and of whom there is something."""
    assignment = course.assignment_id
    step = course.format_path(course.autograded_directory, "*", assignment)
    prefix, _, suffix = step.partition("*")
    found = {
        str(path)[len(prefix) : len(str(path)) - len(suffix)]
        for path in Path(course.root).glob(os.path.relpath(step, course.root))
    }
    excluded = set(course.student_id_exclude.split(","))
    everybody = (found | set(journal.begun(assignment))) - excluded
    return sorted(student for student in everybody if fnmatchcase(student, course.student_id))


def _is_whole(
    course: CourseDirectory, student: str, target: Path, notebooks: Iterable[str]
) -> bool:
    submission = course.format_path(course.submitted_directory, student, course.assignment_id)
    if not os.path.isdir(submission):  # noqa: PTH112  a name may hold what Path would normalise
        return True  # nothing to grade it from
    if course.notebook_id == "*" and not all((target / f"{n}.ipynb").is_file() for n in notebooks):
        return False
    stamp = course.get_existing_timestamp(submission)
    return stamp is None or (target / "timestamp.txt").is_file()


def complete_rows(gradebook: Gradebook, assignment: str, student: str) -> int:
    """Adds the rows that a submission lacks in the gradebook; without them it cannot be graded.

    nbgrader makes them together with the submission, and expects them to be there ever after.

    Returns:
        How many were missing.

    """
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return 0
    new: list[Any] = []
    present = {notebook.notebook_id: notebook for notebook in submission.notebooks}
    for notebook in submission.assignment.notebooks:
        entry = present.get(notebook.id)
        graded = {grade.cell_id for grade in entry.grades} if entry else set()
        commented = {comment.cell_id for comment in entry.comments} if entry else set()
        if entry is None:
            entry = SubmittedNotebook(notebook_id=notebook.id, assignment_id=submission.id)
            gradebook.db.add(entry)
            gradebook.db.flush()  # gives it the id that the others refer to
            new.append(entry)
        tasks = list(notebook.task_cells)
        for kind, cells, known in (
            (Grade, [*notebook.grade_cells, *tasks], graded),
            (Comment, [*notebook.solution_cells, *tasks], commented),
        ):
            missing = [cell.id for cell in cells if cell.id not in known]
            new += [kind(cell_id=cell, notebook_id=entry.id) for cell in missing]
    if new:
        gradebook.db.add_all(new)
        gradebook.db.commit()
    return len(new)
