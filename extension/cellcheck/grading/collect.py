"""`nbgrader collect` without what is no file: it runs as the instructor, and follows links."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect


class CollectFiles(ExchangeCollect):
    """Collects the regular files of a submission.

    A link to the gradebook would be collected as a copy of it, which the student's own code can
    read when it is graded. A pipe stops stock nbgrader, and with it the collecting of all others.
    """

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        if Path(src).is_symlink():
            self.log.warning("%s is a link; an empty submission is collected", src)
            Path(dest).mkdir(parents=True)
            return
        names = sorted(set(_no_files(src)))
        for name in names:
            self.log.warning("%s: `%s` is a link or no file, and is not collected", src, name)
        ignored = self.coursedir.ignore
        try:
            self.coursedir.ignore = [*ignored, *map(_pattern, names)]
            super().do_copy(src, dest, log)
        finally:
            self.coursedir.ignore = ignored


def _no_files(folder: str) -> Iterator[str]:
    """The names of all that is neither a folder nor a regular file."""
    for directory, folders, files in os.walk(folder):
        for name in (*folders, *files):
            mode = Path(directory, name).lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                yield name


def _pattern(name: str) -> str:
    """A pattern of `fnmatch` that matches the name alone."""
    return re.sub(r"([*?[])", r"[\1]", name)
