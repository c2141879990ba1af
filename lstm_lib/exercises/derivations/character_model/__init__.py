"""The functions of the character model: their tables, and what people get wrong in them."""

from lstm_lib.exercises.derivations.character_model.character_training_step import (
    CHARACTER_TRAINING_STEP,
)
from lstm_lib.exercises.derivations.character_model.clip_gradients import CLIP_GRADIENTS
from lstm_lib.exercises.derivations.character_model.sample_name import SAMPLE_NAME

__all__ = ["CHARACTER_TRAINING_STEP", "CLIP_GRADIENTS", "SAMPLE_NAME"]
