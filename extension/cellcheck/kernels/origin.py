"""Which warm parent a kernel can come from: by interpreter, imports and start-up variables."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROVISIONER = "cellcheck-warm"
"""The provisioner's name in kernelspecs and among the entry points."""

LAUNCHERS = ("ipykernel_launcher", "ipykernel")
"""The modules that a kernel's command may run; both do the same."""

READ_AT_START = (
    *("PYTHON", "PYDEVD", "LD_", "GLIBC_", "MALLOC_", "LANG", "LC_", "HOME", "XDG_", "TMPDIR"),
    *(
        "OMP_",
        "KMP_",
        "GOMP_",
        "OPENBLAS_",
        "GOTO_",
        "MKL_",
        "BLIS_",
        "VECLIB_",
        "NUMEXPR_",
        "NPY_",
    ),
    *("MPL", "MATPLOTLIB", "CUDA_", "TORCH", "TF_"),
)
"""Beginnings of names of variables that the interpreter or a package reads once, when it loads.

A fork can be given any other variable; these come too late for it.
"""


class NotWarmError(Exception):
    """A kernel cannot be forked, and a new interpreter has to be started; the message says why."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a warm parent has fixed for every kernel that it forks."""

    interpreter: tuple[str, ...]
    """The command of the interpreter, with its options."""
    imports: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    """Those variables of the environment that are read at the start, sorted."""

    @classmethod
    def of(
        cls, interpreter: Sequence[str], imports: Iterable[str], environment: Mapping[str, str]
    ) -> "Origin":
        """The origin of a kernel with this environment.

        >>> Origin.of(["python"], ["numpy"], {"OMP_NUM_THREADS": "1", "COURSE": "5"}).variables
        (('OMP_NUM_THREADS', '1'),)
        """
        read = {name: text for name, text in environment.items() if name.startswith(READ_AT_START)}
        return cls(tuple(interpreter), tuple(dict.fromkeys(imports)), tuple(sorted(read.items())))


@dataclass(frozen=True, slots=True)
class Command:
    """A kernel's command: interpreter with options, and the arguments of the kernel itself."""

    interpreter: tuple[str, ...]
    launcher: str
    arguments: tuple[str, ...]

    @classmethod
    def parse(cls, words: Sequence[str]) -> "Command":
        """Takes `python [OPTION]… -m ipykernel_launcher [ARGUMENT]…` apart.

        Raises:
            NotWarmError: another interpreter than the running one, or no IPython kernel.

        >>> words = [sys.executable, "-Xdev", "-m", "ipykernel_launcher", "-f", "k.json"]
        >>> Command.parse(words).arguments
        ('-f', 'k.json')
        """
        if not words or "-m" not in words[:-1]:
            raise NotWarmError(f"its command is not `python -m {LAUNCHERS[0]} …`: {list(words)}")
        place = list(words).index("-m")
        interpreter, launcher = tuple(words[:place]), words[place + 1]
        if launcher not in LAUNCHERS:
            raise NotWarmError(f"it runs the module {launcher}, expected {LAUNCHERS[0]}")
        if not all(word.startswith("-") for word in interpreter[1:]):
            raise NotWarmError(f"options of the interpreter that are not understood: {interpreter}")
        if not _is_running_interpreter(interpreter[0]):
            raise NotWarmError(
                f"it asks for the interpreter {interpreter[0]}, this one is {sys.executable}"
            )
        return cls(interpreter, launcher, tuple(words[place + 2 :]))


def _is_running_interpreter(name: str) -> bool:
    """The same binary from the same folder, by which virtual environments differ."""
    asked, running = Path(name).expanduser(), Path(sys.executable)
    try:
        same_folder = asked.parent.samefile(running.parent)
        return asked.is_absolute() and same_folder and asked.samefile(running)
    except OSError:
        return False
