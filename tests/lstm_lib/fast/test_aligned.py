"""Where arrays start: at a line of the cache, if they are large."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_lib.fast import LSTM
from lstm_lib.fast.aligned import LINE_BYTES, aligned_empty


@given(
    shape=st.lists(st.integers(1, 40), min_size=1, max_size=3).map(tuple),
    dtype=st.sampled_from([np.dtype(np.float64), np.dtype(np.float32)]),
)
def test_an_aligned_array_is_an_array_like_any_other(shape, dtype):
    array = aligned_empty(shape, dtype)
    assert (array.shape, array.dtype) == (shape, dtype)
    assert array.flags.c_contiguous
    assert array.flags.writeable
    array[...] = 1
    assert array.sum() == array.size
    assert array.nbytes < 4096 or array.ctypes.data % LINE_BYTES == 0


@pytest.mark.parametrize("name", ["projections", "hidden_gradient", "cell_gradient"])
def test_the_buffers_of_a_pass_are_aligned(name, dtype):
    lstm = LSTM(64, 128, dtype=dtype, seed=1)
    result = lstm.forward(np.ones((20, 64, 64), dtype))
    gradients = lstm.backward(result, np.ones((20, 64, 128), dtype))
    space, _ = result.pass_of
    for array in (getattr(space.scratch, name), space.traces[0].hidden, gradients.x):
        assert array.ctypes.data % LINE_BYTES == 0
