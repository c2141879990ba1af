"""The four exercises on the plain recurrent network, which come before the LSTM."""

from collections.abc import Callable, Mapping
from typing import Any

from cellcheck.exercise import Array, DataSet, Exercise, Functions, Given, Items, Keys, Steps

from lstm_lib.exercises.data_sets import RNN_DRAW, data_sets
from lstm_lib.exercises.derivations import (
    RNN_BACKWARD,
    RNN_CELL_BACKWARD,
    RNN_CELL_FORWARD,
    RNN_FORWARD,
)
from lstm_lib.exercises.words import RNN_WORDS
from lstm_lib.gradients import gradient_check
from lstm_lib.rnn import rnn_backward, rnn_forward
from lstm_lib.rnn_cell import rnn_cell_backward, rnn_cell_forward

CELL_INPUTS = {"xt": ("n_x", "m"), "a_prev": ("n_a", "m")}
CELL_UPSTREAM = {"da_next": ("n_a", "m")}
SEQUENCE_INPUTS = {"x": ("n_x", "m", "T_x"), "a0": ("n_a", "m")}
SEQUENCE_UPSTREAM = {"da": ("n_a", "m", "T_x")}

WEIGHT_GRADIENTS = (
    Array("dWax", ("n_a", "n_x")),
    Array("dWaa", ("n_a", "n_a")),
    Array("dba", ("n_a", "1")),
)


def _cache(prefix: str) -> Items:
    return Items(
        prefix,
        (
            Array(f"{prefix} a_next", ("n_a", "m")),
            Array(f"{prefix} a_prev", ("n_a", "m")),
            Array(f"{prefix} xt", ("n_x", "m")),
            Given(f"{prefix} parameters"),
        ),
    )


def _cell_forward_arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    return data.arrays["xt"], data.arrays["a_prev"], data.arrays["parameters"]


def _forward_arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    return data.arrays["x"], data.arrays["a0"], data.arrays["parameters"]


def _cell_backward_arguments(data: DataSet, functions: Functions) -> tuple[Any, ...]:
    cache = functions["rnn_cell_forward"](*_cell_forward_arguments(data, functions))[2]
    return data.arrays["da_next"], cache


def _backward_arguments(data: DataSet, functions: Functions) -> tuple[Any, ...]:
    caches = functions["rnn_forward"](*_forward_arguments(data, functions))[2]
    return data.arrays["da"], caches


def _cell_proof(
    forward: Callable[..., Any], backward: Callable[..., Any], data: DataSet
) -> Mapping[str, float]:
    return gradient_check(forward, backward, *_cell_forward_arguments(data, {})).errors


def _proof(
    forward: Callable[..., Any], backward: Callable[..., Any], data: DataSet
) -> Mapping[str, float]:
    return gradient_check(forward, backward, *_forward_arguments(data, {})).errors


RNN_EXERCISES = (
    Exercise(
        name="rnn_cell_forward",
        signature=("xt", "a_prev", "parameters"),
        returns=Items(
            "the result",
            (Array("a_next", ("n_a", "m")), Array("yt_pred", ("n_y", "m")), _cache("cache")),
        ),
        reference=rnn_cell_forward,
        arguments=_cell_forward_arguments,
        data_sets=data_sets(CELL_INPUTS, RNN_DRAW, {}),
        derivation=RNN_CELL_FORWARD,
        words=RNN_WORDS,
    ),
    Exercise(
        name="rnn_forward",
        signature=("x", "a0", "parameters"),
        returns=Items(
            "the result",
            (
                Array("a", ("n_a", "m", "T_x")),
                Array("y_pred", ("n_y", "m", "T_x")),
                Items(
                    "caches",
                    (
                        Steps("the list of caches", "caches", _cache("caches[t]"), "T_x"),
                        Array("caches x", ("n_x", "m", "T_x")),
                    ),
                ),
            ),
        ),
        reference=rnn_forward,
        arguments=_forward_arguments,
        data_sets=data_sets(SEQUENCE_INPUTS, RNN_DRAW, {}),
        calls=("rnn_cell_forward",),
        derivation=RNN_FORWARD,
        words=RNN_WORDS,
    ),
    Exercise(
        name="rnn_cell_backward",
        signature=("da_next", "cache"),
        returns=Keys(
            "gradients",
            (Array("dxt", ("n_x", "m")), Array("da_prev", ("n_a", "m")), *WEIGHT_GRADIENTS),
        ),
        reference=rnn_cell_backward,
        arguments=_cell_backward_arguments,
        data_sets=data_sets(CELL_INPUTS, RNN_DRAW, CELL_UPSTREAM),
        inputs_from=("rnn_cell_forward",),
        derivation=RNN_CELL_BACKWARD,
        words=RNN_WORDS,
        proof=_cell_proof,
    ),
    Exercise(
        name="rnn_backward",
        signature=("da", "caches"),
        returns=Keys(
            "gradients",
            (Array("dx", ("n_x", "m", "T_x")), Array("da0", ("n_a", "m")), *WEIGHT_GRADIENTS),
        ),
        reference=rnn_backward,
        arguments=_backward_arguments,
        data_sets=data_sets(SEQUENCE_INPUTS, RNN_DRAW, SEQUENCE_UPSTREAM),
        calls=("rnn_cell_backward",),
        inputs_from=("rnn_forward",),
        derivation=RNN_BACKWARD,
        words=RNN_WORDS,
        proof=_proof,
    ),
)
