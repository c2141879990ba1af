"""Memory of large results, which goes to the caller and comes back when the caller lets go of it.

A large array that is freed goes back to the operating system, and a new one comes from there page
by page, each cleared and entered when it is first written to: for the gradient of a large input
that takes up to half as long as to compute it. Here such memory is used again once nothing refers
to it any more, which CPython's count of references tells. To the caller it is memory like any
other: as long as one view of it is there, nothing else writes to it.
"""

import math
import sys
from typing import Any, Final

import numpy as np

from lstm_lib.fast.aligned import LINE_BYTES, aligned_empty, aligned_view
from lstm_lib.interface import Array

# What is smaller stays with the process, whoever frees it: glibc's M_MMAP_THRESHOLD.
_FEWEST_BYTES: Final = 128 * 1024


class LentMemory:
    """The memory that the latest three passes lent.

    Three, because the results of one pass often live until those of the next one replace them.

    >>> lent = LentMemory()
    >>> first = lent.empty((512, 64), np.dtype(np.float64))
    >>> place = first.ctypes.data
    >>> lent.empty((512, 64), np.dtype(np.float64)).ctypes.data == place
    False
    >>> del first
    >>> lent.empty((64, 512), np.dtype(np.float64)).ctypes.data == place
    True

    """

    __slots__ = ("_passes",)

    def __init__(self) -> None:
        """Have lent nothing."""
        self._passes: list[list[Array]] = [[], [], []]

    def next_pass(self) -> None:
        """Forget what was lent three passes ago, and not used again since."""
        self._passes = [*self._passes[1:], []]

    def empty(self, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
        """Return a contiguous array like `aligned_empty`, its content undefined."""
        count = math.prod(shape) * dtype.itemsize
        if count < _FEWEST_BYTES:
            return aligned_empty(shape, dtype)
        size = count + LINE_BYTES
        memory = self._unused(size)
        if memory is None:
            memory = np.empty(size, np.uint8)
        self._passes[-1].append(memory)
        return aligned_view(memory, shape, dtype)

    def _unused(self, size: int) -> Array | None:
        for memories in self._passes:
            for place in range(len(memories)):
                if memories[place].size == size and _references(memories, place) == _UNUSED:
                    return memories.pop(place)
        return None


def _references(memories: list[Array], place: int) -> int:
    return sys.getrefcount(memories[place])


_UNUSED: Final = _references([np.empty(0)], 0)
