"""What the fast passes check before any work is done, in the words of `lstm_lib.validation`."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.fast.masks import Mask
from lstm_lib.interface import Array
from lstm_lib.validation import InterfaceError, read_dtype

_DTYPES = (np.dtype(np.float64), np.dtype(np.float32))


def check_array(
    function: str, name: str, value: object, shape: tuple[int | str, ...], dtype: np.dtype[Any]
) -> None:
    """Check an array's shape and dtype; a symbol in `shape` stands for any size of at least 1.

    Raises
    ------
    InterfaceError
        If `value` is no array, or its shape or dtype is another.

    >>> check_array("LSTM.forward", "x", np.ones((7, 3)), ("T", "m", 3), np.dtype(np.float64))
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: LSTM.forward: x has shape (7, 3), expected (T, m, 3)

    """
    if isinstance(value, np.ndarray) and value.dtype == dtype and len(shape) == value.ndim:
        if value.shape == shape and value.size:
            return
        for wanted, size in zip(shape, value.shape, strict=True):
            if size != wanted and (size < 1 or not isinstance(wanted, str)):
                break
        else:
            return
    raise InterfaceError(f"{function}: {name} {_mismatch(value, shape, dtype)}")


def _mismatch(value: object, shape: tuple[int | str, ...], dtype: np.dtype[Any]) -> str:
    expected = f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"
    if not isinstance(value, np.ndarray):
        kind = "None" if value is None else f"of type {type(value).__name__}"
        return f"is {kind}, expected a NumPy array of shape {expected}"
    sizes = zip(shape, value.shape, strict=False)
    if value.ndim == len(shape) and all(
        size == wanted or (size > 0 and isinstance(wanted, str)) for wanted, size in sizes
    ):
        return f"has dtype {value.dtype}, expected {dtype}; convert it with .astype(np.{dtype})"
    empty = ", at least 1 for every size" if value.ndim == len(shape) and not value.size else ""
    return f"has shape {value.shape}, expected {expected}{empty}"


def check_finite(function: str, parameters: Mapping[str, Array]) -> None:
    """Check that no parameter is NaN or infinite.

    Raises
    ------
    InterfaceError
        If one is; the message names the first such parameter and the first such place in it.

    >>> check_finite("f", {"by": np.array([[0.0], [np.nan]])})
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: f: parameters["by"][1, 0] is nan, expected a finite number

    """
    for name, value in parameters.items():
        # A sum of squares is not finite if any entry is not. It may also just overflow.
        if math.isfinite(np.vdot(value, value)):
            continue
        wrong = np.argwhere(~np.isfinite(value))
        if len(wrong):
            index = tuple(map(int, wrong[0]))
            raise InterfaceError(
                f'{function}: parameters["{name}"][{", ".join(map(str, index))}] is '
                f"{value[index]}, expected a finite number"
            )


def check_dtype(function: str, name: str, dtype: Any) -> np.dtype[Any]:
    """Check that `dtype` is float64 or float32; return it.

    Raises
    ------
    InterfaceError
        If it is neither.

    >>> check_dtype("LSTM", "dtype", "float32")
    dtype('float32')

    """
    known = read_dtype(dtype)
    for allowed in _DTYPES:
        if known is not None and known == allowed:
            return allowed
    raise InterfaceError(f"{function}: {name} is {dtype}, expected float64 or float32")


def check_flag(function: str, name: str, value: object) -> bool:
    """Check that `value` is True or False; return it.

    Raises
    ------
    InterfaceError
        If it is neither.

    >>> check_flag("LSTM", "bidirectional", "no")
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: LSTM: bidirectional is 'no', expected True or False

    """
    if not isinstance(value, bool | np.bool_):
        raise InterfaceError(f"{function}: {name} is {value!r}, expected True or False")
    return bool(value)


def make_generator(function: str, seed: Any) -> np.random.Generator:
    """Make a generator of random numbers from what NumPy takes as a seed.

    Raises
    ------
    InterfaceError
        If NumPy does not take it.

    >>> make_generator("LSTM", -1)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: LSTM: seed is -1, expected an integer of at least 0, a \
    NumPy generator or None

    """
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise InterfaceError(
            f"{function}: seed is {seed!r}, expected an integer of at least 0, "
            "a NumPy generator or None"
        ) from None


def read_mask(
    function: str, lengths: object, mask: object, T: int, m: int, *, goes_on: bool = False
) -> Mask | None:
    """Make the mask of a pass from `lengths` (m,) or `mask` (T, m); None if all steps count.

    Where a pass `goes_on` from the states of another one, a sequence may have ended before.

    Raises
    ------
    InterfaceError
        If both are given, a length is not in 1..T, or a sequence has no step that counts.

    >>> read_mask("LSTM.forward", [4, -1], None, 4, 2)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: LSTM.forward: lengths[1] is -1, expected 1 to T = 4

    """
    if lengths is not None and mask is not None:
        raise InterfaceError(f"{function}: lengths and mask are both given, expected one of them")
    if lengths is not None:
        return _from_lengths(function, _read(function, "lengths", lengths), T, m)
    if mask is None:
        return None
    keep = _read(function, "mask", mask)
    if keep.dtype != np.bool_ or keep.shape != (T, m):
        raise InterfaceError(
            f"{function}: mask has dtype {keep.dtype} and shape {keep.shape}, "
            f"expected bool and ({T}, {m}) = (T, m)"
        )
    never = np.flatnonzero(~keep.any(axis=0))
    if len(never) and not goes_on:
        raise InterfaceError(
            f"{function}: mask[:, {never[0]}] is False at every step, "
            "expected at least one step that counts"
        )
    return None if keep.all() else Mask.of(keep)


def _read(function: str, name: str, value: Any) -> Array:
    try:
        return np.asarray(value)
    except ValueError:
        raise InterfaceError(
            f"{function}: {name} has rows of unequal length, expected an array"
        ) from None


def _from_lengths(function: str, lengths: Array, T: int, m: int) -> Mask | None:
    if lengths.dtype.kind not in "iu" or lengths.shape != (m,):
        raise InterfaceError(
            f"{function}: lengths has dtype {lengths.dtype} and shape {lengths.shape}, "
            f"expected integers and ({m},) = (m,)"
        )
    wrong = np.flatnonzero((lengths < 1) | (lengths > T))
    if len(wrong):
        raise InterfaceError(
            f"{function}: lengths[{wrong[0]}] is {lengths[wrong[0]]}, expected 1 to T = {T}"
        )
    return None if (lengths == T).all() else Mask.of_lengths(lengths, T)
