"""The four LSTM exercises."""

from collections.abc import Callable, Mapping
from typing import Any

from cellcheck.exercise import Array, DataSet, Exercise, Functions, Given, Items, Keys, Steps

from lstm_lib.exercises.data_sets import LSTM_DRAW, data_sets
from lstm_lib.exercises.derivations import (
    LSTM_BACKWARD,
    LSTM_CELL_BACKWARD,
    LSTM_CELL_FORWARD,
    LSTM_FORWARD,
)
from lstm_lib.exercises.words import LSTM_WORDS
from lstm_lib.gradients import gradient_check
from lstm_lib.lstm import lstm_backward, lstm_forward
from lstm_lib.lstm_cell import lstm_cell_backward, lstm_cell_forward

CELL_INPUTS = {"xt": ("n_x", "m"), "a_prev": ("n_a", "m"), "c_prev": ("n_a", "m")}
CELL_UPSTREAM = {"da_next": ("n_a", "m"), "dc_next": ("n_a", "m")}
SEQUENCE_INPUTS = {"x": ("n_x", "m", "T_x"), "a0": ("n_a", "m")}
SEQUENCE_UPSTREAM = {"da": ("n_a", "m", "T")}

ALSO_SOLVED_IN = ("lstm_lib.fast", "lstm_lib.suspects")

GATES = ("f", "i", "c", "o")
WEIGHT_GRADIENTS = tuple(
    gradient
    for gate in GATES
    for gradient in (
        Array(f"dW{gate}", ("n_a", "n_a + n_x")),
        Array(f"db{gate}", ("n_a", "1")),
    )
)


def _cache(prefix: str) -> Items:
    states = ("a_next", "c_next", "a_prev", "c_prev", "ft", "it", "cct", "ot")
    arrays = tuple(Array(f"{prefix} {name}", ("n_a", "m")) for name in states)
    return Items(
        prefix,
        (*arrays, Array(f"{prefix} xt", ("n_x", "m")), Given(f"{prefix} parameters")),
    )


def _cell_forward_arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    drawn = data.arrays
    return drawn["xt"], drawn["a_prev"], drawn["c_prev"], drawn["parameters"]


def _forward_arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    return data.arrays["x"], data.arrays["a0"], data.arrays["parameters"]


def _cell_backward_arguments(data: DataSet, functions: Functions) -> tuple[Any, ...]:
    cache = functions["lstm_cell_forward"](*_cell_forward_arguments(data, functions))[3]
    return data.arrays["da_next"], data.arrays["dc_next"], cache


def _backward_arguments(data: DataSet, functions: Functions) -> tuple[Any, ...]:
    caches = functions["lstm_forward"](*_forward_arguments(data, functions))[3]
    return data.arrays["da"], caches


def _cell_proof(
    forward: Callable[..., Any], backward: Callable[..., Any], data: DataSet
) -> Mapping[str, float]:
    return gradient_check(forward, backward, *_cell_forward_arguments(data, {})).errors


def _proof(
    forward: Callable[..., Any], backward: Callable[..., Any], data: DataSet
) -> Mapping[str, float]:
    return gradient_check(forward, backward, *_forward_arguments(data, {})).errors


LSTM_EXERCISES = (
    Exercise(
        name="lstm_cell_forward",
        signature=("xt", "a_prev", "c_prev", "parameters"),
        returns=Items(
            "the result",
            (
                Array("a_next", ("n_a", "m")),
                Array("c_next", ("n_a", "m")),
                Array("yt_pred", ("n_y", "m")),
                _cache("cache"),
            ),
        ),
        reference=lstm_cell_forward,
        arguments=_cell_forward_arguments,
        data_sets=data_sets(CELL_INPUTS, LSTM_DRAW, {}),
        derivation=LSTM_CELL_FORWARD,
        also_solved_in=ALSO_SOLVED_IN,
        words=LSTM_WORDS,
    ),
    Exercise(
        name="lstm_forward",
        signature=("x", "a0", "parameters"),
        returns=Items(
            "the result",
            (
                Array("a", ("n_a", "m", "T_x")),
                Array("y", ("n_y", "m", "T_x")),
                Array("c", ("n_a", "m", "T_x")),
                Items(
                    "caches",
                    (
                        Steps("the list of caches", "caches", _cache("caches[t]"), "T_x"),
                        Array("caches x", ("n_x", "m", "T_x")),
                    ),
                ),
            ),
        ),
        reference=lstm_forward,
        arguments=_forward_arguments,
        data_sets=data_sets(SEQUENCE_INPUTS, LSTM_DRAW, {}),
        calls=("lstm_cell_forward",),
        derivation=LSTM_FORWARD,
        also_solved_in=ALSO_SOLVED_IN,
        words=LSTM_WORDS,
    ),
    Exercise(
        name="lstm_cell_backward",
        signature=("da_next", "dc_next", "cache"),
        returns=Keys(
            "gradients",
            (
                Array("dxt", ("n_x", "m")),
                Array("da_prev", ("n_a", "m")),
                Array("dc_prev", ("n_a", "m")),
                *WEIGHT_GRADIENTS,
            ),
        ),
        reference=lstm_cell_backward,
        arguments=_cell_backward_arguments,
        data_sets=data_sets(CELL_INPUTS, LSTM_DRAW, CELL_UPSTREAM),
        inputs_from=("lstm_cell_forward",),
        derivation=LSTM_CELL_BACKWARD,
        also_solved_in=ALSO_SOLVED_IN,
        words=LSTM_WORDS,
        proof=_cell_proof,
    ),
    Exercise(
        name="lstm_backward",
        signature=("da", "caches"),
        returns=Keys(
            "gradients",
            (
                Array("dx", ("n_x", "m", "T")),
                Array("da0", ("n_a", "m")),
                *WEIGHT_GRADIENTS,
            ),
        ),
        reference=lstm_backward,
        arguments=_backward_arguments,
        data_sets=data_sets(
            SEQUENCE_INPUTS, LSTM_DRAW, SEQUENCE_UPSTREAM, published_zero=("Wy", "by")
        ),
        calls=("lstm_cell_backward",),
        inputs_from=("lstm_forward",),
        derivation=LSTM_BACKWARD,
        also_solved_in=ALSO_SOLVED_IN,
        words=LSTM_WORDS,
        proof=_proof,
    ),
)
