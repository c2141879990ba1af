"""`lstm_cell_backward`: its formulas, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.change import derivation
from lstm_lib.exercises.derivations.gates import GRADIENT_FAMILIES
from lstm_lib.exercises.derivations.lstm_cell_backward.all_gates import ALL_GATES_CHANGES
from lstm_lib.exercises.derivations.lstm_cell_backward.cell_state import CELL_STATE_CHANGES
from lstm_lib.exercises.derivations.lstm_cell_backward.formulas import FORMULAS
from lstm_lib.exercises.derivations.lstm_cell_backward.gates import GATE_CHANGES
from lstm_lib.exercises.derivations.lstm_cell_backward.inputs import INPUT_CHANGES
from lstm_lib.exercises.derivations.lstm_cell_backward.returned import RETURN_CHANGES
from lstm_lib.exercises.derivations.lstm_cell_backward.weights import WEIGHT_CHANGES

__all__ = ["LSTM_CELL_BACKWARD"]

LSTM_CELL_BACKWARD: Final = derivation(
    FORMULAS,
    (
        *CELL_STATE_CHANGES,
        *GATE_CHANGES,
        *ALL_GATES_CHANGES,
        *WEIGHT_CHANGES,
        *INPUT_CHANGES,
        *RETURN_CHANGES,
    ),
    GRADIENT_FAMILIES,
)
