"""What an isolated process can see: the command line of bubblewrap that builds its world.

The world has the interpreter, its packages and this project's own, read-only, and nothing else of
the machine: no home, no course, no gradebook, no network.
"""

import importlib.util
import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cellcheck.isolation.warden import SCRATCH

SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin")
SETTINGS = ("/etc/ld.so.cache", "/etc/fonts", "/etc/localtime", "/etc/alternatives")

NOBODY = 65534
FIRST_USER = 2_000_000
USERS = 50_000
"""Whom student code becomes when the grader runs as root: a user for each submission, whose
processes the kernel counts apart; `nobody` where there are no such numbers."""

ENVIRONMENT = {
    "HOME": SCRATCH,
    "TMPDIR": SCRATCH,
    "IPYTHONDIR": f"{SCRATCH}/.ipython",
    "MPLCONFIGDIR": f"{SCRATCH}/.matplotlib",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "NBGRADER_EXECUTION": "autograde",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONNOUSERSITE": "1",
    "PYTHONHASHSEED": "0",
    "LANG": "C.UTF-8",
    "PATH": "/usr/bin:/bin",
    # One thread: more of them make small products slower, and a grader runs several at a time.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


class IsolationError(RuntimeError):
    """Isolated processes cannot be had here."""


@dataclass(frozen=True, slots=True)
class Walls:
    """What stands between student code and the machine.

    Args:
        masked: files whose content is taken out of the world, and folders that are emptied.
        packages: folders of packages that are visible beside the interpreter's own.

    """

    masked: tuple[Path, ...] = ()
    packages: tuple[Path, ...] = ()

    def command(self) -> list[str]:
        """The command that runs the interpreter inside the walls, without its arguments.

        Raises:
            IsolationError: bubblewrap is not installed, or this is not Linux.

        """
        bubblewrap = shutil.which("bwrap")
        if sys.platform != "linux" or bubblewrap is None:
            raise IsolationError(
                "isolation needs Linux and bubblewrap"
                + (" (Debian: sudo apt-get install bubblewrap)" if sys.platform == "linux" else "")
            )
        return [bubblewrap, *self._options(), "--", sys.executable]

    def _options(self) -> Iterator[str]:
        yield from ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts")
        yield from ("--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv")
        # Without it bubblewrap itself is process 1, and can be looked into.
        yield "--as-pid-1"
        if os.geteuid() != 0:
            yield "--unshare-user"
        yield from ("--cap-add", "ALL", "--hostname", "examinee")
        for name, value in ENVIRONMENT.items():
            yield from ("--setenv", name, value)
        visible = _outermost(self._visible())
        links = [
            link
            for link in _links_to_interpreter()
            if not any(link.is_relative_to(path) for path in visible)
        ]
        # Folders on the way would be closed to all but their owner.
        for parent in sorted({up for path in (*visible, *links) for up in path.parents[:-1]}):
            yield from ("--perms", "0755", "--dir", str(parent))
        for path in visible:
            yield from ("--ro-bind", str(path), str(path))
        for link in links:
            yield from ("--symlink", str(link.readlink()), str(link))
        for folder in SYSTEM:
            link = Path(folder)
            if link.is_symlink():
                yield from ("--symlink", str(link.readlink()), folder)
        for path in self.masked:
            yield from ("--tmpfs" if path.is_dir() else "--ro-bind", *_mask(path))
        yield from ("--proc", "/proc", "--dev", "/dev")
        yield from ("--tmpfs", SCRATCH, "--chdir", SCRATCH)
        yield from ("--remount-ro", "/dev", "--remount-ro", "/")

    def _visible(self) -> Iterator[Path]:
        for name in (*SYSTEM, *SETTINGS):
            path = Path(name)
            if path.exists() and not path.is_symlink():
                yield path
        yield from interpreter_folders()
        yield from self.packages


def user_for(number: int) -> int:
    """The user id for a submission, by its number."""
    try:
        ranges = Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines()
    except OSError:
        return NOBODY
    user = FIRST_USER + number % USERS
    for line in ranges:
        first, _outside, count = map(int, line.split())
        if first <= user < first + count:
            return user
    return NOBODY


def interpreter_folders() -> Iterator[Path]:
    """Where the interpreter, its standard library and its installed packages lie."""
    for prefix in dict.fromkeys((sys.base_prefix, sys.prefix)):
        yield Path(prefix)
    for name in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield Path(sysconfig.get_path(name))


def _links_to_interpreter() -> Iterator[Path]:
    """The links from a virtual environment's interpreter to the one that runs."""
    path = Path(sys.executable)
    while path.is_symlink():
        yield path
        path = path.parent / path.readlink()


def package_folder(name: str) -> Path:
    """Where an installed package lies, an editable one included."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise IsolationError(f"the package {name} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Each folder once, without those inside another one."""
    kept: list[Path] = []
    for path in sorted({path.resolve() for path in paths} | {Path(p) for p in paths}):
        if path.exists() and not any(path.is_relative_to(outer) for outer in kept):
            kept.append(path)
    return kept


def _mask(path: Path) -> tuple[str, ...]:
    return (str(path),) if path.is_dir() else (os.devnull, str(path))
