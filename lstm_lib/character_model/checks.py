"""What the functions of the character model check about their arguments before they begin."""

from typing import Any

import numpy as np

from lstm_lib.character_model.alphabet import Alphabet
from lstm_lib.interface import LSTM_PARAMETERS
from lstm_lib.validation import InterfaceError, Shapes, check_keys, check_type, read_dtype


def check_parameters(
    function: str,
    parameters: Any,
    *,
    classes: int | None = None,
    shapes: Shapes | None = None,
    kinds: str = "f",
) -> None:
    """Check the parameters of a model: their keys, shapes and dtypes, and that all are finite.

    Parameters
    ----------
    function : str
        The name that messages begin with.
    parameters : dict
        What is checked; keys that the model does not know are left alone.
    classes : int, optional
        n_y, where something else than the parameters says it.
    shapes : Shapes, optional
        The sizes met so far, n_x among them. Without it n_x = n_y.
    kinds : str
        The kinds of dtype that are welcome, "f" or "fc".

    Raises
    ------
    InterfaceError
        If a key is missing, or an array has another shape or dtype or an entry that is not finite.

    >>> check_parameters("look_inside", {"Wy": 0})
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: look_inside: parameters lacks "Wf", "bf", "Wi", "bi", "Wc",
    "bc", "Wo", "bo", "by", expected the keys Wf, bf, Wi, bi, Wc, bc, Wo, bo, Wy, by

    """
    check_keys(function, "parameters", parameters, LSTM_PARAMETERS)
    known = shapes or Shapes(function)
    known.match('parameters["Wy"]', parameters["Wy"], LSTM_PARAMETERS["Wy"])
    if classes is not None and known.sizes["n_y"] != classes:
        raise InterfaceError(
            f'{function}: parameters["Wy"] has shape {parameters["Wy"].shape}, expected '
            f"({classes}, n_a): the model predicts the {classes} characters that it reads; "
            "give the alphabet that it was trained with"
        )
    known.sizes.setdefault("n_x", known.sizes["n_y"])
    known.match_parameters(parameters, LSTM_PARAMETERS)
    for name in LSTM_PARAMETERS:
        _check_entries(f'{function}: parameters["{name}"]', parameters[name], kinds)


def _check_entries(where: str, array: Any, kinds: str) -> None:
    if array.dtype.kind not in kinds:
        raise InterfaceError(
            f"{where} has dtype {array.dtype}, expected float64 or float32; "
            "convert it with astype(np.float64)"
        )
    finite = np.isfinite(array)
    if not finite.all():
        place = tuple(int(index) for index in np.argwhere(~finite)[0])
        raise InterfaceError(
            f"{where} holds {array[place]} at {place}, expected finite numbers; take parameters "
            "from before they were lost, and train on with a lower learning rate"
        )


def check_alphabet(function: str, alphabet: object) -> None:
    """Check that `alphabet` is an `Alphabet`.

    Raises
    ------
    InterfaceError
        If it is not.

    >>> check_alphabet("make_batch", "abc")
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: make_batch: alphabet is of type str, expected an Alphabet,
    for example ALPHABET

    """
    check_type(function, "alphabet", alphabet, Alphabet, "an Alphabet, for example ALPHABET")


def check_dtype(function: str, dtype: Any) -> None:
    """Check that `dtype` names a real floating dtype.

    Raises
    ------
    InterfaceError
        If it does not.

    >>> check_dtype("make_batch", int)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: make_batch: dtype is <class 'int'>, expected a real floating
    one, for example float64 or float32

    """
    known = read_dtype(dtype)
    if known is None or known.kind != "f":
        raise InterfaceError(
            f"{function}: dtype is {dtype!r}, expected a real floating one, "
            "for example float64 or float32"
        )


def check_callable(function: str, name: str, value: object) -> None:
    """Check that an argument can be called.

    Raises
    ------
    InterfaceError
        If it cannot.

    >>> check_callable("train", "forward", 3)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: train: forward is 3, expected a function

    """
    if not callable(value):
        raise InterfaceError(f"{function}: {name} is {value!r}, expected a function")
