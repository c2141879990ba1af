"""`lstm_cell_forward` as a table of formulas, in the order of its docstring's equations."""

from typing import Final

from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.exercises.derivations.gates import GATES
from lstm_lib.interface import LSTM_CACHE, LSTM_PARAMETERS

RESULTS: Final = ("a_next", "c_next", "yt_pred", "cache")

FORMULAS: Final = Formulas(
    arguments=("xt", "a_prev", "c_prev", "parameters"),
    table={
        **{name: f"parameters[{name!r}]" for name in LSTM_PARAMETERS},
        "concat": "np.concatenate((a_prev, xt))",
        **{f"z{gate.letter}": f"W{gate.letter} @ concat + b{gate.letter}" for gate in GATES},
        **{gate.value: f"{gate.activation}({gate.before_activation})" for gate in GATES},
        "c_next": "ft * c_prev + it * cct",
        "tanh_c": "tanh(c_next)",
        "a_next": "ot * tanh_c",
        "zy": "Wy @ a_next + by",
        "yt_pred": "softmax(zy)",
        "cache": f"({', '.join(LSTM_CACHE)})",
        "result": f"({', '.join(RESULTS)})",
    },
    also={
        **{
            text: text
            for gate in GATES
            for text in (
                f"W{gate.letter} @ concat",
                f"W{gate.letter}[:, :len(a_prev)] @ a_prev",
                f"W{gate.letter}[:, len(a_prev):] @ xt",
            )
        },
        **{text: text for text in ("ft * c_prev", "it * cct", "Wy @ a_next")},
    },
)
