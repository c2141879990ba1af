"""`character_training_step`: its formulas, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.called import Called
from lstm_lib.exercises.derivations.change import derivation
from lstm_lib.exercises.derivations.character_model.character_training_step.formulas import FORMULAS
from lstm_lib.exercises.derivations.character_model.character_training_step.loss import LOSS_CHANGES
from lstm_lib.exercises.derivations.character_model.character_training_step.output_layer import (
    OUTPUT_CHANGES,
)
from lstm_lib.exercises.derivations.character_model.character_training_step.update import (
    UPDATE_CHANGES,
)
from lstm_lib.lstm import lstm_backward, lstm_forward
from lstm_lib.training.clipping import clip_by_value

__all__ = ["CHARACTER_TRAINING_STEP"]

CHARACTER_TRAINING_STEP: Final = derivation(
    Called(FORMULAS, (lstm_forward, lstm_backward, clip_by_value)),
    (*LOSS_CHANGES, *OUTPUT_CHANGES, *UPDATE_CHANGES),
    (("x", "targets"), ("a", "c"), ("y", "targets")),
)
