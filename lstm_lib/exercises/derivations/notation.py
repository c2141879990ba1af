"""The notation of the tables: what their formulas may name, and how a formula becomes code."""

import builtins
from collections.abc import Callable
from functools import cache
from types import CodeType
from typing import Any, Final, Literal

import numpy as np

from lstm_lib.activations import sigmoid, softmax

ACTIVATIONS: Final[dict[str, Callable[..., Any]]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "softmax": softmax,
}
FUNCTIONS: Final[dict[str, Any]] = {"__builtins__": builtins, "np": np, **ACTIVATIONS}


@cache
def compiled(text: str, mode: Literal["eval", "exec"]) -> CodeType:
    """The code of one formula (`eval`) or line (`exec`), compiled once for all variants.

    Only the tables' own text comes here, never anything that was read or received.
    """
    return compile(text, f"<{text}>", mode)
