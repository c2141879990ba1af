"""The steps of each exercise's function by name, and what people get wrong in them.

A function is a table: names of quantities and, beside each, the formula that gives it. A mistake is
the same table with another formula in one place, and so mistakes at different places combine.
"""

from lstm_lib.exercises.derivations.lstm_cell_backward import LSTM_CELL_BACKWARD
from lstm_lib.exercises.derivations.lstm_cell_forward import LSTM_CELL_FORWARD
from lstm_lib.exercises.derivations.passes import (
    LSTM_BACKWARD,
    LSTM_FORWARD,
    RNN_BACKWARD,
    RNN_FORWARD,
)
from lstm_lib.exercises.derivations.rnn_cell_backward import RNN_CELL_BACKWARD
from lstm_lib.exercises.derivations.rnn_cell_forward import RNN_CELL_FORWARD

__all__ = [
    "LSTM_BACKWARD",
    "LSTM_CELL_BACKWARD",
    "LSTM_CELL_FORWARD",
    "LSTM_FORWARD",
    "RNN_BACKWARD",
    "RNN_CELL_BACKWARD",
    "RNN_CELL_FORWARD",
    "RNN_FORWARD",
]
