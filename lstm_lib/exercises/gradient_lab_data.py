"""The inputs on which the exercises of the gradient lab are checked: losses, arrays and steps.

All steps are powers of two, and whatever is moved lies on a grid of them. So `x += step` and
`x -= step` undo each other to the last bit, and code that moves an entry in place and back leaves
its argument exactly as it was.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from cellcheck.exercise import DataSet
from numpy.typing import NDArray

Loss = Callable[[NDArray[Any]], float]

GRID = 2.0**-6
SMALL_STEP = 2.0**-14
"""About 6e-5: close to the derivative, and far from the rounding of the losses."""
LARGE_STEP = 2.0**-3
"""The slope over both sides is then visibly not the derivative: the step given has to be used."""

# The losses to differentiate. Each insists on the shape that it was made for, and none is a sum of
# functions of single entries, so that no entry can be moved without the others in their places.


def _layer(generator: np.random.RandomState, shape: tuple[int, ...]) -> Loss:
    weights = generator.standard_normal((3, shape[0])) / shape[0]
    return lambda x: float(np.sum(np.tanh(weights @ _of_shape(x, shape)) ** 2))


def _product(generator: np.random.RandomState, shape: tuple[int, ...]) -> Loss:
    factors = generator.uniform(0.5, 1.5, shape)

    def f(x: NDArray[Any]) -> float:
        x = _of_shape(x, shape)
        return float(np.sum(factors * x**3) + np.sum(x) ** 2 / 4)

    return f


def _log_of_sum(generator: np.random.RandomState, shape: tuple[int, ...]) -> Loss:
    factors = generator.uniform(0.5, 1.5, shape)
    return lambda x: float(10 * np.log(np.sum(np.exp(factors * _of_shape(x, shape)))))


def _of_shape(x: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    if np.shape(x) != shape:
        raise ValueError(f"f takes an array of shape {shape}, and got one of shape {np.shape(x)}")
    return np.asarray(x)


def _on_the_grid(generator: np.random.RandomState, shape: tuple[int, ...]) -> NDArray[np.float64]:
    return np.round(generator.standard_normal(shape) / GRID) * GRID


Losses = Callable[[np.random.RandomState, tuple[int, ...]], Loss]


def _difference_set(
    name: str,
    losses: Losses,
    shape: tuple[int, ...],
    step: float,
    seed: int,
    *,
    public: bool = True,
) -> DataSet:
    generator = np.random.RandomState(seed)
    x: NDArray[Any] = _on_the_grid(generator, shape)
    if "whole" in name:
        x = generator.randint(-3, 4, shape)
    sizes = {f"axis {axis}": size for axis, size in enumerate(shape)}
    arrays = {"f": losses(generator, shape), "x": x, "step": step}
    return DataSet(name, sizes, arrays, public)


def difference_sets(seed: int | None) -> tuple[DataSet, ...]:
    """Of `central_differences`: one to three axes, whole numbers, a step that shows."""
    public = (
        _difference_set("two axes", _layer, (3, 4), SMALL_STEP, 1),
        _difference_set("one axis", _log_of_sum, (5,), SMALL_STEP, 2),
        _difference_set("three axes", _product, (2, 4, 3), SMALL_STEP, 3),
        _difference_set("whole numbers", _log_of_sum, (3, 2), SMALL_STEP, 4),
        _difference_set("large step", _product, (4, 2), LARGE_STEP, 5),
    )
    if seed is None:
        return public
    generator = np.random.default_rng(seed)
    rows, columns, layers = (int(size) for size in generator.permutation(np.arange(2, 6))[:3])
    seeds = [int(number) for number in generator.integers(2**31, size=3)]
    return (
        *public,
        _difference_set(
            "hidden 1", _layer, (rows, columns), LARGE_STEP / 2, seeds[0], public=False
        ),
        _difference_set(
            "hidden 2", _product, (columns, layers, rows), SMALL_STEP * 2, seeds[1], public=False
        ),
        _difference_set(
            "hidden 3, whole", _log_of_sum, (layers,), LARGE_STEP, seeds[2], public=False
        ),
    )


def _error_set(
    name: str, measured: NDArray[Any], computed: NDArray[Any], *, public: bool = True
) -> DataSet:
    sizes = {f"axis {axis}": size for axis, size in enumerate(measured.shape)}
    return DataSet(name, sizes, {"measured": measured, "computed": computed}, public)


def error_sets(seed: int | None) -> tuple[DataSet, ...]:
    """Of `relative_gradient_error`: gradients of all sizes, and zeros."""
    normal = np.random.RandomState(1).standard_normal
    wide, small, near = normal((3, 4)), normal((5, 1)), normal((2, 3, 2))
    public = (
        _error_set("unlike", wide, normal((3, 4))),
        _error_set("close", near, near + 1e-3 * normal((2, 3, 2))),
        _error_set("small", 1e-5 * small, 2e-5 * small + 1e-6 * normal((5, 1))),
        _error_set("large", 1e4 * normal((4, 2)), -1e4 * normal((4, 2))),
        _error_set("one is zero", normal((2, 4)), np.zeros((2, 4))),
        _error_set("both are zero", np.zeros((2, 3)), np.zeros((2, 3))),
    )
    if seed is None:
        return public
    generator = np.random.default_rng(seed)
    rows, columns = (int(size) for size in generator.permutation(np.arange(2, 7))[:2])
    one, other = generator.standard_normal((2, rows, columns))
    return (
        *public,
        _error_set("hidden 1", one, other, public=False),
        _error_set("hidden 2", 1e-5 * one, 3e-5 * one, public=False),
        _error_set("hidden 3", one, one + 1e-2 * other, public=False),
    )


def _step_set(
    name: str,
    shape: tuple[int, int, int],
    seed: int,
    factors: Sequence[float],
    *,
    public: bool = True,
) -> DataSet:
    """`factors` say, step by step, by what the computed gradient is larger than the measured one.

    Where that is not 1, some noise is added. The gradients shrink on their way back, as real ones
    do. A step that the loss does not see, with the factor nan, has none at all.
    """
    n, m, T = shape
    normal = np.random.RandomState(seed).standard_normal
    sizes = 0.5 ** np.arange(T)[::-1] * ~np.isnan(factors)
    measured = sizes * normal(shape)
    noise = sizes * (np.asarray(factors) != 1) * normal(shape) / 4
    computed = measured * np.nan_to_num(factors) + noise
    arrays = {"measured": measured, "computed": computed}
    return DataSet(name, {"n": n, "m": m, "T": T}, arrays, public)


def step_sets(seed: int | None) -> tuple[DataSet, ...]:
    """Of `error_per_time_step`: more units than time steps, fewer, and as many."""
    unseen = float("nan")
    public = (
        _step_set("all steps", (6, 3, 5), 1, (1.1, 1.5, 2.0, 0.5, 4.0)),
        _step_set("one is wrong", (2, 4, 6), 2, (1.0, 1.0, -1.0, 1.0, 1.0, 1.0)),
        _step_set("one example", (4, 1, 3), 3, (3.0, 0.0, 1.2)),
        _step_set("unseen steps", (3, 2, 4), 4, (2.0, 1.25, unseen, unseen)),
        _step_set("equal sizes", (3, 3, 3), 5, (0.9, 1.0, -0.5)),
    )
    if seed is None:
        return public
    generator = np.random.default_rng(seed)
    n, m, T = (int(size) for size in generator.permutation(np.arange(2, 7))[:3])
    seeds = [int(number) for number in generator.integers(2**31, size=3)]
    return (
        *public,
        _step_set("hidden 1", (n, m, T), seeds[0], list(generator.uniform(-2, 2, T)), public=False),
        _step_set("hidden 2", (T, m, n), seeds[1], list(generator.uniform(-2, 2, n)), public=False),
        _step_set("hidden 3", (m, 1, n), seeds[2], list(generator.uniform(0, 3, n)), public=False),
    )
