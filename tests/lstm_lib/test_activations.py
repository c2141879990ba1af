"""The activations are right, keep their dtype, and stay silent at any finite input."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from lstm_lib import sigmoid, softmax

DTYPES = [np.float32, np.float64, np.complex64, np.complex128]
finite = st_numpy.arrays(
    np.float64,
    st_numpy.array_shapes(min_dims=1, max_dims=3, max_side=4),
    elements=st.floats(allow_nan=False, allow_infinity=False),
)


@pytest.fixture(params=[sigmoid, softmax], ids=["sigmoid", "softmax"])
def activation(request):
    return request.param


def test_sigmoid_of_moderate_values_is_its_definition():
    z = np.linspace(-20, 20, 41)
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-14)


def test_sigmoid_keeps_its_digits_far_below_zero():
    np.testing.assert_allclose(sigmoid(np.array([-700.0])), np.exp([-700.0]), rtol=1e-14)


def test_softmax_is_over_axis_0():
    z = np.random.default_rng(0).standard_normal((3, 4, 5))
    exponentials = np.exp(z)
    np.testing.assert_allclose(softmax(z), exponentials / exponentials.sum(axis=0), rtol=1e-14)


@given(finite)
def test_no_finite_input_overflows_or_warns(z):
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        for result in (sigmoid(z), softmax(z), sigmoid(z + 1e-20j), softmax(z + 1e-20j)):
            assert np.isfinite(result).all()


@given(finite)
def test_results_are_probabilities(z):
    assert ((sigmoid(z) >= 0) & (sigmoid(z) <= 1)).all()
    np.testing.assert_allclose(softmax(z).sum(axis=0), 1)


@pytest.mark.parametrize("dtype", DTYPES)
def test_dtype_is_kept(activation, dtype):
    assert activation(np.ones((2, 3), dtype)).dtype == dtype


def test_integers_become_float64(activation):
    assert activation([[1, 2], [3, 4]]).dtype == np.float64


def test_input_is_not_changed(activation):
    z = np.random.default_rng(0).standard_normal((3, 4))
    before = z.copy()
    activation(z)
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("z", [-800.0, -30.0, -1e-3, 0.0, 1e-3, 30.0, 800.0])
def test_complex_step_through_the_sigmoid_is_its_derivative(z):
    derivative = sigmoid(np.array(z + 1e-20j)).imag / 1e-20
    expected = sigmoid(np.array(z)) * sigmoid(np.array(-z))
    np.testing.assert_allclose(derivative, expected, rtol=1e-13, atol=0)


def test_complex_step_through_the_softmax_is_its_derivative():
    z = np.array([900.0, 899.0, -900.0])
    y = softmax(z)
    for k in range(3):
        derivative = softmax(z + 1e-20j * np.eye(3)[k]).imag / 1e-20
        np.testing.assert_allclose(derivative, y * (np.eye(3)[k] - y[k]), atol=1e-15)
