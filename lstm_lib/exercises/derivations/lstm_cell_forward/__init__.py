"""`lstm_cell_forward`: its formulas, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.cell_results import result_changes
from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.gates import FAMILIES
from lstm_lib.exercises.derivations.lstm_cell_forward.formulas import FORMULAS, RESULTS
from lstm_lib.exercises.derivations.lstm_cell_forward.gates import GATE_CHANGES
from lstm_lib.exercises.derivations.lstm_cell_forward.states import STATE_CHANGES
from lstm_lib.exercises.derivations.output_layer import output_changes
from lstm_lib.interface import LSTM_CACHE

__all__ = ["LSTM_CELL_FORWARD"]

LSTM_CELL_FORWARD: Final = derivation(
    FORMULAS,
    (
        *GATE_CHANGES,
        *STATE_CHANGES,
        *output_changes(
            "Wy", ("c_next", "the cell state"), ("a_prev", "the one of the step before"),
            ("tanh_c", "what the output gate has not yet acted on"),
            ("tanh(a_next)", "its tanh, which is one too many"),
        ),
        *result_changes(
            RESULTS, LSTM_CACHE,
            exchanged=(
                ("a_next", "c_next"), ("a_prev", "c_prev"), ("a_next", "a_prev"),
                ("c_next", "c_prev"), ("ft", "it"), ("it", "cct"), ("cct", "ot"), ("it", "ot"),
                ("ft", "ot"), ("ft", "cct"), ("c_next", "a_prev"), ("ot", "xt"),
            ),
            replaced=(
                ("a_next", "a_prev", "the state before"),
                ("c_next", "c_prev", "the state before"),
                ("a_prev", "a_next", "the new state"),
                ("c_prev", "c_next", "the new state, or the old one changed in place"),
                ("c_next", "tanh_c", "its tanh"),
                ("c_next", "a_next", "the hidden state"),
                ("ft", "zf", "the gate before its activation"),
                ("it", "zi", "the gate before its activation"),
                ("cct", "zc", "the candidate before its activation"),
                ("ot", "zo", "the gate before its activation"),
            ),
        ),
        change(
            "cache-gates-before-activation", "cache.order",
            {"cache": "(a_next, c_next, a_prev, c_prev, zf, zi, zc, zo, xt, parameters)"},
            "the cache holds the gates before their activations",
            "The backward step expects the gates' values, and takes the derivatives of the "
            "activations from them.",
            "Which values of the gates does the backward step use?",
        ),
        change(
            "return-states-exchanged", "return.order",
            {"result": "(c_next, a_next, yt_pred, cache)"},
            "`a_next` and `c_next` are returned in the other order",
            "Whoever calls the function takes its results apart in the order of the docstring.",
            "In which order does the docstring list the results?",
        ),
        change(
            "return-old-cell-state", "return.order", {"result": "(a_next, c_prev, yt_pred, cache)"},
            "`c_prev` is returned in place of `c_next`",
            "The function returns the new states. Here the old cell state goes on unchanged.",
            "Which cell state is the result of this step?",
        ),
    ),
    FAMILIES,
)  # fmt: skip
