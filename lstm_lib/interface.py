"""The names, shapes and types of the published interface, each written once.

A shape is a tuple of symbols: ``n_x`` inputs, ``n_a`` hidden units, ``n_y`` outputs, ``m``
examples, ``T_x`` time steps in the input, ``T <= T_x`` time steps that are backpropagated.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Parameters: TypeAlias = Mapping[str, Array]
Gradients: TypeAlias = dict[str, Array]
Cache: TypeAlias = tuple[Any, ...]
Caches: TypeAlias = tuple[list[Cache], Array]
Shape: TypeAlias = tuple[str, ...]

LSTMCellForward: TypeAlias = Callable[
    [Array, Array, Array, Parameters], tuple[Array, Array, Array, Cache]
]
RNNCellForward: TypeAlias = Callable[[Array, Array, Parameters], tuple[Array, Array, Cache]]
LSTMCellBackward: TypeAlias = Callable[[Array, Array, Cache], Gradients]
RNNCellBackward: TypeAlias = Callable[[Array, Cache], Gradients]

LSTM_WEIGHTS: Final[dict[str, Shape]] = {
    "Wf": ("n_a", "n_a + n_x"),
    "bf": ("n_a", "1"),
    "Wi": ("n_a", "n_a + n_x"),
    "bi": ("n_a", "1"),
    "Wc": ("n_a", "n_a + n_x"),
    "bc": ("n_a", "1"),
    "Wo": ("n_a", "n_a + n_x"),
    "bo": ("n_a", "1"),
}
LSTM_PARAMETERS: Final[dict[str, Shape]] = {
    **LSTM_WEIGHTS,
    "Wy": ("n_y", "n_a"),
    "by": ("n_y", "1"),
}
RNN_WEIGHTS: Final[dict[str, Shape]] = {
    "Wax": ("n_a", "n_x"),
    "Waa": ("n_a", "n_a"),
    "ba": ("n_a", "1"),
}
RNN_PARAMETERS: Final[dict[str, Shape]] = {
    **RNN_WEIGHTS,
    "Wya": ("n_y", "n_a"),
    "by": ("n_y", "1"),
}

LSTM_CACHE_ARRAYS: Final[dict[str, Shape]] = {
    "a_next": ("n_a", "m"),
    "c_next": ("n_a", "m"),
    "a_prev": ("n_a", "m"),
    "c_prev": ("n_a", "m"),
    "ft": ("n_a", "m"),
    "it": ("n_a", "m"),
    "cct": ("n_a", "m"),
    "ot": ("n_a", "m"),
    "xt": ("n_x", "m"),
}
RNN_CACHE_ARRAYS: Final[dict[str, Shape]] = {
    "a_next": ("n_a", "m"),
    "a_prev": ("n_a", "m"),
    "xt": ("n_x", "m"),
}
LSTM_CACHE: Final = (*LSTM_CACHE_ARRAYS, "parameters")
RNN_CACHE: Final = (*RNN_CACHE_ARRAYS, "parameters")
CACHES: Final = ("list_of_cache", "x")

LSTM_CELL_GRADIENTS: Final[dict[str, Shape]] = {
    "dxt": ("n_x", "m"),
    "da_prev": ("n_a", "m"),
    "dc_prev": ("n_a", "m"),
    **{f"d{name}": shape for name, shape in LSTM_WEIGHTS.items()},
}
RNN_CELL_GRADIENTS: Final[dict[str, Shape]] = {
    "dxt": ("n_x", "m"),
    "da_prev": ("n_a", "m"),
    **{f"d{name}": shape for name, shape in RNN_WEIGHTS.items()},
}
