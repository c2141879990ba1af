"""The four pairs of forward and backward functions, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lstm_lib.interface import (
    LSTM_PARAMETERS,
    LSTM_WEIGHTS,
    RNN_PARAMETERS,
    RNN_WEIGHTS,
    Array,
    Shape,
)
from lstm_lib.validation import InterfaceError, Shapes

_CELL_STATES: Final[dict[str, Shape]] = {"xt": ("n_x", "m"), "a_prev": ("n_a", "m")}
_SEQUENCE: Final[dict[str, Shape]] = {"x": ("n_x", "m", "T_x"), "a0": ("n_a", "m")}
_OVER_TIME: Final[dict[str, Shape]] = {"a": ("n_a", "m", "T_x"), "y": ("n_y", "m", "T_x")}
_FULL_PASS_DIMENSIONS: Final = 3


@dataclass(frozen=True, slots=True)
class Upstream:
    """One upstream gradient: the backward function's argument, and the output it belongs to."""

    argument: str
    output: str
    optional: bool = False
    last_step: bool = False


@dataclass(frozen=True, slots=True)
class FunctionPair:
    """A forward function, its backward function, and how their values belong together.

    `arguments` are the arrays before ``parameters``; `outputs` are what the forward function
    returns before `cache`; `weights` are the parameters that the backward function always
    differentiates by, and `output_weights` those it adds when it is given ``dy``.

    >>> recognise_pair([np.ones((3, 2)), np.ones((5, 2)), {}]).name
    'RNN cell'
    """

    name: str
    arguments: dict[str, Shape]
    parameters: dict[str, Shape]
    outputs: dict[str, Shape]
    upstream: tuple[Upstream, ...]
    weights: tuple[str, ...]
    output_weights: tuple[str, ...] = ()
    cache: str = "cache"

    def check_arguments(self, arguments: Sequence[Any]) -> Shapes:
        """Check what is to be given to the forward function; return the sizes.

        Raises
        ------
        InterfaceError
            If an array or a parameter is missing or has another shape.

        """
        shapes = Shapes("gradient_check")
        for (name, shape), value in zip(self.arguments.items(), arguments, strict=False):
            shapes.match(name, value, shape)
        shapes.match_parameters(arguments[-1], self.parameters)
        return shapes


LSTM_CELL: Final = FunctionPair(
    name="LSTM cell",
    arguments={**_CELL_STATES, "c_prev": ("n_a", "m")},
    parameters=LSTM_PARAMETERS,
    outputs={"a_next": ("n_a", "m"), "c_next": ("n_a", "m"), "yt_pred": ("n_y", "m")},
    upstream=(Upstream("da_next", "a_next"), Upstream("dc_next", "c_next")),
    weights=tuple(LSTM_WEIGHTS),
)
RNN_CELL: Final = FunctionPair(
    name="RNN cell",
    arguments=_CELL_STATES,
    parameters=RNN_PARAMETERS,
    outputs={"a_next": ("n_a", "m"), "yt_pred": ("n_y", "m")},
    upstream=(Upstream("da_next", "a_next"),),
    weights=tuple(RNN_WEIGHTS),
)
LSTM: Final = FunctionPair(
    name="LSTM",
    arguments=_SEQUENCE,
    parameters=LSTM_PARAMETERS,
    outputs={**_OVER_TIME, "c": ("n_a", "m", "T_x")},
    upstream=(
        Upstream("da", "a"),
        Upstream("dy", "y", optional=True),
        Upstream("dc_last", "c", optional=True, last_step=True),
    ),
    weights=tuple(LSTM_WEIGHTS),
    output_weights=("Wy", "by"),
    cache="caches",
)
RNN: Final = FunctionPair(
    name="RNN",
    arguments=_SEQUENCE,
    parameters=RNN_PARAMETERS,
    outputs=_OVER_TIME,
    upstream=(Upstream("da", "a"), Upstream("dy", "y", optional=True)),
    weights=tuple(RNN_WEIGHTS),
    output_weights=("Wya", "by"),
    cache="caches",
)


def recognise_pair(arguments: Sequence[object]) -> FunctionPair:
    """Tell from the forward function's arguments which of the four pairs is meant.

    Four arguments are the LSTM cell's. Of three, a two-dimensional first one is the RNN cell's, and
    a three-dimensional one belongs to a full pass: the LSTM's if the parameters hold ``Wf``.

    Raises
    ------
    InterfaceError
        If the arguments are none of these.

    >>> recognise_pair([np.ones((3, 2, 4)), np.ones((5, 2)), {"Wf": np.ones((5, 8))}]).name
    'LSTM'

    """
    match arguments:
        case [_, _, _, dict()]:
            return LSTM_CELL
        case [np.ndarray() as first, _, dict() as parameters]:
            if first.ndim != _FULL_PASS_DIMENSIONS:
                return RNN_CELL
            return LSTM if "Wf" in parameters else RNN
    given = ", ".join(_describe(argument) for argument in arguments)
    raise InterfaceError(
        f"gradient_check: the arguments are ({given}), expected those of the forward function: "
        "(xt, a_prev, c_prev, parameters) or (xt, a_prev, parameters) for a cell, "
        "(x, a0, parameters) for a full pass"
    )


def last_step(output: Array) -> Array:
    """Return the last time step of an output (n, m, T).

    >>> last_step(np.arange(4.0).reshape(1, 1, 4)).tolist()
    [[3.0]]
    """
    result: Array = output[:, :, -1]
    return result


def _describe(argument: object) -> str:
    if isinstance(argument, np.ndarray):
        return f"array {argument.shape}"
    return type(argument).__name__
