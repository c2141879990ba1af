"""Reference implementation of the LSTM and RNN exercises, in NumPy alone.

`lstm_forward` and `lstm_backward` (and their cells, and the plain RNN's) are written to be read:
each equation stands in the docstring above the line that computes it, each forward function has its
backward function beside it, and `gradient_check` proves one against the other, yours included.

>>> import numpy as np
>>> parameters = initialize_parameters(n_x=3, n_a=5, n_y=2, seed=1)
>>> x, a0 = np.ones((3, 4, 2)), np.zeros((5, 4))
>>> gradient_check(lstm_forward, lstm_backward, x, a0, parameters).passed
True
"""

from lstm_lib.activations import sigmoid, softmax
from lstm_lib.differentiation import numerical_gradient
from lstm_lib.gradients import GradientCheck, gradient_check
from lstm_lib.lstm import lstm_backward, lstm_forward
from lstm_lib.lstm_cell import lstm_cell_backward, lstm_cell_forward
from lstm_lib.parameters import initialize_parameters
from lstm_lib.rnn import rnn_backward, rnn_forward
from lstm_lib.rnn_cell import rnn_cell_backward, rnn_cell_forward
from lstm_lib.validation import InterfaceError

__all__ = [
    "GradientCheck",
    "InterfaceError",
    "gradient_check",
    "initialize_parameters",
    "lstm_backward",
    "lstm_cell_backward",
    "lstm_cell_forward",
    "lstm_forward",
    "numerical_gradient",
    "rnn_backward",
    "rnn_cell_backward",
    "rnn_cell_forward",
    "rnn_forward",
    "sigmoid",
    "softmax",
]
