"""What the functions of training check about their arguments before they begin."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.validation import InterfaceError, check_count, check_type, shown

_REAL = frozenset("iuf")


def check_positive(function: str, name: str, value: Any) -> float:
    """Check that a setting is a positive, finite number; return it as a Python float.

    A Python float takes the dtype of the array that it meets; a NumPy scalar brings its own.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_positive("SGD", "learning_rate", -0.1)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: SGD: learning_rate is -0.1, expected a positive number

    """
    # Compared as a float: a number of more digits may round to 0.
    if not is_number(value) or not float(value) > 0:
        raise InterfaceError(f"{function}: {name} is {shown(value)}, expected a positive number")
    return float(value)


def check_fraction(function: str, name: str, value: Any) -> float:
    """Check that a setting is a number from 0 to below 1; return it as a Python float.

    Raises
    ------
    InterfaceError
        If it is not.

    """
    if not is_number(value) or not 0 <= float(value) < 1:
        raise InterfaceError(
            f"{function}: {name} is {shown(value)}, expected a number of at least 0 and below 1"
        )
    return float(value)


def is_number(value: Any) -> bool:
    """Is it a real number that is finite as a float?

    >>> is_number(0.5), is_number(float("nan")), is_number("0.5"), is_number(True)
    (True, False, False, False)
    >>> is_number(10**400)
    False
    """
    real = isinstance(value, int | float | np.integer | np.floating)
    if not real or isinstance(value, bool):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def check_finite(function: str, name: str, array: Array, advice: str) -> None:
    """Check that no entry is nan or infinite; the message ends with `advice`.

    Raises
    ------
    InterfaceError
        If one is.

    >>> check_finite("softmax", "z", np.array([1.0, np.nan]), "look where it comes from")
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: softmax: z holds an entry that is not finite (nan),
    expected finite numbers; look where it comes from

    """
    finite = np.isfinite(array)
    if not finite.all():
        raise InterfaceError(
            f"{function}: {name} holds an entry that is not finite ({array[~finite][0]}), "
            f"expected finite numbers; {advice}"
        )


def check_dictionary(function: str, name: str, arrays: Any) -> None:
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
    check_type(function, name, arrays, Mapping, "a dictionary of arrays")
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


def check_parameters(function: str, parameters: Mapping[str, Array]) -> None:
    """Check that `parameters` is a dictionary of arrays of finite floating-point numbers.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_parameters("SGD.update", {"W": np.array([1, 2])})
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: SGD.update: parameters["W"] has dtype int64,
    expected a floating dtype; give it as .astype(float)

    """
    check_dictionary(function, "parameters", parameters)
    for name, array in parameters.items():
        if array.dtype.kind != "f":
            raise InterfaceError(
                f'{function}: parameters["{name}"] has dtype {array.dtype}, '
                "expected a floating dtype; give it as .astype(float)"
            )
        check_finite(
            function,
            f'parameters["{name}"]',
            array,
            "go back to where they were finite, and clip the gradients or lower the learning rate",
        )


def check_generator(function: str, generator: object) -> None:
    """Check that `generator` is one of NumPy's.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_generator("sample_names", 1)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: sample_names: generator is of type int, expected a
    numpy.random.Generator, for example numpy.random.default_rng(1)

    """
    expected = "a numpy.random.Generator, for example numpy.random.default_rng(1)"
    check_type(function, "generator", generator, np.random.Generator, expected)


def check_steps(function: str, name: str, steps: Array) -> None:
    """Check that a count of steps is one whole number of at least 0, as an integer array ().

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_steps("Adam.update", "state", np.array(-1))
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: Adam.update: state["steps"] is -1,
    expected an integer of at least 0

    """
    if steps.shape != () or steps.dtype.kind not in "iu":
        raise InterfaceError(
            f'{function}: {name}["steps"] is an array of shape {steps.shape} and dtype '
            f"{steps.dtype}, expected an integer array of shape ()"
        )
    check_count(function, f'{name}["steps"]', int(steps), least=0)


def gradients_of(
    function: str, parameters: Mapping[str, Array], gradients: Mapping[str, Array]
) -> dict[str, Array]:
    """Each parameter's gradient, found as ``dWf`` or as ``Wf``, checked and keyed by parameter.

    It comes in the dtype of its parameter, and has to be finite in that dtype.

    Raises
    ------
    InterfaceError
        If one is missing, has another shape than its parameter, or is not finite; or if a
        parameter is not of finite floating-point numbers.

    """
    check_parameters(function, parameters)
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
        with np.errstate(over="ignore"):  # an entry beyond the dtype is named below
            found[name] = gradient.astype(parameter.dtype, copy=False)
        check_finite(
            function,
            f'gradients["{key}"]',
            found[name],
            "clip the gradients at every step, or lower the learning rate",
        )
    return found
