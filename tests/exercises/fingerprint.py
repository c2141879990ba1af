"""What a function shows of itself on the public data sets, in a form that can be compared."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from cellcheck.compare import collect, compare
from cellcheck.exercise import Course, DataSet, Derivation, Exercise

from lstm_lib.exercises import exercises
from lstm_lib.exercises.lstm import LSTM_EXERCISES
from lstm_lib.exercises.rnn import RNN_EXERCISES

COURSE = Course({exercise.name: exercise for exercise in exercises()})
NAMES = tuple(exercise.name for exercise in RNN_EXERCISES + LSTM_EXERCISES)

Shown = tuple[Any, ...]


def derivation_of(name: str) -> Derivation:
    derivation = COURSE[name].derivation
    assert derivation is not None
    assert derivation.variant is not None
    return derivation


@cache
def cases(name: str) -> tuple[tuple[DataSet, tuple[Any, ...], dict[str, Any]], ...]:
    """The public data sets with the arguments, and what the reference gives for them."""
    exercise = COURSE[name]
    made = []
    for data in exercise.data_sets(None):
        arguments = exercise.arguments(data, COURSE.references())
        expected = collect(exercise.returns, exercise.reference(*arguments), data.sizes)
        made.append((data, arguments, expected))
    return tuple(made)


def shown(name: str, function: Callable[..., Any]) -> Shown:
    """For each data set, what is wrong in each value; the exception if there is no result."""
    return tuple(
        _on_one_set(COURSE[name], function, data, arguments, expected)
        for data, arguments, expected in cases(name)
    )


def _on_one_set(
    exercise: Exercise,
    function: Callable[..., Any],
    data: DataSet,
    arguments: tuple[Any, ...],
    expected: dict[str, Any],
) -> Any:
    try:
        with np.errstate(all="ignore"):
            result = function(*copy.deepcopy(arguments))
    except (ValueError, IndexError, TypeError, KeyError) as error:
        return type(error).__name__
    actual = collect(exercise.returns, result, data.sizes)
    return tuple(
        "right" if comparison.match else (comparison.status, comparison.note, _digits(comparison))
        for comparison in compare(expected, actual)
    )


def _digits(comparison: Any) -> tuple[str, ...]:
    """Eight digits: far more than mistakes need, far fewer than rounding touches."""
    array = comparison.actual.array
    return () if array is None else tuple(f"{value:.8g}" for value in np.ravel(array))


def all_right(result: Shown) -> bool:
    return all(
        not isinstance(values, str) and all(value == "right" for value in values)
        for values in result
    )
