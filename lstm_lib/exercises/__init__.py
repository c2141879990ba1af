"""What students implement, registered with `cellcheck` by entry point."""

from cellcheck.exercise import Exercise

from lstm_lib.exercises.character_model import CHARACTER_MODEL_EXERCISES
from lstm_lib.exercises.gradient_lab import GRADIENT_LAB_EXERCISES
from lstm_lib.exercises.largest_error import GRADIENT_CHECK_EXERCISES
from lstm_lib.exercises.lstm import LSTM_EXERCISES
from lstm_lib.exercises.rnn import RNN_EXERCISES

__all__ = ["exercises"]


def exercises() -> tuple[Exercise, ...]:
    """All exercises of the course, in the order in which they are taught.

    >>> [exercise.name for exercise in exercises()][:2]
    ['rnn_cell_forward', 'rnn_forward']
    """
    return (
        *RNN_EXERCISES,
        *LSTM_EXERCISES,
        *GRADIENT_CHECK_EXERCISES,
        *GRADIENT_LAB_EXERCISES,
        *CHARACTER_MODEL_EXERCISES,
    )
