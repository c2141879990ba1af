"""Clipping: what it promises for any gradients, and PyTorch's own for the norm."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from lstm_lib import InterfaceError
from lstm_lib.training import clip_by_norm, clip_by_value, global_norm

entries = st.floats(-1e6, 1e6)
arrays = numpy_strategies.arrays(
    np.float64, numpy_strategies.array_shapes(max_dims=3, max_side=4), elements=entries
)
dictionaries = st.dictionaries(st.sampled_from(["dWf", "dbf", "dWy"]), arrays, min_size=1)
limits = st.floats(1e-3, 1e3)


@given(gradients=dictionaries, limit=limits)
def test_by_value_moves_only_what_is_outside_and_only_to_the_edge(gradients, limit):
    for name, clipped in clip_by_value(gradients, limit).items():
        given_array = gradients[name]
        inside = np.abs(given_array) <= limit
        np.testing.assert_array_equal(clipped[inside], given_array[inside])
        np.testing.assert_array_equal(clipped[~inside], limit * np.sign(given_array[~inside]))


@given(gradients=dictionaries, limit=limits)
def test_by_norm_is_pytorch_s(gradients, limit):
    tensors = []
    for gradient in gradients.values():
        tensor = torch.zeros(gradient.shape, dtype=torch.float64, requires_grad=True)
        tensor.grad = torch.tensor(gradient)
        tensors.append(tensor)
    norm = torch.nn.utils.clip_grad_norm_(tensors, limit).item()
    clipped = clip_by_norm(gradients, limit)
    assert global_norm(gradients) == pytest.approx(norm, rel=1e-12)
    for tensor, array in zip(tensors, clipped.values(), strict=True):
        # PyTorch adds 1e-6 to the norm before it divides.
        np.testing.assert_allclose(array, tensor.grad.numpy(), rtol=2e-6 / min(limit, 1) + 1e-9)


@given(gradients=dictionaries, limit=limits)
def test_by_norm_keeps_the_direction_and_the_bound(gradients, limit):
    clipped = clip_by_norm(gradients, limit)
    assert global_norm(clipped) <= limit * (1 + 1e-12)
    factor = min(1.0, limit / max(global_norm(gradients), 1e-300))
    for name, array in clipped.items():
        np.testing.assert_allclose(array, factor * gradients[name], rtol=1e-12)


@pytest.mark.parametrize("clip", [clip_by_value, clip_by_norm])
def test_what_came_in_stays_as_it_is_and_nothing_is_shared(clip, gradients):
    before = {name: array.copy() for name, array in gradients.items()}
    for limit in (0.1, 1e9):
        clipped = clip(gradients, limit)
        for name, array in gradients.items():
            np.testing.assert_array_equal(array, before[name])
            assert not np.shares_memory(array, clipped[name])


def test_a_norm_whose_squares_overflow():
    huge = {"dW": np.array([3e200, 4e200])}
    assert global_norm(huge) == pytest.approx(5e200)
    np.testing.assert_allclose(clip_by_norm(huge, 5.0)["dW"], [3, 4])


def test_a_gradient_of_zeros_stays():
    assert clip_by_norm({"dW": np.zeros(3)}, 1.0)["dW"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("clip", [clip_by_value, clip_by_norm])
def test_float32_stays_float32(clip):
    for shape in ((), (3,)):
        for limit in (0.5, np.float64(0.5), np.float64(5), 1e300):
            clipped = clip({"dW": np.ones(shape, np.float32)}, limit)["dW"]
            assert isinstance(clipped, np.ndarray)
            assert (clipped.dtype, clipped.shape) == (np.float32, shape)


@pytest.mark.parametrize("clip", [clip_by_value, clip_by_norm])
@pytest.mark.parametrize("limit", [0.5, 100])
def test_integers_become_float64(clip, limit):
    clipped = clip({"dW": np.array([3])}, limit)["dW"]
    assert clipped.dtype == np.float64
    assert clipped.tolist() == [min(3, limit)]


@pytest.mark.parametrize("clip", [clip_by_value, clip_by_norm])
@pytest.mark.parametrize(
    ("gradients", "limit", "message"),
    [
        ([np.ones(2)], 1.0, "gradients is of type list, expected a dictionary"),
        ({}, 1.0, "gradients is empty"),
        ({"dW": [1.0]}, 1.0, r'gradients\["dW"\] is of type list'),
        ({"dW": None}, 1.0, r'gradients\["dW"\] is None'),
        ({"dW": np.ones(2) * 1j}, 1.0, "dtype complex128, expected real numbers"),
        ({"dW": np.array([np.nan])}, 1.0, "holds an entry that is nan"),
        ({"dW": np.ones(2)}, 0.0, "is 0.0, expected a positive number"),
        ({"dW": np.ones(2)}, -1, "is -1, expected a positive number"),
        ({"dW": np.ones(2)}, np.inf, "is inf, expected a positive number"),
        ({"dW": np.ones(2)}, 10**400, "is an integer of 1329 bits, expected a positive number"),
        ({"dW": np.ones(2)}, "5", "is '5', expected a positive number"),
    ],
)
def test_what_does_not_fit_is_named(clip, gradients, limit, message):
    with pytest.raises(InterfaceError, match=f"{clip.__name__}: .*{message}"):
        clip(gradients, limit)


def test_an_infinite_gradient_has_no_norm():
    with pytest.raises(InterfaceError, match="infinite, expected finite numbers; clip at every"):
        global_norm({"dW": np.array([np.inf])})
