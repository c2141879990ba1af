"""Memory of results: never written to while anybody holds it, and used again afterwards."""

import weakref

import numpy as np
import pytest
import torch

from lstm_lib import initialize_parameters
from lstm_lib.fast import LSTM, WorkSpace, lstm_backward_fast, lstm_forward_fast
from lstm_lib.fast.lent_memory import LentMemory

FLOAT64 = np.dtype(np.float64)
LARGE = 64, 512
HOLDS = {
    "the array": lambda array: array,
    "a slice": lambda array: array[1:2, 3:4],
    "its transpose": lambda array: array.T,
    "a flat view": np.ravel,
    "a view of another dtype": lambda array: array.view(np.int64),
    "a buffer": memoryview,
    "a tensor": torch.from_numpy,
    "an array by DLPack": np.from_dlpack,
    "an iterator": lambda array: iter(array[2:]),
}


@pytest.fixture
def lent():
    return LentMemory()


@pytest.mark.parametrize("hold", HOLDS.values(), ids=HOLDS)
def test_what_is_held_in_any_way_is_not_lent_again(lent, hold):
    array = lent.empty(LARGE, FLOAT64)
    place, held = array.ctypes.data, hold(array)
    del array
    others = [lent.empty(LARGE, FLOAT64) for _ in range(3)]
    assert place not in [other.ctypes.data for other in others]
    del held
    assert lent.empty(LARGE, FLOAT64).ctypes.data == place


def test_results_that_are_replaced_take_turns(lent):
    places = []
    for _ in range(6):
        lent.next_pass()
        array = lent.empty(LARGE, FLOAT64)  # the one before lives until now
        places.append(array.ctypes.data)
    assert places[:2] * 3 == places


def test_memory_that_nobody_asks_for_is_forgotten(lent):
    array = lent.empty(LARGE, FLOAT64)
    memory = weakref.ref(array.base)
    del array
    for _ in range(2):
        lent.next_pass()
        assert memory() is not None
    lent.next_pass()
    assert memory() is None


def test_a_forgotten_array_still_belongs_to_who_holds_it(lent):
    array = lent.empty(LARGE, FLOAT64)
    array[...] = 3
    for _ in range(4):
        lent.next_pass()
        lent.empty(LARGE, FLOAT64)[...] = 4
    assert (array == 3).all()


def test_other_sizes_and_small_arrays_have_memory_of_their_own(lent):
    place = lent.empty(LARGE, FLOAT64).ctypes.data
    assert lent.empty(LARGE, np.dtype(np.float32)).nbytes == 64 * 512 * 4
    assert lent.empty((512, 64), FLOAT64).ctypes.data == place
    small = weakref.ref(lent.empty((4, 4), FLOAT64))
    assert small() is None


def test_gradients_that_are_kept_stay_as_they_were():
    lstm = LSTM(70, 64, layers=2, seed=1, backend="numpy")
    generator = np.random.default_rng(1)
    x, da = generator.standard_normal((30, 16, 70)), generator.standard_normal((30, 16, 64))
    assert x.nbytes > 128 * 1024
    kept = []
    for factor in (1, 2, 3, 4, 5):
        gradients = lstm.backward(lstm.forward(factor * x), da)
        kept.append((gradients, gradients.x.copy(), gradients.parameters["W_l1"].copy()))
    for gradients, x_then, W_then in kept:
        np.testing.assert_array_equal(gradients.x, x_then)
        np.testing.assert_array_equal(gradients.parameters["W_l1"], W_then)
    places = {gradients.x.ctypes.data for gradients, *_ in kept}
    assert len(places) == len(kept)


def test_results_in_the_courses_layout_stay_as_they_were():
    parameters, space = initialize_parameters(70, 64, 2, seed=1), WorkSpace()
    generator = np.random.default_rng(1)
    x, da = generator.standard_normal((70, 16, 30)), generator.standard_normal((64, 16, 30))
    kept, then = [], []
    for factor in (1, 2, 3, 4):
        a, y, c, caches = lstm_forward_fast(
            factor * x, np.zeros((64, 16)), parameters, backend="numpy", workspace=space
        )
        kept.append([a, y, c, lstm_backward_fast(da, caches)["dx"]])
        then.append([array.copy() for array in kept[-1]])
    for arrays, copies in zip(kept, then, strict=True):
        for array, copy in zip(arrays, copies, strict=True):
            np.testing.assert_array_equal(array, copy)
