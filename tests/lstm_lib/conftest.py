"""Data for the library's tests, each draw from a generator of its own."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest

from lstm_lib import initialize_parameters


class Case(NamedTuple):
    """Inputs of a full pass, and one upstream gradient for each of its outputs."""

    x: Any
    a0: Any
    parameters: dict[str, Any]
    da: Any
    dy: Any
    dc_last: Any


def draw_case(
    n_x: int = 3, n_a: int = 5, n_y: int = 2, m: int = 4, T_x: int = 3,
    *, T: int | None = None, cell: str = "lstm", seed: int = 1, dtype: Any = np.float64,
) -> Case:  # fmt: skip
    generator = np.random.default_rng(seed)
    T = T_x if T is None else T

    def normal(*shape: int) -> Any:
        return generator.standard_normal(shape).astype(dtype)

    parameters = initialize_parameters(n_x, n_a, n_y, seed=generator, cell=cell, dtype=dtype)
    # Biases that are all alike would hide a bias put into the wrong gate.
    for name, value in parameters.items():
        if name.startswith("b"):
            parameters[name] = normal(*value.shape)
    return Case(
        normal(n_x, m, T_x), normal(n_a, m), parameters,
        normal(n_a, m, T), normal(n_y, m, T), normal(n_a, m),
    )  # fmt: skip


@pytest.fixture(scope="session")
def case() -> Callable[..., Case]:
    return draw_case
