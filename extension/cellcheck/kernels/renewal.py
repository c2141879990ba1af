"""What a fork must have anew, because the warm parent made it once for all."""

import importlib
import os
import sys
import time
from pathlib import Path


def renew() -> None:
    """Gives this process random states of its own, and settings of its own folder and environment.

    Python's `random` reseeds itself after a fork. The seed of `hash` is part of the interpreter:
    forks of one parent share it.
    """
    importlib.invalidate_caches()
    time.tzset()
    _renew_numpy()
    _renew_multiprocessing()
    _renew_matplotlib()


def _renew_numpy() -> None:
    if (random := sys.modules.get("numpy.random")) is not None:
        random.seed()


def _renew_multiprocessing() -> None:
    """The key with which a process recognises its own workers."""
    if (process := sys.modules.get("multiprocessing.process")) is not None:
        process.current_process().authkey = os.urandom(32)


def _renew_matplotlib() -> None:
    """A matplotlibrc in the kernel's folder, which matplotlib looks for when it is imported."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None and Path("matplotlibrc").is_file():
        matplotlib.rc_file("matplotlibrc")
