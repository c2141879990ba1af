"""Which code runs the steps: NumPy's calls, or loops that Numba compiles if it is installed."""

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias

from lstm_lib.validation import InterfaceError

Backend: TypeAlias = Literal["auto", "numpy", "numba"]

_VARIABLE: Final = "LSTM_LIB_BACKEND"
_NAMES: Final = ("auto", "numpy", "numba")


@dataclass(frozen=True, slots=True)
class SmallPasses:
    """Passes that a back end runs whole: whether one fits, and its two functions."""

    fits: Callable[..., bool]
    forward: Callable[..., None]
    backward: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Steps:
    """The two functions that run the steps of a block; each back end has its own pair.

    `joins`: they know blocks that keep ``[a_prev, xt, 1]``. `small` runs small passes whole.
    """

    backend: Literal["numpy", "numba"]
    forward: Callable[..., None]
    backward: Callable[..., None]
    joins: bool = False
    small: SmallPasses | None = None


def choose_steps(function: str, backend: str) -> Steps:
    """Find the steps for the argument `backend` of `function`.

    "auto" is what the environment variable ``LSTM_LIB_BACKEND`` says, if it is set, else "numba"
    where Numba is installed and "numpy" where it is not. The other two are what they say: asking
    for Numba where it is missing is an error, and so is an installed Numba that fails to import.

    Raises
    ------
    InterfaceError
        If `backend` or the variable is none of the three, or Numba is asked for and missing.

    >>> choose_steps("lstm_forward_fast", "numpy").backend
    'numpy'

    """
    name = _named(backend, f"{function}: backend")
    if name == "auto":
        name = _named(os.environ.get(_VARIABLE, "auto"), f"{function}: the variable {_VARIABLE}")
    installed = _numba_is_installed()
    if name == "numba" and not installed:
        raise InterfaceError(
            f'{function}: backend is "numba", but Numba is not installed; '
            'install it with "pip install cellcheck[numba]", or ask for "numpy"'
        )
    return _numba_steps() if name == "numba" or (name == "auto" and installed) else _numpy_steps()


def _named(value: str, what: str) -> str:
    if value not in _NAMES:
        raise InterfaceError(f'{what} is {value!r}, expected "auto", "numpy" or "numba"')
    return value


@cache
def _numba_is_installed() -> bool:
    return importlib.util.find_spec("numba") is not None


@cache
def _numpy_steps() -> Steps:
    from lstm_lib.fast import numpy_steps

    return Steps("numpy", numpy_steps.forward_steps, numpy_steps.backward_steps, joins=True)


@cache
def _numba_steps() -> Steps:
    from lstm_lib.fast import numba_small, numba_steps

    small = SmallPasses(
        numba_small.is_small_pass, numba_small.forward_small, numba_small.backward_small
    )
    return Steps("numba", numba_steps.forward_steps, numba_steps.backward_steps, small=small)
