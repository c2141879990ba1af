"""The inputs on which the exercises are checked.

The published set comes first: it is what students have on paper. The others each take away a
place where a mistake can hide: one example, one output, fewer units than inputs, more than two
outputs, fewer backpropagated steps than input steps. None has a single time step: right code in the
wild reads sizes from the second cache.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from cellcheck.exercise import DataSet

PUBLISHED_SEED = 1
FURTHER_SEED = 2
Sizes = Mapping[str, int]
Shapes = Mapping[str, tuple[str, ...]]

PUBLIC_SIZES: dict[str, dict[str, int]] = {
    "published": {"n_x": 3, "n_a": 5, "n_y": 2, "m": 10, "T_x": 7, "T": 4},
    "one example": {"n_x": 4, "n_a": 3, "n_y": 5, "m": 1, "T_x": 5, "T": 5},
    "few units": {"n_x": 6, "n_a": 2, "n_y": 3, "m": 4, "T_x": 4, "T": 3},
    "many units": {"n_x": 2, "n_a": 7, "n_y": 4, "m": 3, "T_x": 6, "T": 6},
    "one output": {"n_x": 3, "n_a": 4, "n_y": 1, "m": 5, "T_x": 3, "T": 2},
}
HIDDEN_SETS = 3

LSTM_DRAW: Shapes = {
    "Wf": ("n_a", "n_a+n_x"),
    "bf": ("n_a", "1"),
    "Wi": ("n_a", "n_a+n_x"),
    "bi": ("n_a", "1"),
    "Wo": ("n_a", "n_a+n_x"),
    "bo": ("n_a", "1"),
    "Wc": ("n_a", "n_a+n_x"),
    "bc": ("n_a", "1"),
    "Wy": ("n_y", "n_a"),
    "by": ("n_y", "1"),
}
RNN_DRAW: Shapes = {
    "Wax": ("n_a", "n_x"),
    "Waa": ("n_a", "n_a"),
    "Wya": ("n_y", "n_a"),
    "ba": ("n_a", "1"),
    "by": ("n_y", "1"),
}


def data_sets(
    inputs: Shapes, parameters: Shapes, upstream: Shapes, *, published_zero: tuple[str, ...] = ()
) -> Callable[[int | None], tuple[DataSet, ...]]:
    """Makes the function that draws an exercise's data sets.

    Args:
        inputs: arrays drawn first, with their axes.
        parameters: weights drawn next; they become one dictionary.
        upstream: gradients drawn last.
        published_zero: parameters that are zero, and not drawn, in the published set.

    """

    def draw_all(seed: int | None) -> tuple[DataSet, ...]:
        public = tuple(
            _draw(
                name,
                sizes,
                FURTHER_SEED + position - 1 if position else PUBLISHED_SEED,
                public=True,
            )
            for position, (name, sizes) in enumerate(PUBLIC_SIZES.items())
        )
        return public if seed is None else public + _hidden(seed)

    def _hidden(seed: int) -> tuple[DataSet, ...]:
        generator = np.random.default_rng(seed)
        return tuple(
            _draw(
                f"hidden {number + 1}",
                _random_sizes(generator),
                int(generator.integers(2**31)),
                public=False,
            )
            for number in range(HIDDEN_SETS)
        )

    def _draw(name: str, sizes: Sizes, seed: int, *, public: bool) -> DataSet:
        # RandomState draws what `np.random.seed` and `randn` draw, and leaves the global stream be.
        generator = np.random.RandomState(seed)
        zero = published_zero if name == "published" else ()

        def arrays(shapes: Shapes) -> dict[str, Any]:
            return {
                key: np.zeros(_shape(axes, sizes))
                if key in zero
                else generator.standard_normal(_shape(axes, sizes))
                for key, axes in shapes.items()
            }

        drawn = arrays(inputs) | {"parameters": arrays(parameters)} | arrays(upstream)
        return DataSet(
            name, _sizes_used(sizes, {**inputs, **parameters, **upstream}), drawn, public
        )

    return draw_all


def _random_sizes(generator: np.random.Generator) -> dict[str, int]:
    """Sizes that differ from one another, so that no axis can stand in for another one."""
    n_x, n_a, n_y, m, T_x = (int(size) for size in generator.permutation(np.arange(3, 10))[:5])
    return {"n_x": n_x, "n_a": n_a, "n_y": n_y, "m": m, "T_x": T_x, "T": T_x - 1}


def _shape(axes: tuple[str, ...], sizes: Sizes) -> tuple[int, ...]:
    return tuple(
        sum(sizes[term] if term in sizes else int(term) for term in axis.split("+"))
        for axis in axes
    )


def _sizes_used(sizes: Sizes, shapes: Shapes) -> dict[str, int]:
    used = {term for axes in shapes.values() for axis in axes for term in axis.split("+")}
    return {name: size for name, size in sizes.items() if name in used}
