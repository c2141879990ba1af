"""Numerical differentiation: the oracle that every analytic gradient is measured against."""

import warnings
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from lstm_lib.interface import Array
from lstm_lib.validation import InterfaceError

UsedMethod: TypeAlias = Literal["complex step", "central differences"]
Method: TypeAlias = Literal["auto", "complex step", "central differences"]

# The imaginary part is linear in the step, so that any tiny step is exact: nothing is subtracted.
_COMPLEX_STEP = 1e-20
# Rounding grows as eps / step and truncation as step^2; the cube root of eps balances the two.
_CENTRAL_STEP = float(np.cbrt(np.finfo(np.float64).eps))
# How closely the two methods agree where both are right: relative to the derivative, to the value.
_AGREEMENT = 1e-5
_ROUNDING = 1e-8


class ComplexStepError(InterfaceError):
    """The function does not carry an imaginary part through to its result."""


def numerical_gradient(
    function: Callable[[Array], Any],
    array: ArrayLike,
    *,
    method: Method = "auto",
    step: float | None = None,
) -> Array:
    """Differentiate a scalar function of an array, entry by entry.

    | complex step:         ``Im f(x + i h e_k) / h``                       error about 1e-15
    | central differences:  ``(f(x + h e_k) - f(x - h e_k)) / 2h``          error about 1e-10

    The complex step (Squire and Trapp, "Using Complex Variables to Estimate Derivatives of Real
    Functions", 1998) subtracts nothing and so loses no digits, but the function has to be analytic
    and to keep the imaginary part. ``"auto"`` takes it when the function returns a complex number
    without an error or a ComplexWarning, and the derivative in one random direction agrees with a
    central difference; otherwise it takes central differences.

    Parameters
    ----------
    function : callable
        Takes an array of the shape of `array` (float64 or complex128) and returns one number.
    array : array of any shape, real
        Evaluated in float64. `function` receives copies; the array itself is never changed.
    method : "auto", "complex step" or "central differences"
        As above.
    step : float, optional
        ``h``; by default 1e-20 for the complex step and 6.06e-6 * max(1, abs(x_k)) for central
        differences. With "auto", a given step is used by whichever method is taken.

    Returns
    -------
    array, float64, of the shape of `array`

    Raises
    ------
    InterfaceError
        If `array` is not real, `step` not positive, `method` unknown, the function does not return
        one number, or the complex step is asked for and the function does not allow it.

    >>> numerical_gradient(lambda x: (x**3).sum(), [1.0, 2.0]).tolist()
    [3.0, 12.0]

    """
    return differentiate(function, array, method, step)[0]


def differentiate(
    function: Callable[[Array], Any], array: ArrayLike, method: Method, step: float | None = None
) -> tuple[Array, UsedMethod]:
    """Differentiate as `numerical_gradient` does, and tell which method was taken.

    >>> differentiate(lambda x: abs(x).sum(), [1.0, -2.0], "auto")[1]  # abs is not analytic
    'central differences'
    """
    point: Array = np.asarray(array)
    if point.dtype.kind not in "biuf":
        raise InterfaceError(
            f"numerical_gradient: array has dtype {point.dtype}, expected real numbers"
        )
    point = point.astype(np.float64)
    if step is not None and not step > 0:
        raise InterfaceError(f"numerical_gradient: step is {step}, expected a positive number")
    if method not in {"auto", "complex step", "central differences"}:
        raise InterfaceError(
            f"numerical_gradient: method is {method!r}, "
            'expected "auto", "complex step" or "central differences"'
        )
    if method == "complex step":
        return _complex_step(function, point, step), "complex step"
    if method == "auto":
        try:
            _spot_check(function, point, step)
            return _complex_step(function, point, step), "complex step"
        except ComplexStepError:
            pass  # central differences ask nothing of the function but its values
    return _central_differences(function, point, step), "central differences"


def _complex_step(function: Callable[[Array], Any], point: Array, step: float | None) -> Array:
    step = _COMPLEX_STEP if step is None else step
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        direction = np.zeros_like(point)
        direction[index] = 1
        gradient[index] = _complex_derivative(function, point, direction, step)
    return gradient


def _central_differences(
    function: Callable[[Array], Any], point: Array, step: float | None
) -> Array:
    gradient = np.empty_like(point)
    for index in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        h = _CENTRAL_STEP * max(1.0, float(abs(point[index]))) if step is None else step
        above[index] += h
        below[index] -= h
        # The width as it came out after rounding, not 2h.
        width = above[index] - below[index]
        gradient[index] = (_real(function(above)) - _real(function(below))) / width
    return gradient


def _complex_derivative(
    function: Callable[[Array], Any], point: Array, direction: Array, step: float
) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("error", np.exceptions.ComplexWarning)
        try:
            value = function(point + 1j * step * direction)
        except Exception as error:
            raise ComplexStepError(
                "numerical_gradient: the complex step does not pass through the function, which "
                f"raised {type(error).__name__}: {error}"
            ) from error
    if np.size(value) != 1 or not np.iscomplexobj(value):
        raise ComplexStepError(
            "numerical_gradient: the function returned no single complex number for a complex "
            'array, so the complex step has nothing to read; use method="central differences"'
        )
    return float(np.imag(value).item() / step)


def _spot_check(function: Callable[[Array], Any], point: Array, step: float | None) -> None:
    direction = np.random.default_rng(0).standard_normal(point.shape)
    by_complex_step = _complex_derivative(function, point, direction, step or _COMPLEX_STEP)
    h = _CENTRAL_STEP * max(1.0, float(np.abs(point).max(initial=0)))
    above = _real(function(point + h * direction))
    below = _real(function(point - h * direction))
    by_differences = (above - below) / (2 * h)
    allowed = _AGREEMENT * abs(by_differences) + _ROUNDING * max(abs(above), abs(below))
    if not abs(by_complex_step - by_differences) <= allowed:
        raise ComplexStepError(
            "numerical_gradient: the complex step gives "
            f"{by_complex_step:.6g} in one direction, a central difference {by_differences:.6g}"
        )


def _real(value: Any) -> float:
    if np.size(value) != 1 or np.iscomplexobj(value):
        raise InterfaceError(
            f"numerical_gradient: the function returned {type(value).__name__} of shape "
            f"{np.shape(value)}, expected one real number"
        )
    return float(np.asarray(value).item())
