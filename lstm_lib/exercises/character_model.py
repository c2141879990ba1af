"""The three exercises of the character model."""

from typing import Any

from cellcheck.exercise import Array, DataSet, Exercise, Functions, Items, Keys

from lstm_lib.character_model.step_by_step import character_training_step, sample_name
from lstm_lib.exercises.character_data import clip_data, sample_data, step_data
from lstm_lib.exercises.derivations.character_model import (
    CHARACTER_TRAINING_STEP,
    CLIP_GRADIENTS,
    SAMPLE_NAME,
)
from lstm_lib.interface import LSTM_PARAMETERS
from lstm_lib.training.clipping import clip_by_value

GRADIENTS = Keys(
    "gradients",
    tuple(
        Array(f"d{name}", tuple(axis for axis in axes)) for name, axes in LSTM_PARAMETERS.items()
    ),
)
UPDATED = Keys(
    "parameters", tuple(Array(name, tuple(axes)) for name, axes in LSTM_PARAMETERS.items())
)


def _clip_arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    return data.arrays["gradients"], data.arrays["max_value"]


def _sample_arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    return tuple(data.arrays[name] for name in ("parameters", "uniforms", "temperature"))


def _step_arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    names = ("x", "targets", "mask", "parameters", "learning_rate", "max_value")
    return tuple(data.arrays[name] for name in names)


CHARACTER_MODEL_EXERCISES = (
    Exercise(
        name="clip_gradients",
        signature=("gradients", "max_value"),
        returns=GRADIENTS,
        reference=clip_by_value,
        arguments=_clip_arguments,
        data_sets=clip_data,
        derivation=CLIP_GRADIENTS,
    ),
    Exercise(
        name="character_training_step",
        signature=("x", "targets", "mask", "parameters", "learning_rate", "max_value"),
        returns=Items("the result", (Array("loss", ()), GRADIENTS, UPDATED)),
        reference=character_training_step,
        arguments=_step_arguments,
        data_sets=step_data,
        calls=("lstm_forward", "lstm_backward", "clip_gradients"),
        derivation=CHARACTER_TRAINING_STEP,
        also_solved_in=("lstm_lib.character_model.loss:loss_and_gradients",),
    ),
    Exercise(
        name="sample_name",
        signature=("parameters", "uniforms", "temperature"),
        returns=Items(
            "the result", (Array("letters", ("n_y", "T")), Array("probabilities", ("n_y", "T")))
        ),
        reference=sample_name,
        arguments=_sample_arguments,
        data_sets=sample_data,
        calls=("lstm_cell_forward",),
        derivation=SAMPLE_NAME,
    ),
)
