"""Numba's decorators with the options that all compiled loops share, typed."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from numba import njit
from numba.extending import overload

_Function = TypeVar("_Function", bound=Callable[..., Any])

# "contract" lets a product and a sum become one fused operation; nothing else is relaxed. Division
# by zero gives infinity, as in NumPy.
_OPTIONS: Final[dict[str, Any]] = {"fastmath": {"contract"}, "error_model": "numpy"}


def compiled(function: _Function) -> _Function:
    """Compile a loop when it is first called with arrays of new types; keep it on disk.

    Where there is no place on disk that can be written to, it is compiled in each process anew.
    """
    decorate: Any = njit
    loop: _Function
    try:
        loop = decorate(cache=True, nogil=True, **_OPTIONS)(function)
    except RuntimeError:
        loop = decorate(nogil=True, **_OPTIONS)(function)
    return loop


def inlined(function: _Function) -> _Function:
    """Compile arithmetic that becomes a part of the loops that use it."""
    decorate: Any = njit
    arithmetic: _Function = decorate(forceinline=True, **_OPTIONS)(function)
    return arithmetic


def chosen_by_type(stub: Callable[..., Any]) -> Callable[[_Function], _Function]:
    """Let the decorated function choose what `stub` means in compiled code, from Numba's types."""
    decorate: Any = overload

    def register(choose: _Function) -> _Function:
        registered: _Function = decorate(stub, jit_options={**_OPTIONS, "forceinline": True})(
            choose
        )
        return registered

    return register
