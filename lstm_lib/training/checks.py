"""What the functions of training check about their arguments before they begin."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.validation import InterfaceError

_REAL = frozenset("iuf")


def check_positive(function: str, name: str, value: Any) -> None:
    """Check that a setting is a positive, finite number.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_positive("SGD", "learning_rate", -0.1)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: SGD: learning_rate is -0.1, expected a positive number

    """
    if not is_number(value) or not value > 0:
        raise InterfaceError(f"{function}: {name} is {value!r}, expected a positive number")


def check_fraction(function: str, name: str, value: Any) -> None:
    """Check that a setting is a number from 0 to below 1.

    Raises
    ------
    InterfaceError
        If it is not.

    """
    if not is_number(value) or not 0 <= value < 1:
        raise InterfaceError(
            f"{function}: {name} is {value!r}, expected a number of at least 0 and below 1"
        )


def check_count(function: str, name: str, value: Any, least: int = 1) -> None:
    """Check that a setting is a whole number of at least `least`.

    Raises
    ------
    InterfaceError
        If it is not.

    """
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise InterfaceError(
            f"{function}: {name} is {value!r}, expected an integer of at least {least}"
        )


def is_number(value: Any) -> bool:
    """Is it a finite real number?

    >>> is_number(0.5), is_number(float("nan")), is_number("0.5"), is_number(True)
    (True, False, False, False)
    """
    real = isinstance(value, int | float | np.integer | np.floating)
    return real and not isinstance(value, bool) and bool(np.isfinite(value))


def check_dictionary(function: str, name: str, arrays: object) -> None:
    """Check that `arrays` is a dictionary of arrays of real numbers, and not empty.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_dictionary("global_norm", "gradients", {"dW": [1.0]})
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: global_norm: gradients["dW"] is of type list,
    expected a NumPy array

    """
    if not isinstance(arrays, Mapping):
        raise InterfaceError(
            f"{function}: {name} is of type {type(arrays).__name__}, "
            "expected a dictionary of arrays"
        )
    if not arrays:
        raise InterfaceError(f"{function}: {name} is empty, expected at least one array")
    for key, array in arrays.items():
        if not isinstance(array, np.ndarray):
            kind = "None" if array is None else f"of type {type(array).__name__}"
            raise InterfaceError(f'{function}: {name}["{key}"] is {kind}, expected a NumPy array')
        if array.dtype.kind not in _REAL:
            raise InterfaceError(
                f'{function}: {name}["{key}"] has dtype {array.dtype}, expected real numbers'
            )


def gradients_of(
    function: str, parameters: Mapping[str, Array], gradients: Mapping[str, Array]
) -> dict[str, Array]:
    """Each parameter's gradient, found as ``dWf`` or as ``Wf``, checked and keyed by parameter.

    Raises
    ------
    InterfaceError
        If one is missing, has another shape than its parameter, or is not finite.

    """
    check_dictionary(function, "parameters", parameters)
    check_dictionary(function, "gradients", gradients)
    found = {}
    for name, parameter in parameters.items():
        key = f"d{name}" if f"d{name}" in gradients else name
        if key not in gradients:
            raise InterfaceError(
                f'{function}: gradients lacks "d{name}", expected one for each parameter; '
                f"there are {', '.join(gradients)}"
            )
        gradient = gradients[key]
        if gradient.shape != parameter.shape:
            raise InterfaceError(
                f'{function}: gradients["{key}"] has shape {gradient.shape}, '
                f'expected {parameter.shape}, the shape of parameters["{name}"]'
            )
        if not np.isfinite(gradient).all():
            raise InterfaceError(
                f'{function}: gradients["{key}"] holds an entry that is not finite; clip the '
                "gradients at every step, or lower the learning rate"
            )
        found[name] = gradient
    return found
