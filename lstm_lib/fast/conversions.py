"""Parameters of the fast passes to and from the course's dictionary and PyTorch's `nn.LSTM`."""

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from lstm_lib.fast.arguments import check_array, check_dtype
from lstm_lib.interface import LSTM_PARAMETERS, Array, Parameters
from lstm_lib.validation import InterfaceError, Shapes, check_keys

# The three sigmoid gates first, so that one call serves them all, and side by side the three whose
# gradients come through the cell state.
GATES: Final = ("o", "f", "i", "c")
# PyTorch calls the candidate g and the forget gate the second: i, f, g, o.
_FROM_PYTORCH: Final = (3, 1, 0, 2)
_TO_PYTORCH: Final = (2, 1, 3, 0)
_LAYER: Final = re.compile(r"weight_ih_l(\d+)$")


def layer_names(layers: int, directions: int) -> list[str]:
    """Name the directions of all layers as PyTorch does, in its order.

    >>> layer_names(2, 2)
    ['l0', 'l0_reverse', 'l1', 'l1_reverse']
    """
    return [
        f"l{layer}{suffix}" for layer in range(layers) for suffix in ("", "_reverse")[:directions]
    ]


def stack_gates(parameters: Mapping[str, Array]) -> tuple[Array, Array]:
    """Stack the course's gates o, f, i, c: ``W`` (4 n_a, n_a + n_x) and ``b`` (4 n_a, 1).

    >>> from lstm_lib import initialize_parameters
    >>> W, b = stack_gates(initialize_parameters(3, 5, 2))
    >>> W.shape, b.shape
    ((20, 8), (20, 1))
    """
    W = np.concatenate([parameters[f"W{gate}"] for gate in GATES])
    return W, np.concatenate([parameters[f"b{gate}"] for gate in GATES])


def split_gates(W: Array, b: Array, prefix: str = "") -> dict[str, Array]:
    """Take apart what `stack_gates` stacked, as copies under the course's names.

    >>> list(split_gates(np.ones((20, 8)), np.ones((20, 1)), prefix="d"))
    ['dWf', 'dbf', 'dWi', 'dbi', 'dWc', 'dbc', 'dWo', 'dbo']
    """
    n_a = len(W) // 4
    rows = {gate: slice(k * n_a, (k + 1) * n_a) for k, gate in enumerate(GATES)}
    return {
        f"{prefix}{name}{gate}": value[rows[gate]].copy()
        for gate in "fico"
        for name, value in (("W", W), ("b", b))
    }


def read_course(parameters: Parameters) -> dict[str, Array]:
    """Read the course's dictionary as the parameters of one layer in one direction.

    Raises
    ------
    InterfaceError
        If a parameter is missing, has another shape, or all are not float64 or all float32.

    """
    function = "LSTM.from_course"
    check_keys(function, "parameters", parameters, LSTM_PARAMETERS)
    shapes = Shapes(function)
    shapes.match('parameters["bf"]', parameters["bf"], ("n_a", "1"))
    shapes.match_all("parameters", parameters, LSTM_PARAMETERS)
    dtype = check_dtype(function, 'the dtype of parameters["Wf"]', parameters["Wf"].dtype)
    for name in LSTM_PARAMETERS:
        value = parameters[name]
        check_array(function, f'parameters["{name}"]', value, value.shape, dtype)
    n_a, columns = parameters["Wf"].shape
    if columns <= n_a:
        raise InterfaceError(
            f'{function}: parameters["Wf"] has shape {(n_a, columns)}, expected (n_a, n_a + n_x) '
            "with at least one input"
        )
    W, b = stack_gates(parameters)
    return {"W_l0": W, "b_l0": b, "Wy": parameters["Wy"], "by": parameters["by"]}


def read_linear(output: Mapping[str, Any], columns: int, dtype: np.dtype[Any]) -> dict[str, Array]:
    """Read the state dict of an `nn.Linear` as ``Wy`` (n_y, columns) and ``by`` (n_y, 1).

    Raises
    ------
    InterfaceError
        If a key is missing, or an array has another shape or dtype.

    """
    function = "LSTM.from_torch"
    check_keys(function, "output", output, ("weight", "bias"))
    weight, bias = (
        _as_array(function, f'output["{key}"]', output[key]) for key in ("weight", "bias")
    )
    check_array(function, 'output["weight"]', weight, ("n_y", columns), dtype)
    check_array(function, 'output["bias"]', bias, (len(weight),), dtype)
    return {"Wy": weight, "by": bias[:, np.newaxis]}


def to_pytorch(parameters: Mapping[str, Array], layers: int, directions: int) -> dict[str, Array]:
    """Make the state dict of an `nn.LSTM` with the same function, as arrays.

    Our one bias becomes ``bias_ih``; ``bias_hh`` is zero.
    """
    state: dict[str, Array] = {}
    for name in layer_names(layers, directions):
        W, b = parameters[f"W_{name}"], parameters[f"b_{name}"]
        W, b = _reorder(W, _TO_PYTORCH), _reorder(b, _TO_PYTORCH)[:, 0]
        n_a = len(W) // 4
        state[f"weight_ih_{name}"] = W[:, n_a:].copy()
        state[f"weight_hh_{name}"] = W[:, :n_a].copy()
        state[f"bias_ih_{name}"] = b.copy()
        state[f"bias_hh_{name}"] = np.zeros_like(b)
    return state


def from_pytorch(state_dict: Mapping[str, Any]) -> tuple[dict[str, Array], int, int]:
    """Read the state dict of an `nn.LSTM`; return parameters, layers and directions.

    The two biases of a gate are added, which is all that the LSTM ever does with them; a state dict
    without biases gives zeros.

    Raises
    ------
    InterfaceError
        If a key is missing or unknown, a shape does not fit, dtypes differ or are neither float64
        nor float32, or the LSTM has a projection (``proj_size``).

    """
    function = "LSTM.from_torch"
    check_keys(function, "state_dict", state_dict, ("weight_ih_l0", "weight_hh_l0"))
    state: dict[Any, Array] = {
        key: _as_array(function, f'state_dict["{key}"]', state_dict[key]) for key in state_dict
    }
    layers = sum(1 for key in state if isinstance(key, str) and _LAYER.match(key))
    directions = 2 if "weight_ih_l0_reverse" in state else 1
    has_bias = "bias_ih_l0" in state
    names = layer_names(layers, directions)
    kinds = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")[: 4 if has_bias else 2]
    expected = [f"{kind}_{name}" for name in names for kind in kinds]
    check_keys(function, "state_dict", state, expected)
    unknown = sorted(set(state) - set(expected), key=str)
    if unknown:
        raise InterfaceError(
            f"{function}: state_dict has the key {unknown[0]!r}, expected those of an nn.LSTM "
            "without projection (proj_size=0)"
        )
    first = state["weight_hh_l0"]
    dtype = check_dtype(function, 'the dtype of state_dict["weight_hh_l0"]', first.dtype)
    n_a = first.shape[-1] if first.ndim else 0
    parameters: dict[str, Array] = {}
    for name in names:
        n_in: int | str = "n_x" if name.startswith("l0") else directions * n_a
        shapes: dict[str, tuple[int | str, ...]] = {
            "weight_ih": (4 * n_a, n_in), "weight_hh": (4 * n_a, n_a),
            "bias_ih": (4 * n_a,), "bias_hh": (4 * n_a,),
        }  # fmt: skip
        for kind in kinds:
            key = f"{kind}_{name}"
            check_array(function, f'state_dict["{key}"]', state[key], shapes[kind], dtype)
        W = np.concatenate((state[f"weight_hh_{name}"], state[f"weight_ih_{name}"]), axis=1)
        b = np.zeros(4 * n_a, dtype)
        if has_bias:
            b = state[f"bias_ih_{name}"] + state[f"bias_hh_{name}"]
        parameters[f"W_{name}"] = _reorder(W, _FROM_PYTORCH)
        parameters[f"b_{name}"] = _reorder(b[:, np.newaxis], _FROM_PYTORCH)
    return parameters, layers, directions


def _as_array(function: str, name: str, value: Any) -> Array:
    """Read an array, or a tensor that NumPy can read: on the CPU, detached, no bfloat16."""
    try:
        return np.asarray(value)
    except (RuntimeError, TypeError, ValueError) as error:
        raise InterfaceError(
            f"{function}: {name} is no array of numbers to NumPy ({error}); give what "
            "state_dict() returns, on the CPU"
        ) from None


def _reorder(rows: Array, order: tuple[int, ...]) -> Array:
    """Copy the four gates' rows in another order."""
    by_gate = rows.reshape(4, -1, rows.shape[1])
    return by_gate[list(order)].reshape(rows.shape)
