"""The three exercises of the gradient lab: a gradient check, written by hand.

The first is called with a function as its argument, which takes an array and returns one number.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from cellcheck.exercise import Array, DataSet, Exercise, Functions
from numpy.typing import NDArray

from lstm_lib.exercises.derivations.gradient_lab import (
    CENTRAL_DIFFERENCES,
    ERROR_PER_TIME_STEP,
    RELATIVE_GRADIENT_ERROR,
)
from lstm_lib.exercises.gradient_lab_data import Loss, difference_sets, error_sets, step_sets

ALSO_SOLVED_IN = ("lstm_lib.differentiation", "lstm_lib.gradients")


def central_differences(f: Loss, x: NDArray[Any], step: float) -> NDArray[np.float64]:
    """Measure the slope of `f` along each entry of `x`, over both sides.

    | ``gradient[k] = (f(x + step e_k) - f(x - step e_k)) / (2 step)``

    The error is ``step^2 / 6`` times the third derivative, as the Taylor series of both terms says.

    Args:
        f: takes an array of the shape of `x`, returns one number.
        x: array of any shape, of floats or whole numbers; it is not changed.
        step: how far each entry is moved to both sides.

    Returns:
        array of floats, of the shape of `x`.

    >>> central_differences(lambda x: float((x**2).sum()), np.array([[1, 2], [3, 4]]), 0.5).tolist()
    [[2.0, 4.0], [6.0, 8.0]]

    """
    point = np.array(x, dtype=float)
    gradient = np.zeros(point.shape)
    for index in np.ndindex(point.shape):
        entry = point[index]
        point[index] = entry + step
        above = f(point.copy())
        point[index] = entry - step
        below = f(point.copy())
        point[index] = entry
        gradient[index] = (above - below) / (2 * step)
    return gradient


def relative_gradient_error(measured: NDArray[Any], computed: NDArray[Any]) -> float:
    """How far two gradients are apart, as a part of their size.

    | ``|measured - computed| / (|measured| + |computed|)``,  or 0 where both are zero

    with ``|g|`` for the root of the sum of the squares of all entries.

    Args:
        measured: array of any shape.
        computed: array of the same shape.

    Returns:
        A float from 0 (equal) to 1.

    >>> relative_gradient_error(np.array([3.0, 4.0]), np.array([6.0, 8.0]))  # 5 / (5 + 10)
    0.3333333333333333

    """
    size = np.linalg.norm(measured) + np.linalg.norm(computed)
    return float(np.linalg.norm(measured - computed) / size) if size > 0 else 0.0


def error_per_time_step(measured: NDArray[Any], computed: NDArray[Any]) -> NDArray[np.float64]:
    """How far two gradients are apart at each time step.

    | ``errors[t] = relative_gradient_error(measured[:, :, t], computed[:, :, t])``

    Args:
        measured: array (n, m, T), such as the gradient of the inputs of all steps.
        computed: array of the same shape.

    Returns:
        array (T,)

    >>> ones = np.ones((3, 2, 2))
    >>> error_per_time_step(ones, ones * [1, 3]).tolist()
    [0.0, 0.5]

    """
    steps = range(measured.shape[2])
    slices = ((measured[:, :, t], computed[:, :, t]) for t in steps)
    return np.array([relative_gradient_error(one, other) for one, other in slices])


def _given(*names: str) -> Callable[[DataSet, Functions], tuple[Any, ...]]:
    return lambda data, _functions: tuple(data.arrays[name] for name in names)


GRADIENT_LAB_EXERCISES = (
    Exercise(
        name="central_differences",
        signature=("f", "x", "step"),
        returns=Array("gradient", ("row", "column")),
        reference=central_differences,
        arguments=_given("f", "x", "step"),
        data_sets=difference_sets,
        derivation=CENTRAL_DIFFERENCES,
        also_solved_in=ALSO_SOLVED_IN,
    ),
    Exercise(
        name="relative_gradient_error",
        signature=("measured", "computed"),
        returns=Array("error", ()),
        reference=relative_gradient_error,
        arguments=_given("measured", "computed"),
        data_sets=error_sets,
        derivation=RELATIVE_GRADIENT_ERROR,
        also_solved_in=ALSO_SOLVED_IN,
    ),
    Exercise(
        name="error_per_time_step",
        signature=("measured", "computed"),
        returns=Array("errors", ("T",)),
        reference=error_per_time_step,
        arguments=_given("measured", "computed"),
        data_sets=step_sets,
        calls=("relative_gradient_error",),
        derivation=ERROR_PER_TIME_STEP,
        also_solved_in=ALSO_SOLVED_IN,
    ),
)
