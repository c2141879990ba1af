"""The exercise on the gradient check: one number that says how far a backward function is off.

It is called with two functions and what the first of them takes.
"""

from collections.abc import Callable
from typing import Any

from cellcheck.exercise import Array, DataSet, Exercise, Functions

from lstm_lib.exercises.derivations.largest_error import LARGEST_RELATIVE_ERROR
from lstm_lib.exercises.largest_error_data import pair_sets
from lstm_lib.exercises.words import CHECK_WORDS
from lstm_lib.gradients import gradient_check

MEASURED = 1e-6
"""How far one right measurement may be from another: central differences with any sensible step."""


def largest_relative_error(
    forward: Callable[..., Any], backward: Callable[..., Any], *arguments: Any
) -> float:
    """Check a backward function against its forward function, and return the worst error.

    | ``error = max over the gradients of |measured - computed| / (|measured| + |computed|)``

    Args:
        forward: a forward function, such as `lstm_forward`.
        backward: the backward function that belongs to it.
        *arguments: what `forward` is called with.

    Returns:
        A float from 0 (all gradients agree) to 1.

    >>> import numpy as np
    >>> from lstm_lib import initialize_parameters, rnn_cell_backward, rnn_cell_forward
    >>> cell = np.ones((3, 4)), np.ones((5, 4)), initialize_parameters(3, 5, 2, cell="rnn")
    >>> largest_relative_error(rnn_cell_forward, rnn_cell_backward, *cell) < 1e-10
    True

    """
    return float(max(gradient_check(forward, backward, *arguments).errors.values()))


def _arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    names = ("forward", "backward", "xt", "a_prev", "parameters")
    return tuple(data.arrays[name] for name in names)


GRADIENT_CHECK_EXERCISES = (
    Exercise(
        name="largest_relative_error",
        signature=("forward", "backward", "xt", "a_prev", "parameters"),
        written="forward, backward, *arguments",
        returns=Array("error", (), noise=MEASURED),
        reference=largest_relative_error,
        arguments=_arguments,
        data_sets=pair_sets,
        derivation=LARGEST_RELATIVE_ERROR,
        words=CHECK_WORDS,
    ),
)
