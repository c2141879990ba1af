"""What turns gradients into a trained network: loss, clipping, optimizers, sampling, checkpoints.

Everything works on plain dictionaries of arrays. A parameter `Wf` finds its gradient under `dWf`,
as `lstm_lib.lstm_backward` returns it, or under its own name.

>>> import numpy as np
>>> parameters = {"W": np.array([[1.0, 2.0]])}
>>> gradients = clip_by_norm({"dW": np.array([[30.0, 40.0]])}, 5.0)
>>> optimizer = SGD(learning_rate=0.1)
>>> updated, _ = optimizer.update(parameters, gradients, optimizer.initial_state(parameters))
>>> updated["W"].round(3).tolist()
[[0.7, 1.6]]
"""

from lstm_lib.training.checkpoint import (
    Checkpoint,
    CheckpointError,
    load_checkpoint,
    save_checkpoint,
)
from lstm_lib.training.clipping import clip_by_norm, clip_by_value, global_norm
from lstm_lib.training.cross_entropy import cross_entropy, cross_entropy_backward
from lstm_lib.training.optimizers import SGD, Adam, Optimizer
from lstm_lib.training.progress import progress_bar
from lstm_lib.training.sampling import sample_classes, tempered

__all__ = [
    "SGD",
    "Adam",
    "Checkpoint",
    "CheckpointError",
    "Optimizer",
    "clip_by_norm",
    "clip_by_value",
    "cross_entropy",
    "cross_entropy_backward",
    "global_norm",
    "load_checkpoint",
    "progress_bar",
    "sample_classes",
    "save_checkpoint",
    "tempered",
]
