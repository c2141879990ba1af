"""`rnn_backward`: its lines, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.passes.backward_lines import backward_pass
from lstm_lib.exercises.derivations.passes.backward_results import (
    INPUT_CHANGES,
    RETURN_CHANGES,
    on_the_right_result,
    sum_changes,
)
from lstm_lib.exercises.derivations.passes.backward_time import TIME_CHANGES
from lstm_lib.exercises.derivations.rnn_cell_backward import FORMULAS
from lstm_lib.interface import RNN_WEIGHTS

LOOP: Final = backward_pass(RNN_WEIGHTS, FORMULAS, {}, {"cell": "step = cell(da_next, cache)"})

RNN_BACKWARD: Final = derivation(
    LOOP,
    on_the_right_result(
        (
            *TIME_CHANGES,
            *sum_changes(tuple(RNN_WEIGHTS)),
            *INPUT_CHANGES,
            *RETURN_CHANGES,
            change(
                "da-next-is-the-state", "operand.wrong",
                {"da_next": "da_next = cache[0] + da_prev"},
                "the cell receives a hidden state where its gradient belongs",
                "The cell's first argument is the gradient of the hidden state, which `da` holds "
                "for each time step.",
                "Is what you pass a state, or the gradient of a state?",
            ),
        ),
        LOOP.after["result"].removeprefix("result = "),
    ),
    (("dWax", "dWaa"), ("dxt", "da_prev")),
)  # fmt: skip
