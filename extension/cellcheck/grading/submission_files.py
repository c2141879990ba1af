"""The files of a submission: which may be copied, and which notebook is which.

nbgrader copies whatever lies beside a notebook into the autograded folder, and follows links: one
to the gradebook or to the source of the assignment would come back as feedback.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cellcheck.grading.reading import stays_inside

MOST_FILES = 1000
"""Of a submission with more, none but the notebooks is copied: nbgrader's copying is quadratic."""
LONGEST_STAMP = 200
"""Characters of a time stamp."""
SEARCHED = 10_000_000
"""Bytes of a notebook that are searched for names of cells."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not copied, and why; the path is the one that nbgrader will meet."""

    path: str
    reason: str


def left_out(folder: str, source: Sequence[str], largest: int) -> list[LeftOut]:
    """The files of a submission that must not be copied.

    Args:
        folder: the submission, written as nbgrader writes it.
        source: paths of the files of the assignment, relative to it; they replace the student's.
        largest: bytes of a file above which it is left out.

    Returns:
        The files; the folder itself if nothing in it may be copied.

    """
    parents = {parent.as_posix() for path in source for parent in Path(path).parents} - {"."}
    found: list[LeftOut] = []
    count = 0
    for directory, _, names in os.walk(folder):
        for name in names:
            count += 1
            if count > MOST_FILES:
                return [LeftOut(folder, f"the submission has more than {MOST_FILES:,} files")]
            path = os.path.join(directory, name)  # noqa: PTH118  as nbgrader writes it
            relative = Path(path).relative_to(folder)
            reason = _reason(Path(path), Path(folder), largest)
            above = {parent.as_posix() for parent in relative.parents} & set(source)
            if not reason and (relative.as_posix() in parents or above):
                reason = "a file or folder of the assignment has this name"
            if reason:
                found.append(LeftOut(path, reason))
    return found


def _reason(path: Path, folder: Path, largest: int) -> str:
    if path.is_symlink() and not stays_inside(path, folder):
        return "it is a link to a place outside the submission"
    try:
        status = path.stat()
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    if not stat.S_ISREG(status.st_mode):
        return "it is no regular file"
    if not os.access(path, os.R_OK):
        return "it cannot be read"
    if status.st_size > largest:
        return f"it has more than {largest / 1e6:g} MB"
    return ""


def is_stamp(path: Path) -> bool:
    """Whether nbgrader can read a time stamp here without waiting or failing."""
    if not stays_inside(path, path.parent) or not path.is_file():
        return False
    try:
        return len(path.read_text(encoding="utf-8")) <= LONGEST_STAMP
    except (OSError, ValueError):
        return False


def notebook_for(expected: Path, others: Iterable[str], cells: Iterable[str]) -> Path | None:
    """The file that was meant to be a notebook of the assignment that is missing.

    A single notebook of another name, or the only one in a folder further down, or the only one
    of several that has cells of the assignment.

    Args:
        expected: where it should be.
        others: names, without suffix, of the other notebooks of the assignment.
        cells: the names of its cells in the gradebook.

    """
    folder = expected.parent
    taken = set(others)
    candidates = [path for path in _notebooks(folder) if path.stem not in taken]
    if len(candidates) > 1:
        candidates = [path for path in candidates if _names_one(path, cells)]
    return candidates[0] if len(candidates) == 1 else None


def strangers(folder: Path, expected: Iterable[str]) -> list[str]:
    """Names of the notebooks that are none of the assignment's."""
    known = set(expected)
    return sorted(path.name for path in _notebooks(folder) if path.stem not in known)


def _notebooks(folder: Path) -> Iterator[Path]:
    count = 0
    for directory, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            count += 1
            if count > MOST_FILES:
                return
            if name.lower().endswith(".ipynb") and not name.startswith("."):
                yield Path(directory, name)


def _names_one(path: Path, cells: Iterable[str]) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            content = file.read(SEARCHED)
    except OSError:
        return False
    return any(f'"{name}"'.encode() in content for name in cells)
