"""Numerical differentiation, against derivatives known in closed form."""

import warnings

import numpy as np
import pytest

from lstm_lib import InterfaceError, numerical_gradient
from lstm_lib.differentiation import differentiate

METHODS = ["auto", "complex step", "central differences"]
POINT = np.array([[0.3, -1.2, 2.0], [0.7, 5.0, -0.1]])


def through_float64(values):
    """Drop the imaginary part, as an assignment into a float array does."""
    kept = np.zeros(values.shape)
    kept[...] = values
    return kept.sum()


@pytest.mark.parametrize("method", METHODS)
def test_gradient_of_an_analytic_function(method):
    gradient = numerical_gradient(lambda x: (np.sin(x) * np.exp(x)).sum(), POINT, method=method)
    expected = np.exp(POINT) * (np.sin(POINT) + np.cos(POINT))
    np.testing.assert_allclose(gradient, expected, rtol=1e-8)


def test_complex_step_is_exact_to_rounding():
    gradient = numerical_gradient(lambda x: np.tanh(x).sum(), POINT, method="complex step")
    np.testing.assert_allclose(gradient, 1 / np.cosh(POINT) ** 2, rtol=1e-13)


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        (lambda x: (x**2).sum(), lambda x: 2 * x),
        (lambda x: np.exp(x).sum(), np.exp),
    ],
)
def test_auto_takes_the_complex_step_where_it_passes(function, derivative):
    gradient, method = differentiate(function, POINT, "auto")
    assert method == "complex step"
    np.testing.assert_allclose(gradient, derivative(POINT), rtol=1e-13)


@pytest.mark.parametrize(
    ("function", "derivative"),
    [
        pytest.param(lambda x: np.abs(x).sum(), np.sign, id="not analytic"),
        pytest.param(lambda x: (x * np.conj(x)).sum() + 0j, lambda x: 2 * x, id="conjugates"),
        pytest.param(lambda x: (x.real**2).sum(), lambda x: 2 * x, id="drops the imaginary part"),
        pytest.param(through_float64, np.ones_like, id="warns and drops the imaginary part"),
        pytest.param(lambda x: sum(map(float, x.flat)), np.ones_like, id="refuses complex numbers"),
        pytest.param(lambda _: 4.0, np.zeros_like, id="constant"),
    ],
)
def test_auto_falls_back_to_central_differences(function, derivative):
    def real_for_real(x):
        value = function(x)
        return value if np.iscomplexobj(x) else float(np.real(value))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gradient, method = differentiate(real_for_real, POINT, "auto")
    assert method == "central differences"
    np.testing.assert_allclose(gradient, derivative(POINT), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_array_is_not_changed_even_by_the_function(method):
    def function(x):
        x *= 2
        return (x**2).sum()

    point = POINT.copy()
    gradient = numerical_gradient(function, point, method=method)
    np.testing.assert_array_equal(point, POINT)
    np.testing.assert_allclose(gradient, 8 * POINT, rtol=1e-8)


@pytest.mark.parametrize("method", METHODS)
def test_float32_and_integers_are_evaluated_in_float64(method):
    for dtype in (np.float32, np.int64):
        point = np.array([1, 2, 3], dtype)
        gradient = numerical_gradient(lambda x: (x**3).sum(), point, method=method)
        assert gradient.dtype == np.float64
        np.testing.assert_allclose(gradient, [3, 12, 27], rtol=1e-8)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("point", [np.array(2.0), np.empty((0, 3))])
def test_arrays_without_dimensions_or_elements(point, method):
    gradient = numerical_gradient(lambda x: (x**2).sum(), point, method=method)
    np.testing.assert_allclose(gradient, 2 * point, rtol=1e-8)


def test_step_is_as_asked():
    gradient = numerical_gradient(
        lambda x: (x**3).sum(), [1.0], method="central differences", step=0.5
    )
    assert gradient[0] == pytest.approx(3 + 0.25)


@pytest.mark.parametrize(
    ("function", "array", "options", "message"),
    [
        (np.sum, POINT + 0j, {}, "array has dtype complex128, expected real numbers"),
        (np.sum, ["a"], {}, "array has dtype <U1, expected real numbers"),
        (np.sum, POINT, {"step": 0}, "step is 0, expected a positive number"),
        (
            np.sum,
            POINT,
            {"method": "forward"},
            'method is \'forward\', expected "auto", "complex step" or "central differences"',
        ),
        (
            np.sin,
            POINT,
            {},
            "the function returned ndarray of shape (2, 3), expected one real number",
        ),
        (
            lambda x: x.real.sum(),
            POINT,
            {"method": "complex step"},
            (
                "the function returned no single complex number for a complex array, "
                'so the complex step has nothing to read; use method="central differences"'
            ),
        ),
        (
            lambda x: float(x[0, 0]),
            POINT + 0,
            {"method": "complex step"},
            (
                "the complex step does not pass through the function, which raised "
                "ComplexWarning: Casting complex values to real discards the imaginary part"
            ),
        ),
    ],
)
def test_unusable_arguments_are_named(function, array, options, message):
    with pytest.raises(InterfaceError) as error:
        numerical_gradient(function, array, **options)
    assert str(error.value) == f"numerical_gradient: {message}"


def test_an_exception_of_the_function_comes_through():
    def function(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        numerical_gradient(function, POINT)
