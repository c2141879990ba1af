"""Full passes for work: what the reference functions compute, many times faster.

`lstm_forward_fast` and `lstm_backward_fast` keep the course's interface; `LSTM` is time-major, has
layers and directions, and keeps its buffers from pass to pass. `docs/fast-passes.md` says what is
computed, kept and computed again.

>>> import numpy as np
>>> lstm = LSTM(3, 5, 2, layers=2, bidirectional=True, seed=1)
>>> result = lstm.forward(np.ones((7, 10, 3)), lengths=[7, 7, 7, 7, 7, 7, 7, 7, 7, 2])
>>> float(abs(result.a[2:, 9]).max())  # the last sequence has two steps
0.0
"""

from lstm_lib.fast.course import FastCaches, lstm_backward_fast, lstm_forward_fast
from lstm_lib.fast.model import LSTM
from lstm_lib.fast.results import LSTMGradients, LSTMPass
from lstm_lib.fast.work_space import WorkSpace

__all__ = [
    "LSTM",
    "FastCaches",
    "LSTMGradients",
    "LSTMPass",
    "WorkSpace",
    "lstm_backward_fast",
    "lstm_forward_fast",
]
