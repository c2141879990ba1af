"""How a step's examples and units are taken in parts and groups, by what fits into the cache.

A part of the examples has a product of its own, and a group goes through all operations before the
next one. Small steps are one part and one group; a unit-major step is one part, whose units are
taken in groups.
"""

from typing import NamedTuple

from lstm_lib.fast import blas
from lstm_lib.fast.work_space import Sizes
from lstm_lib.interface import Array

# The gates of one group of examples are to fit into a quarter of a usual second-level cache.
_GROUP_BYTES = 256 * 1024
# What stands inside the gates of the examples of one product is to be about as large as that cache.
_PART_BYTES = 2 << 20
# Several threads share a product, and gain more from many rows.
_PART_BYTES_OF_THREADS = 4 << 20
_FEWEST_ROWS = 64


class Group(NamedTuple):
    """The examples `rows` and the `units` of a group, and the part that they are in.

    Its views of arrays have their axes in the order of memory: (…, rows, units), or (…, units,
    rows) of a unit-major step.
    """

    rows: slice
    units: slice
    part: int
    of_part: slice
    sizes: Sizes

    @property
    def starts_part(self) -> bool:
        return bool(self.rows.start == self.of_part.start and self.units.start == 0)

    @property
    def ends_part(self) -> bool:
        return bool(self.rows.stop == self.of_part.stop and self.units.stop == self.sizes.n_a)

    @property
    def starts_step(self) -> bool:
        return self.starts_part and self.part == 0

    @property
    def ends_step(self) -> bool:
        return self.ends_part and bool(self.rows.stop == self.sizes.m)

    @property
    def place(self) -> tuple[slice, slice]:
        """Where the group is in an array of all examples and units."""
        return (self.units, self.rows) if self.sizes.unit_major else (self.rows, self.units)

    def of(self, states: Array) -> Array:
        """View the group in an array of all examples and units, (…, m, n_a)."""
        return self._view(states, self.rows, self.units)

    def in_part(self, states: Array) -> Array:
        """View the group in an array for the examples of one part and all units."""
        first = self.of_part.start
        rows = slice(self.rows.start - first, self.rows.stop - first)
        return self._view(states, rows, self.units)

    def alone(self, states: Array) -> Array:
        """View the group in an array for one group."""
        rows = slice(0, self.rows.stop - self.rows.start)
        return self._view(states, rows, slice(0, self.units.stop - self.units.start))

    def _view(self, states: Array, rows: slice, units: slice) -> Array:
        own = states[..., rows, units]
        return own.swapaxes(-1, -2) if self.sizes.unit_major else own


def groups_of_parts(sizes: Sizes) -> list[list[Group]]:
    """Return the groups of each part of a step, the first of which are the largest.

    >>> import numpy as np
    >>> parts = groups_of_parts(Sizes.of(256, 512, 64, np.dtype(np.float64), None))
    >>> [[(group.rows.start, group.rows.stop) for group in part] for part in parts][0][:2]
    [(0, 32), (32, 64)]

    """
    m, n_a = sizes.m, sizes.n_a
    everyone, itemsize = slice(0, m), sizes.dtype.itemsize
    if sizes.unit_major:
        in_group = max(1, _GROUP_BYTES // (4 * m * itemsize))
        return [[Group(everyone, units, 0, everyone, sizes) for units in slices(0, n_a, in_group)]]
    bytes_of_row = 4 * n_a * itemsize
    in_part = max(_FEWEST_ROWS, _part_bytes(m * bytes_of_row) // bytes_of_row)
    in_group = max(1, _GROUP_BYTES // bytes_of_row)
    return [
        [
            Group(rows, slice(0, n_a), number, part, sizes)
            for rows in slices(part.start, part.stop, in_group)
        ]
        for number, part in enumerate(slices(0, m, in_part))
    ]


def _part_bytes(bytes_of_step: int) -> int:
    """Return how large a part may be; small steps are one part, whatever the threads."""
    several = bytes_of_step > _PART_BYTES and blas.threads() > 1
    return _PART_BYTES_OF_THREADS if several else _PART_BYTES


def slices(start: int, stop: int, size: int) -> list[slice]:
    """Cut a range into slices of `size`; the last one may be smaller.

    >>> slices(0, 5, 3)
    [slice(0, 3, None), slice(3, 5, None)]

    """
    return [slice(first, min(first + size, stop)) for first in range(start, stop, size)]
