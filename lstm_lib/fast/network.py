"""The sizes of a network of LSTM layers, and its parameters by name."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.fast.conversions import layer_names, stack_gates
from lstm_lib.interface import Array
from lstm_lib.parameters import initialize_parameters


@dataclass(frozen=True, slots=True)
class Network:
    """Sizes of the layers, which all have `n_a` units in each of one or two directions.

    >>> Network(3, 5, 2, 1, 2, np.dtype(np.float64)).shapes()["W_l0_reverse"]
    (20, 8)
    """

    n_x: int
    n_a: int
    n_y: int | None
    layers: int
    directions: int
    dtype: np.dtype[Any]

    @property
    def names(self) -> list[str]:
        """Names of all directions of all layers, in PyTorch's order."""
        return layer_names(self.layers, self.directions)

    @property
    def inputs(self) -> tuple[tuple[int, bool], ...]:
        """How many inputs each of them has, and whether it runs from the end."""
        reversals = (False, True)[: self.directions]
        sizes = [self.n_x, *[self.directions * self.n_a] * (self.layers - 1)]
        return tuple((n_in, reverse) for n_in in sizes for reverse in reversals)

    def shapes(self) -> dict[str, tuple[int, int]]:
        """Return the shape of each parameter."""
        n_out = self.directions * self.n_a
        shapes: dict[str, tuple[int, int]] = {}
        for name, (n_in, _) in zip(self.names, self.inputs, strict=True):
            shapes[f"W_{name}"] = (4 * self.n_a, self.n_a + n_in)
            shapes[f"b_{name}"] = (4 * self.n_a, 1)
        if self.n_y is not None:
            shapes["Wy"], shapes["by"] = (self.n_y, n_out), (self.n_y, 1)
        return shapes

    def draw(self, generator: np.random.Generator) -> dict[str, Array]:
        """Draw parameters; those of one layer are what `initialize_parameters` draws."""
        parameters: dict[str, Array] = {}
        n_out, n_y = self.directions * self.n_a, self.n_y or 1
        drawn: dict[str, Array] = {}
        for name, (n_in, _) in zip(self.names, self.inputs, strict=True):
            drawn = initialize_parameters(n_in, self.n_a, n_y, seed=generator, dtype=self.dtype)
            parameters[f"W_{name}"], parameters[f"b_{name}"] = stack_gates(drawn)
        if self.n_y is not None:
            if self.directions == 2:
                drawn = initialize_parameters(1, n_out, n_y, seed=generator, dtype=self.dtype)
            parameters["Wy"], parameters["by"] = drawn["Wy"], drawn["by"]
        return parameters
