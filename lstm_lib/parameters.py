"""Random parameters to start from, drawn from a generator of their own."""

from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike

from lstm_lib.interface import LSTM_PARAMETERS, RNN_PARAMETERS, Array, Shape
from lstm_lib.validation import InterfaceError


def initialize_parameters(
    n_x: int,
    n_a: int,
    n_y: int,
    *,
    seed: int | np.random.Generator | None = None,
    cell: Literal["lstm", "rnn"] = "lstm",
    dtype: DTypeLike = np.float64,
) -> dict[str, Array]:
    """Draw the parameters of an LSTM or of a plain RNN.

    Weights are normal with variance 1 / (number of values that enter the unit), so that a unit's
    sum starts near variance 1 (LeCun et al., "Efficient BackProp", 1998). Biases are zero but the
    forget gate's, which is one: a new LSTM remembers (Gers, Schmidhuber and Cummins, "Learning to
    Forget", 2000; Jozefowicz et al., 2015). NumPy's global random stream is neither read nor moved.

    Parameters
    ----------
    n_x, n_a, n_y : int
        Inputs, hidden units, outputs; each at least 1.
    seed : int, numpy.random.Generator or None
        The same integer draws the same parameters; None draws new ones every time.
    cell : "lstm" or "rnn"
        Whose parameters to draw.
    dtype : real floating dtype
        float64 or float32, of every array.

    Returns
    -------
    dict of arrays
        LSTM: ``Wf``, ``Wi``, ``Wc``, ``Wo`` (n_a, n_a + n_x), ``bf``, ``bi``, ``bc``, ``bo``
        (n_a, 1), ``Wy`` (n_y, n_a), ``by`` (n_y, 1). RNN: ``Wax`` (n_a, n_x), ``Waa`` (n_a, n_a),
        ``Wya`` (n_y, n_a), ``ba`` (n_a, 1), ``by`` (n_y, 1).

    Raises
    ------
    InterfaceError
        If a size is no integer or less than 1, `cell` is unknown, or `dtype` is not real floating.

    >>> parameters = initialize_parameters(3, 5, 2, seed=1)
    >>> parameters["Wf"].shape, parameters["by"].shape
    ((5, 8), (2, 1))

    """
    sizes = {"n_x": n_x, "n_a": n_a, "n_y": n_y}
    _check(sizes, cell, dtype)
    sizes.update({"1": 1, "n_a + n_x": n_a + n_x})
    generator = np.random.default_rng(seed)
    inputs = {"Wy": n_a, "Wya": n_a}

    def draw(name: str, shape: Shape) -> Array:
        rows, columns = (int(sizes[symbol]) for symbol in shape)
        if name.startswith("b"):
            return np.full((rows, columns), float(name == "bf"), dtype=dtype)
        scale = 1 / sqrt(inputs.get(name, n_a + n_x))
        return (scale * generator.standard_normal((rows, columns))).astype(dtype)

    shapes = LSTM_PARAMETERS if cell == "lstm" else RNN_PARAMETERS
    return {name: draw(name, shape) for name, shape in shapes.items()}


def _check(sizes: dict[str, Any], cell: str, dtype: DTypeLike) -> None:
    for name, size in sizes.items():
        if not isinstance(size, int | np.integer) or isinstance(size, bool) or size < 1:
            raise InterfaceError(
                f"initialize_parameters: {name} is {size!r}, expected an integer of at least 1"
            )
    if cell not in {"lstm", "rnn"}:
        raise InterfaceError(f'initialize_parameters: cell is {cell!r}, expected "lstm" or "rnn"')
    if np.dtype(dtype).kind != "f":
        raise InterfaceError(
            f"initialize_parameters: dtype is {np.dtype(dtype)}, expected float64 or float32"
        )
