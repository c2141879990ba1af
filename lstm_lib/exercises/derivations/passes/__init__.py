"""The passes over time: their lines, and what people get wrong in them."""

from lstm_lib.exercises.derivations.passes.lstm_backward import LSTM_BACKWARD
from lstm_lib.exercises.derivations.passes.lstm_forward import LSTM_FORWARD
from lstm_lib.exercises.derivations.passes.rnn_backward import RNN_BACKWARD
from lstm_lib.exercises.derivations.passes.rnn_forward import RNN_FORWARD

__all__ = ["LSTM_BACKWARD", "LSTM_FORWARD", "RNN_BACKWARD", "RNN_FORWARD"]
