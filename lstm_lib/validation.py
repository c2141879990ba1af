"""What the functions check about their arguments, and the words they use when a check fails."""

from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import Any

import numpy as np

from lstm_lib.interface import CACHES, Shape

_NUMBERS = frozenset("biufc")


class InterfaceError(ValueError):
    """An argument, or a value that your own function returned, does not follow the interface.

    The message names the function, the array, its shape and the expected one.

    >>> issubclass(InterfaceError, ValueError)
    True
    """


class Shapes:
    r"""The sizes met so far in one call of one function; a later array has to agree with them.

    A symbol takes its size from the first array that uses it; ``sizes`` holds them.

    >>> import numpy as np
    >>> shapes = Shapes("lstm_forward")
    >>> shapes.match("x", np.zeros((3, 10, 7)), ("n_x", "m", "T_x"))
    >>> shapes.sizes["m"]
    10
    >>> try:
    ...     shapes.match("a0", np.zeros((5, 9)), ("n_a", "m"))
    ... except InterfaceError as error:
    ...     print(*str(error).split("; "), sep="\n")
    lstm_forward: a0 has shape (5, 9), expected (n_a, 10) = (n_a, m)
    m = 10 comes from x
    """

    __slots__ = ("_origins", "function", "sizes")

    def __init__(self, function: str) -> None:
        """Start with no size known but 1; `function` is the name that messages begin with."""
        self.function = function
        self.sizes: dict[str, int] = {"1": 1}
        self._origins: dict[str, str] = {"1": ""}

    def match(self, name: str, value: object, shape: Shape) -> None:
        """Check that `value` is an array of numbers of this shape; learn the sizes that are new.

        Raises
        ------
        InterfaceError
            If it is no array, holds no numbers, is empty, or has another shape.

        """
        if (
            isinstance(value, np.ndarray)
            and value.ndim == len(shape)
            and value.dtype.kind in _NUMBERS
        ):
            known = self.sizes
            for symbol, size in zip(shape, value.shape, strict=True):
                if known.get(symbol) != size and not self._learn(symbol, size, name):
                    break
            else:
                return
        raise InterfaceError(self._mismatch(name, value, shape))

    def match_all(self, name: str, values: Mapping[str, object], shapes: dict[str, Shape]) -> None:
        """Check each array that `shapes` names, as ``parameters["Wf"]``.

        Raises
        ------
        InterfaceError
            If `values` is no dictionary, a key is missing, or an array does not match.

        """
        check_keys(self.function, name, values, shapes)
        for key, shape in shapes.items():
            self.match(f'{name}["{key}"]', values[key], shape)

    def match_parameters(self, parameters: Mapping[str, object], shapes: dict[str, Shape]) -> None:
        """Check the parameters of a cell whose ``n_a`` and ``n_x`` are known.

        Raises
        ------
        InterfaceError
            As `match_all`.

        """
        self.sizes["n_a + n_x"] = self.sizes["n_a"] + self.sizes["n_x"]
        self._origins["n_a + n_x"] = ""
        self.match_all("parameters", parameters, shapes)

    def _learn(self, symbol: str, size: int, name: str) -> bool:
        if symbol in self.sizes or not size:
            return False
        self.sizes[symbol], self._origins[symbol] = size, name
        return True

    def _mismatch(self, name: str, value: object, shape: Shape) -> str:
        known = {
            symbol: self.sizes[symbol]
            for symbol in shape
            if self._origins.get(symbol, name) != name
        }
        symbols = _tuple(shape)
        expected = _tuple([str(known.get(symbol, symbol)) for symbol in shape])
        if expected != symbols:
            expected = f"{expected} = {symbols}"
        if not isinstance(value, np.ndarray):
            kind = "None" if value is None else f"of type {type(value).__name__}"
            return f"{self.function}: {name} is {kind}, expected a NumPy array of shape {expected}"
        if value.dtype.kind not in _NUMBERS:
            return (
                f"{self.function}: {name} has dtype {value.dtype}, expected numbers, "
                "for example float64"
            )
        if value.ndim == len(shape) and not value.size:
            return (
                f"{self.function}: {name} has shape {value.shape}, "
                f"expected at least 1 for every size of {expected}"
            )
        return (
            f"{self.function}: {name} has shape {value.shape}, expected {expected}"
            f"{self._where_from(shape, name)}"
        )

    def _where_from(self, shape: Shape, name: str) -> str:
        symbols = dict.fromkeys(part for symbol in shape for part in symbol.split(" + "))
        origins = [
            f"{symbol} = {self.sizes[symbol]} comes from {self._origins[symbol]}"
            for symbol in symbols
            if self._origins.get(symbol, name) not in {"", name}
        ]
        return "; " + ", ".join(origins) if origins else ""


def check_type(
    function: str, name: str, value: object, kind: type[Any] | UnionType, expected: str
) -> None:
    """Check that `value` is of the class `kind`, which `expected` says in words.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_type("LSTM.backward", "result", None, tuple, "what forward returned last")
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: LSTM.backward: result is of type NoneType,
    expected what forward returned last

    """
    if not isinstance(value, kind):
        raise InterfaceError(
            f"{function}: {name} is of type {type(value).__name__}, expected {expected}"
        )


def check_count(function: str, name: str, value: Any, least: int = 1) -> None:
    """Check that `value` is an integer of at least `least`.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_count("LSTM", "layers", 0)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: LSTM: layers is 0, expected an integer of at least 1

    """
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise InterfaceError(
            f"{function}: {name} is {shown(value)}, expected an integer of at least {least}"
        )


def read_dtype(value: Any) -> np.dtype[Any] | None:
    """Return the dtype that `value` names; None if it names none, or is None.

    >>> read_dtype("float32"), read_dtype("flaot32"), read_dtype(None)
    (dtype('float32'), None, None)
    """
    try:
        return None if value is None else np.dtype(value)
    except (TypeError, ValueError, SyntaxError):  # how NumPy answers what it cannot read
        return None


def shown(value: object) -> str:
    """Write out what an argument is.

    >>> shown("no"), shown(10**400)
    ("'no'", 'an integer of 1329 bits')
    """
    # Python refuses to write out integers of more than some thousand digits.
    if isinstance(value, int) and value.bit_length() > 1000:
        return f"an integer of {value.bit_length()} bits"
    return repr(value)


def check_items(function: str, name: str, value: Any, items: tuple[str, ...]) -> tuple[Any, ...]:
    """Check that `value` is a tuple or a list that holds these items; return them.

    Raises
    ------
    InterfaceError
        If it is neither, or holds another number of items.

    >>> check_items("lstm_backward", "caches", ([],), ("list", "x"))
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: lstm_backward: caches holds 1 item, expected 2 (list, x)

    """
    expected = f"{len(items)} ({', '.join(items)})"
    check_type(function, name, value, tuple | list, f"a tuple of {expected}")
    if len(value) != len(items):
        raise InterfaceError(f"{function}: {name} holds {_count(value)}, expected {expected}")
    return tuple(value)


def check_keys(function: str, name: str, value: object, keys: Iterable[str]) -> None:
    """Check that `value` is a dictionary with these keys; further keys are welcome.

    Raises
    ------
    InterfaceError
        If it is no dictionary, or keys are missing.

    >>> check_keys("rnn_forward", "parameters", {"ba": 0}, ("ba", "by"))
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: rnn_forward: parameters lacks "by", expected the keys ba, by

    """
    if not isinstance(value, Mapping):  # every call comes here: no words before they are needed
        raise InterfaceError(
            f"{function}: {name} is of type {type(value).__name__}, "
            f"expected a dictionary with the keys {', '.join(keys)}"
        )
    missing = [f'"{key}"' for key in keys if key not in value]
    if missing:
        raise InterfaceError(
            f"{function}: {name} lacks {', '.join(missing)}, expected the keys {', '.join(keys)}"
        )


def check_caches(function: str, caches: object, steps: int, cache: tuple[str, ...]) -> None:
    """Check the caches of a full pass: ``(list_of_cache, x)``, one cache for each of `steps`.

    Raises
    ------
    InterfaceError
        If the pair, its list, or one of the caches that the backward pass reads has another form,
        or if the list is shorter than the upstream gradient.

    """
    listed = check_items(function, "caches", caches, CACHES)[0]
    check_type(function, "caches[0]", listed, tuple | list, "the list of the time steps' caches")
    if steps > len(listed):
        raise InterfaceError(
            f"{function}: da has {steps} time steps, but caches[0] holds {_count(listed)}; "
            "expected T <= T_x, so give at most one gradient for each step of the forward pass"
        )
    for step in range(steps):
        check_items(function, f"caches[0][{step}]", listed[step], cache)


def name_of(function: Callable[..., Any]) -> str:
    """Name a function, or what a ``functools.partial`` wraps, as messages and tables call it.

    >>> name_of(check_items)
    'check_items'
    """
    wrapped = getattr(function, "func", function)
    return str(getattr(wrapped, "__name__", type(wrapped).__name__))


def _count(items: tuple[object, ...] | list[object]) -> str:
    return f"{len(items)} item" if len(items) == 1 else f"{len(items)} items"


def _tuple(items: Iterable[str]) -> str:
    return f"({', '.join(items)})"
