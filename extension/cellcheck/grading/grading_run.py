"""One run of `nbgrader autograde`, from the first submission to the last.

nbgrader has a hook before and one after each submission, and none around them all. The exporter
is made just before the first: it sets this up for the converter that it belongs to.
"""

import glob
import os
from collections.abc import Callable
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import find_all_files

from cellcheck.grading.one_engine import one_engine
from cellcheck.grading.recovery import (
    CourseInUseError,
    CourseLock,
    Journal,
    clear_unfinished,
    complete_rows,
)
from cellcheck.grading.submission_files import is_stamp, left_out, notebook_for, strangers

if TYPE_CHECKING:
    from cellcheck.grading.well_formed import Remark

Hook = Callable[..., None]


class GradingRun:
    """What a run knows beyond nbgrader: a lock, a journal, and what is odd about submissions."""

    def __init__(self, converter: Autograde) -> None:
        self._converter = converter
        self._course = converter.coursedir
        self._log = converter.log
        self._journal = Journal(Path(self._course.root))
        self._cells: dict[str, list[str]] = {}
        """The cells of each notebook of the assignment."""
        self.files: dict[str, Path] = {}
        """Where a notebook is that is not where it should be."""
        self.remarks: list[Remark] = []
        """About the submission at hand."""
        self.begun: str | None = None
        """The submission at hand; nothing else is read."""
        self.is_link = False
        """Whether the submission at hand is a link; then nothing of it is read."""
        self.unreadable: list[str] = []
        """Submissions of which there was nothing to grade."""
        self._graded = 0

    def wrap(self) -> None:
        """Puts this around the converter's loop over the submissions."""
        loop = self._converter.convert_notebooks
        self._converter.convert_notebooks = lambda: self._around(loop)

    def is_submission(self, path: Path) -> bool:
        """Whether a notebook is still as it was handed in; later it is read once more."""
        return path.parent != Path(self._converter.writer.build_directory)

    def _around(self, loop: Callable[[], None]) -> None:
        lock = CourseLock(Path(self._course.root))
        try:
            lock.acquire()
        except CourseInUseError as error:
            self._log.error("%s", error)
            raise NbGraderException(str(error)) from None
        converter, course = self._converter, self._course
        ignored, read_stamp = course.ignore, course.get_existing_timestamp
        before, after = converter.pre_convert_hook, converter.post_convert_hook
        try:
            course.get_existing_timestamp = lambda path: self._stamp(path, read_stamp)
            converter.pre_convert_hook = lambda **names: self._begin(ignored, before, names)
            converter.post_convert_hook = lambda **names: self._finish(after, names)
            with one_engine():
                self._prepare()
                loop()
        finally:
            course.ignore = ignored
            course.get_existing_timestamp = read_stamp
            # nbgrader refuses None, its own default.
            converter.pre_convert_hook = before or _nothing
            converter.post_convert_hook = after or _nothing
            del converter.convert_notebooks
            lock.release()
            self._sum_up()

    def _prepare(self) -> None:
        """Clears what was interrupted, and has nbgrader meet the notebooks that should be there."""
        with Gradebook(self._course.db_url, self._course.course_id) as gradebook:
            try:
                assignment = gradebook.find_assignment(self._course.assignment_id)
            except MissingEntry:
                return  # nbgrader says so
            self._cells = {
                notebook.name: [cell.name for cell in notebook.source_cells]
                for notebook in assignment.notebooks
            }
        for student in clear_unfinished(self._course, self._journal, self._cells):
            self._log.warning("%s: an earlier run was interrupted; graded again", student)
        chosen = [n for n in self._cells if fnmatchcase(n, self._course.notebook_id)]
        if not chosen:
            return
        pattern = self._path(self._course.submitted_directory, self._course.student_id)
        for folder in glob.glob(pattern):  # noqa: PTH207  paths as nbgrader writes them
            self._converter.assignments[folder] = [
                os.path.join(folder, f"{name}.ipynb")  # noqa: PTH118
                for name in chosen
            ]

    def _path(self, step: str, student: str) -> str:
        return str(self._course.format_path(step, student, self._course.assignment_id))

    def _begin(self, ignored: list[str], hook: Hook | None, names: dict[str, Any]) -> None:
        """Before anything is copied; nbgrader goes on where this raises, so nothing may follow."""
        self.begun, self.is_link, self.remarks, self.files = None, False, [], {}
        self._course.ignore = ["*"]
        folder = os.path.dirname(self._converter.notebooks[0])  # noqa: PTH120
        student = self._student(folder)
        self._journal.begin(self._course.assignment_id, student)
        with Gradebook(self._course.db_url, self._course.course_id) as gradebook:
            complete_rows(gradebook, self._course.assignment_id, student)
        self._course.ignore = [*ignored, *self._not_copied(folder, ignored)]
        self._find_notebooks(Path(folder))
        self.begun = folder
        if hook is not None:
            hook(**names)

    def _student(self, folder: str) -> str:
        before, _, after = self._path(self._course.submitted_directory, "*").partition("*")
        return folder[len(before) : len(folder) - len(after)]

    def _not_copied(self, folder: str, ignored: list[str]) -> list[str]:
        """Patterns for what must stay behind."""
        submitted = self._path(self._course.submitted_directory, "*").partition("*")[0]
        if Path(folder).resolve() != Path(submitted).resolve() / Path(folder).relative_to(
            submitted
        ):
            self.is_link = True
            return [glob.escape(folder)]
        source = self._path(self._course.source_directory, ".")
        files = [
            Path(path).relative_to(source).as_posix()
            for path in find_all_files(source, [*ignored, "*.ipynb"])
        ]
        found = left_out(folder, files, 1000 * self._course.max_file_size)
        for file in found[:20]:
            name = os.path.relpath(file.path, folder)
            if not name.endswith(".ipynb"):  # never copied; what is in it is read by other means
                self.remarks.append(("refused", f"`{name}` was left out: {file.reason}."))
        if len(found) > 20:
            self.remarks.append(("refused", f"{len(found) - 20} further files were left out."))
        return [glob.escape(file.path) for file in found]

    def _find_notebooks(self, folder: Path) -> None:
        for path in map(Path, self._converter.notebooks):
            if os.path.lexists(path):
                continue
            found = notebook_for(path, set(self._cells) - {path.stem}, self._cells[path.stem])
            if found is not None:
                self.files[path.stem] = found
                name = found.relative_to(folder)
                self.remarks.append(
                    ("repaired", f"The notebook was handed in as `{name}`; it is `{path.name}`.")
                )
        used = {path.name for path in self.files.values()}
        others = [name for name in strangers(folder, self._cells) if name not in used]
        if others:
            shown = ", ".join(f"`{name}`" for name in others[:5])
            more = f" and {len(others) - 5} more" if len(others) > 5 else ""
            text = f"Not graded, as the assignment has no notebook of this name: {shown}{more}."
            self.remarks.append(("repaired", text))

    def _finish(self, hook: Hook | None, names: dict[str, Any]) -> None:
        if hook is not None:
            hook(**names)
        if self.begun is not None:
            self._journal.finish(self._course.assignment_id, self._student(self.begun))
            self._graded += 1
        self.begun = None

    def _stamp(self, folder: str, read: Callable[[str], datetime | None]) -> datetime | None:
        """The time stamp of a submission; none if it is damaged, which is no reason to stop."""
        path = Path(folder, "timestamp.txt")
        if not os.path.lexists(path):
            return None
        if is_stamp(path):
            try:
                return read(folder)
            except Exception:  # noqa: BLE001  whatever a text can do to the parser of dates
                self._log.debug("No date in %s", path, exc_info=True)
        self._log.warning("%s is no time stamp; the submission counts as in time", path)
        return None

    def _sum_up(self) -> None:
        self._log.info("%s submissions graded", f"{self._graded:,}")
        if self.unreadable:
            names = ", ".join(self.unreadable)
            self._log.warning("Nothing to grade in %s of them: %s", len(self.unreadable), names)


def _nothing(**_: Any) -> None:
    """A hook that does nothing."""
