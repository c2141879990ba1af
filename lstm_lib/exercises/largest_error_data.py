"""Pairs of functions that belong together, more or less: the inputs of `largest_relative_error`.

All are the plain network's cell with some gradients multiplied. A gradient that is k times the
right one has the relative error |1 - k| / (1 + |k|), whatever comes in from above; so every way to
measure it gives the same number.

It is the plain network's cell because the LSTM's functions are exercises of the same assignment:
they would answer here while those are graded.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
from cellcheck.exercise import DataSet, draw

from lstm_lib.rnn_cell import rnn_cell_backward, rnn_cell_forward

GRADIENTS = ("dxt", "da_prev", "dWax", "dWaa", "dba")
SPREAD = 0.5
"""Of inputs and weights: where tanh is not flat, a difference of two losses has many digits."""


def _pair(
    factors: Mapping[str, float], averaged: Collection[str], stretch: float
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """A forward function and a backward function.

    Args:
        factors: by what each gradient is multiplied; those that are not named are right.
        averaged: gradients that are divided by the number of examples as well. Their error hangs
            on the arguments: it shows that the function uses those that it is given.
        stretch: by what the forward function multiplies its input, which `dxt` knows nothing of.

    """

    def forward(xt: Any, a_prev: Any, parameters: Any) -> Any:
        return rnn_cell_forward(stretch * xt, a_prev, parameters)

    def backward(da_next: Any, cache: Any) -> Any:
        gradients = rnn_cell_backward(da_next, cache)
        examples = da_next.shape[1]
        return {
            name: gradient * factors.get(name, 1.0) / (examples if name in averaged else 1)
            for name, gradient in gradients.items()
        }

    # What Python says of a call that does not fit them begins with these names.
    forward.__qualname__, backward.__qualname__ = "forward", "backward"
    return forward, backward


def _pair_set(
    name: str,
    sizes: tuple[int, int, int, int],
    seed: int,
    factors: Mapping[str, float],
    *,
    averaged: Collection[str] = (),
    stretch: float = 1.0,
    public: bool = True,
) -> DataSet:
    n_x, n_a, n_y, m = sizes
    drawn = draw(
        np.random.RandomState(seed),
        xt=(n_x, m),
        a_prev=(n_a, m),
        Wax=(n_a, n_x),
        Waa=(n_a, n_a),
        Wya=(n_y, n_a),
        ba=(n_a, 1),
        by=(n_y, 1),
    )
    scaled = {key: SPREAD * array for key, array in drawn.items()}
    forward, backward = _pair(factors, averaged, stretch)
    arrays = {
        "forward": forward,
        "backward": backward,
        "xt": scaled.pop("xt"),
        "a_prev": scaled.pop("a_prev"),
        "parameters": scaled,
    }
    return DataSet(name, {"n_x": n_x, "n_a": n_a, "n_y": n_y, "m": m}, arrays, public)


def pair_sets(seed: int | None) -> tuple[DataSet, ...]:
    """The largest error is the first, the last, one in the middle, or none to speak of."""
    public = (
        _pair_set("a doubled gradient", (3, 2, 2, 4), 1, {"dxt": 2.0}),
        _pair_set("a right pair", (2, 3, 4, 2), 2, {}),
        _pair_set(
            "everything wrong",
            (4, 2, 3, 3),
            3,
            {"dxt": 1.5, "da_prev": 0.5, "dWax": 4.0, "dWaa": 1.25, "dba": 3.0},
        ),
        _pair_set("a wrong sign", (2, 4, 1, 3), 4, {"dWaa": -1.0, "dba": 3.0}),
        _pair_set("a mean over the examples", (3, 2, 2, 6), 5, {"dWaa": 1.5}, averaged={"dba"}),
        _pair_set("a stretched input", (2, 3, 5, 4), 6, {"da_prev": 0.8}, stretch=3.0),
    )
    return public if seed is None else public + _hidden(seed)


def _hidden(seed: int) -> tuple[DataSet, ...]:
    generator = np.random.default_rng(seed)

    def sizes(fewest: int = 2) -> tuple[int, int, int, int]:
        """Small ones: every entry is moved, and each time both functions are asked from afar."""
        n_x, m = (int(size) for size in generator.integers([2, fewest], 6))
        return n_x, int(generator.integers(2, 4)), 2, m

    def seed_of_arrays() -> int:
        return int(generator.integers(2**31))

    def factor(least: float, most: float) -> float:
        """Above or below 1, as far from it on either side as the bounds say."""
        drawn = float(generator.uniform(least, most))
        return drawn if generator.integers(2) else 1 / drawn

    wrong, averaged = generator.choice(GRADIENTS, 2, replace=False).tolist()
    return (
        _pair_set(
            "hidden 1",
            sizes(),
            seed_of_arrays(),
            {name: factor(1.2, 6.0) for name in GRADIENTS},
            stretch=float(generator.uniform(0.5, 2.0)),
            public=False,
        ),
        _pair_set("hidden 2", sizes(), seed_of_arrays(), {wrong: factor(1.2, 6.0)}, public=False),
        _pair_set(
            "hidden 3",
            sizes(fewest=4),
            seed_of_arrays(),
            {name: factor(1.1, 1.5) for name in GRADIENTS},
            averaged={averaged},
            public=False,
        ),
    )
