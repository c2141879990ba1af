"""`lstm_cell_backward` as a table of formulas, in the order of its docstring's equations."""

from typing import Final

from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.exercises.derivations.gates import GATES
from lstm_lib.interface import LSTM_CACHE, LSTM_CELL_GRADIENTS, LSTM_PARAMETERS

CACHE: Final = {name: f"cache[{place}]" for place, name in enumerate(LSTM_CACHE)}
PARAMETERS: Final = {name: f"parameters[{name!r}]" for name in LSTM_PARAMETERS}

CELL_STATE: Final = {
    "tanh_c": "tanh(c_next)",
    "dc": "dc_next + da_next * ot * (1 - tanh_c**2)",
}
GATE_GRADIENTS: Final = {gate.gradient: gate.formula for gate in GATES}
WEIGHT_GRADIENTS: Final = {
    "concat": "np.concatenate((a_prev, xt))",
    **{f"dW{gate.letter}": f"{gate.gradient} @ concat.T" for gate in GATES},
    **{f"db{gate.letter}": f"{gate.gradient}.sum(axis=1, keepdims=True)" for gate in GATES},
}
INPUT_GRADIENTS: Final = {
    **{f"_from_{gate.letter}": f"W{gate.letter}.T @ {gate.gradient}" for gate in GATES},
    "dconcat": "_from_f + _from_i + _from_c + _from_o",
    "n_a": "len(a_next)",
    "da_prev": "dconcat[:n_a]",
    "dxt": "dconcat[n_a:]",
    "dc_prev": "dc * ft",
}
RESULT: Final = "dict({})".format(", ".join(f"{name}={name}" for name in LSTM_CELL_GRADIENTS))

ALSO: Final = {
    **{
        text: text
        for gate in GATES
        if gate.activation == "sigmoid"
        for text in (f"1 - {gate.value}", gate.derivative)
    },
    **{
        text: text
        for text in (
            "cct**2",
            "1 - cct**2",
            "tanh_c**2",
            "1 - tanh_c**2",
            "ot * (1 - tanh_c**2)",
            "da_next * ot",
            "da_next * (1 - tanh_c**2)",
            "da_next * ot * (1 - tanh_c**2)",
            "dc_next * ft",
        )
    },
    **{f"{gate.gradient}_out": gate.output_gradient for gate in GATES},
    **{
        text: text
        for gate in GATES
        for text in (
            f"W{gate.letter}.T @ {gate.gradient}",
            f"W{gate.letter}[:, :n_a].T @ {gate.gradient}",
            f"W{gate.letter}[:, n_a:].T @ {gate.gradient}",
        )
    },
}

FORMULAS: Final = Formulas(
    arguments=("da_next", "dc_next", "cache"),
    table={
        **CACHE,
        **PARAMETERS,
        **CELL_STATE,
        **GATE_GRADIENTS,
        **WEIGHT_GRADIENTS,
        **INPUT_GRADIENTS,
        "result": RESULT,
    },
    also=ALSO,
)
