"""Arrays inside nested tuples, lists and dictionaries: what functions of a course pass around."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def arrays_in(value: Any) -> Iterator[NDArray[Any]]:
    """Every array inside, in a fixed order."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from arrays_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from arrays_in(item)


def copied(value: Any) -> Any:
    """A deep copy in which what was one object stays one; much faster than `copy.deepcopy`."""
    return _copied(value, {})


def _copied(value: Any, known: dict[int, Any]) -> Any:
    if id(value) in known:
        return known[id(value)]
    new: Any = value
    if isinstance(value, np.ndarray):
        new = value.copy()
    elif isinstance(value, dict):
        new = {key: _copied(item, known) for key, item in value.items()}
    elif isinstance(value, list):
        new = [_copied(item, known) for item in value]
    elif isinstance(value, tuple):
        new = tuple(_copied(item, known) for item in value)
    known[id(value)] = new
    return new


def fingerprint(argument: Any) -> Any:
    """The content of every array in an argument, comparable with `==`."""
    if isinstance(argument, np.ndarray):
        return argument.shape, argument.tobytes()
    if isinstance(argument, Mapping):
        return {key: fingerprint(value) for key, value in argument.items()}
    if isinstance(argument, (list, tuple)):
        return [fingerprint(value) for value in argument]
    return None
