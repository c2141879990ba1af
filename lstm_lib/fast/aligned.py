"""Arrays that start where a line of the cache does.

A vector register of AVX-512 holds one line of the cache, 64 bytes. NumPy's arrays start at a
multiple of 16, so that almost every load and store of theirs touches two lines: an addition of two
arrays takes twice as long (`docs/fast-passes.md`).
"""

import math
from typing import Any, Final

import numpy as np

from lstm_lib.interface import Array

LINE_BYTES: Final = 64
# For fewer bytes, finding the place costs more than it saves.
_FEWEST_BYTES: Final = 4096


def aligned_empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return a contiguous array of that shape, its content undefined.

    >>> steps = aligned_empty((100, 64, 128), np.dtype(np.float32))
    >>> steps.shape, steps.dtype.name, steps.ctypes.data % LINE_BYTES
    ((100, 64, 128), 'float32', 0)

    """
    count = math.prod(shape) * dtype.itemsize
    if count < _FEWEST_BYTES:
        return np.empty(shape, dtype)
    return aligned_view(np.empty(count + LINE_BYTES, np.uint8), shape, dtype)


def aligned_view(memory: Array, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return an array in `memory`, bytes of which there are `LINE_BYTES` more than it needs.

    >>> aligned_view(np.zeros(4 * 8 + LINE_BYTES, np.uint8), (2, 2), np.dtype(np.float64)).tolist()
    [[0.0, 0.0], [0.0, 0.0]]

    """
    count = math.prod(shape) * dtype.itemsize
    first = -memory.ctypes.data % LINE_BYTES
    return memory[first : first + count].view(dtype).reshape(shape)
