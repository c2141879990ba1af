"""The steps of the gradient lab's functions by name, and what people get wrong in them."""

from lstm_lib.exercises.derivations.gradient_lab.central_differences import CENTRAL_DIFFERENCES
from lstm_lib.exercises.derivations.gradient_lab.error_per_time_step import ERROR_PER_TIME_STEP
from lstm_lib.exercises.derivations.gradient_lab.relative_error import RELATIVE_GRADIENT_ERROR

__all__ = ["CENTRAL_DIFFERENCES", "ERROR_PER_TIME_STEP", "RELATIVE_GRADIENT_ERROR"]
