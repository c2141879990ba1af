"""Clipping: gradients that are too large are cut down before they move a parameter."""

from collections.abc import Mapping

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.training.checks import check_dictionary, check_positive
from lstm_lib.validation import InterfaceError


def clip_by_value(gradients: Mapping[str, Array], max_value: float) -> dict[str, Array]:
    """Cut each entry to the range from ``-max_value`` to ``max_value``.

    | ``g <- min(max(g, -max_value), max_value)``

    Entry by entry, so the direction of the gradient changes; `clip_by_norm` keeps it.

    Parameters
    ----------
    gradients : dict of real arrays, of any shapes
        Left as it is.
    max_value : float
        Positive.

    Returns
    -------
    dict of new arrays with the same keys and shapes; floating dtypes stay, integers become float64

    Raises
    ------
    InterfaceError
        If `gradients` is no dictionary of arrays, an entry is nan, or `max_value` is not positive.

    >>> clip_by_value({"db": np.array([-20.0, 0.5, 3.0])}, 1.0)["db"].tolist()
    [-1.0, 0.5, 1.0]

    """
    check_dictionary("clip_by_value", "gradients", gradients)
    limit = check_positive("clip_by_value", "max_value", max_value)
    for name, gradient in gradients.items():
        if np.isnan(gradient).any():
            raise InterfaceError(_not_finite("clip_by_value", name, "nan"))
    clipped = {}
    for name, gradient in gradients.items():
        array = _floating(gradient)
        # A limit beyond the dtype leaves every finite number as it is.
        edge = min(limit, float(np.finfo(array.dtype).max))
        clipped[name] = np.asarray(np.clip(array, -edge, edge), array.dtype)
    return clipped


def clip_by_norm(gradients: Mapping[str, Array], max_norm: float) -> dict[str, Array]:
    """Scale all gradients by one factor so that their common norm is at most `max_norm`.

    | ``g <- g * min(1, max_norm / norm)``,  ``norm = sqrt(sum of the squares of all entries)``

    The direction stays. Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent
    neural networks", 2013.

    Parameters
    ----------
    gradients : dict of real arrays, of any shapes
        Left as it is. Whatever is in there counts towards the norm: take out what is no gradient
        of a parameter, such as ``dx`` and ``da0``.
    max_norm : float
        Positive.

    Returns
    -------
    dict of new arrays with the same keys and shapes; floating dtypes stay, integers become float64

    Raises
    ------
    InterfaceError
        If `gradients` is no dictionary of arrays, an entry is not finite, or `max_norm` is not
        positive.

    >>> clip_by_norm({"dW": np.array([30.0]), "db": np.array([40.0])}, 5.0)
    {'dW': array([3.]), 'db': array([4.])}

    """
    limit = check_positive("clip_by_norm", "max_norm", max_norm)
    norm = _norm("clip_by_norm", gradients)
    arrays = {name: _floating(gradient) for name, gradient in gradients.items()}
    if norm <= limit:
        return {name: array.copy() for name, array in arrays.items()}
    return {name: np.asarray(array * (limit / norm), array.dtype) for name, array in arrays.items()}


def global_norm(gradients: Mapping[str, Array]) -> float:
    """Euclidean norm of all entries of all arrays together.

    Parameters
    ----------
    gradients : dict of real arrays, of any shapes
        All of them count.

    Returns
    -------
    float

    Raises
    ------
    InterfaceError
        If `gradients` is no dictionary of arrays, or an entry is not finite.

    >>> global_norm({"dW": np.array([[3.0]]), "db": np.array([4.0])})
    5.0

    """
    return _norm("global_norm", gradients)


def _norm(function: str, gradients: Mapping[str, Array]) -> float:
    check_dictionary(function, "gradients", gradients)
    for name, gradient in gradients.items():
        if not np.isfinite(gradient).all():
            kind = "nan" if np.isnan(gradient).any() else "infinite"
            raise InterfaceError(_not_finite(function, name, kind))
    largest = max(float(abs(gradient).max(initial=0)) for gradient in gradients.values())
    if not largest:
        return 0.0
    # Squares of entries above 1e154 overflow; divided by the largest entry, none does.
    squares = (
        float(np.square(gradient / largest, dtype=np.float64).sum())
        for gradient in gradients.values()
    )
    return largest * float(np.sqrt(sum(squares)))


def _floating(gradient: Array) -> Array:
    return gradient if gradient.dtype.kind == "f" else gradient.astype(np.float64)


def _not_finite(function: str, name: str, kind: str) -> str:
    return (
        f'{function}: gradients["{name}"] holds an entry that is {kind}, expected finite numbers; '
        "clip at every step, before they grow that far, or lower the learning rate"
    )
