"""The warm processes of one grading run: one for student code, one for the diagnosis."""

import atexit
import logging
from collections.abc import Callable

from cellcheck.exercise import course
from cellcheck.grading.examiner.kept_back import kept_back
from cellcheck.isolation.sandbox import Nursery
from cellcheck.isolation.walls import Walls, package_folder

WARM = ("numpy", "IPython", "matplotlib_inline.backend_inline")

log = logging.getLogger(__name__)

_open: dict[object, Nursery] = {}


def for_students(graded: frozenset[str], *, isolated: bool) -> Nursery:
    """A nursery whose children lack the solutions of the exercises `graded`.

    Raises:
        IsolationError: it could not be started, with the reason.

    """

    def start() -> Nursery:
        back = kept_back(course(), sorted(graded))
        packages = (package_folder("cellcheck"), *back.packages)
        walls = Walls(masked=back.masked, packages=packages) if isolated else None
        arguments = {
            "modules": back.modules,
            "imports": sorted(folder.name for folder in back.packages),
        }
        imports = (*WARM, "cellcheck.examinee.session")
        return Nursery(walls, imports, "cellcheck.examinee.session:prepare", arguments)

    return _kept((graded, isolated), start)


def for_diagnosis(*, isolated: bool) -> Nursery:
    """A nursery whose children have the whole library, and no hidden data.

    Raises:
        IsolationError: it could not be started, with the reason.

    """

    def start() -> Nursery:
        packages = (package_folder("cellcheck"), *kept_back(course(), ()).packages)
        walls = Walls(packages=packages) if isolated else None
        imports = (*WARM, "cellcheck.examinee.second_look")
        return Nursery(walls, imports, "cellcheck.examinee.second_look:prepare")

    return _kept(("diagnosis", isolated), start)


def close_all() -> None:
    """Ends every nursery of this process."""
    while _open:
        _open.popitem()[1].close()


def _kept(key: object, start: Callable[[], Nursery]) -> Nursery:
    """The nursery made before; a new one if there is none, or if it has died."""
    if key not in _open or not _open[key].alive:
        if key in _open:
            log.warning("The warm process has died; a new one takes its place.")
            _open.pop(key).close()
        if not _open:
            atexit.register(close_all)
        _open[key] = start()
    return _open[key]
