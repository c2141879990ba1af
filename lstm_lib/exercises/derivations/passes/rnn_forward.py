"""`rnn_forward`: its lines, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.passes.forward_lines import forward_pass
from lstm_lib.exercises.derivations.passes.forward_results import result_changes
from lstm_lib.exercises.derivations.passes.forward_time import TIME_CHANGES
from lstm_lib.exercises.derivations.rnn_cell_forward import FORMULAS
from lstm_lib.interface import RNN_CACHE

RESULT: Final = "(a, y_pred, (caches, x))"
LOOP: Final = forward_pass(
    y="y_pred",
    output_weights="Wya",
    cell=FORMULAS,
    items=RNN_CACHE,
    call="a_next, yt_pred, cache = cell(xt, a_prev, parameters)",
    result=RESULT,
    further_before={},
    further_each={},
)

RNN_FORWARD: Final = derivation(
    LOOP,
    (
        *TIME_CHANGES,
        *result_changes("y_pred", RESULT),
        change(
            "a-holds-a-prev", "index.time", {"store a": "a[:, :, t] = a_prev"},
            "`a` holds the hidden states before each step",
            "The slice of a time step holds the state that this step makes.",
            "Which hidden state belongs to time step t: the old one or the new one?",
        ),
    ),
    (("a_next", "a_prev"), ("Wax", "Waa")),
)  # fmt: skip
