"""Recognises arrays by value as quantities of the derivation, whatever the student calls them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLOSE = 1e-8


class Identities:
    """Looks arrays up among the quantities: equal, transposed, or with the sign changed."""

    def __init__(self, quantities: Mapping[str, Any]) -> None:
        self.over_time = any(isinstance(value, list) for value in quantities.values())
        self.arrays: list[tuple[str, NDArray[Any]]] = []
        for name, value in quantities.items():
            for array in value if isinstance(value, list) else [value]:
                if isinstance(array, np.ndarray) and array.dtype.kind in "fiu":
                    self.arrays.append((name, array))
        self._asked: dict[int, tuple[NDArray[Any], tuple[str, ...]]] = {}
        """Observed values do not change, and each is asked about many times."""
        self._by_shape: dict[tuple[int, ...], tuple[list[str], NDArray[Any]]] = {}
        grouped: dict[tuple[int, ...], list[tuple[str, NDArray[Any]]]] = {}
        for name, array in self.arrays:
            grouped.setdefault(array.shape, []).append((name, array))
        for shape, members in grouped.items():
            self._by_shape[shape] = (
                [name for name, _ in members],
                np.stack([array for _, array in members]),
            )

    def names(self, value: Any) -> tuple[str, ...]:
        """All quantities that the array equals; () for anything else."""
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu":
            return ()
        if value.shape not in self._by_shape or not value.size:
            return ()
        asked = self._asked.get(id(value))
        if asked is None:
            # The array is kept, so that its id is not given to another one.
            asked = value, self.names_of_each(value[np.newaxis])[0]
            self._asked[id(value)] = asked
        return asked[1]

    def names_of_each(self, values: NDArray[Any]) -> list[tuple[str, ...]]:
        """The names of many arrays of one shape, stacked along a new first axis."""
        found: list[dict[str, None]] = [{} for _ in values]
        names, stack = self._by_shape.get(values.shape[1:], ([], values[:0]))
        flat, known = values.reshape(len(values), -1), stack.reshape(len(stack), -1)
        with np.errstate(all="ignore"):
            bound = CLOSE * (1.0 + np.abs(flat).max(axis=1))
            # The first entry tells nearly all apart.
            near = np.abs(flat[:, :1] - known[:, 0]) <= bound[:, np.newaxis]
            near &= np.isfinite(bound)[:, np.newaxis]
            for i, j in np.argwhere(near):
                if (np.abs(known[j] - flat[i]) <= bound[i]).all():
                    found[i][names[j]] = None
        return [tuple(each) for each in found]

    def same_shape(self, value: NDArray[Any]) -> list[tuple[str, NDArray[Any]]]:
        return [(name, array) for name, array in self.arrays if array.shape == value.shape]

    def is_right(self, value: Any) -> bool:
        """Is it a quantity of the derivation, as it stands or transposed?"""
        if self.names(value):
            return True
        return isinstance(value, np.ndarray) and value.ndim == 2 and bool(self.names(value.T))
