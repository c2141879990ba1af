"""A character model: an LSTM that learns to spell first names, and then makes up new ones.

>>> import numpy as np
>>> names = first_names()
>>> state = new_training(Settings(hidden_units=20), seed=1)
>>> state = train(state, names, steps=30, progress=False)
>>> bool(state.losses[-1] < state.losses[0])
True
>>> len(sample_names(state.parameters, 3, np.random.default_rng(1)))
3
"""

from lstm_lib.character_model.alphabet import ALPHABET, Alphabet
from lstm_lib.character_model.batches import Batch, make_batch
from lstm_lib.character_model.inspection import (
    Inside,
    gradient_reach,
    look_inside,
)
from lstm_lib.character_model.loss import loss, loss_and_gradients
from lstm_lib.character_model.names import first_names
from lstm_lib.character_model.sampling import sample_names
from lstm_lib.character_model.step_by_step import character_training_step, sample_name
from lstm_lib.character_model.training import Settings, new_training, train

__all__ = [
    "ALPHABET",
    "Alphabet",
    "Batch",
    "Inside",
    "Settings",
    "character_training_step",
    "first_names",
    "gradient_reach",
    "look_inside",
    "loss",
    "loss_and_gradients",
    "make_batch",
    "new_training",
    "sample_name",
    "sample_names",
    "train",
]
