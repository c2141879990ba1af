"""The loss of a prediction, and its gradient beside it."""

from typing import Any

import numpy as np

from lstm_lib.activations import softmax
from lstm_lib.interface import Array
from lstm_lib.training.checks import check_finite
from lstm_lib.validation import InterfaceError, Shapes


def cross_entropy(z: Array, targets: Array, mask: Array | None = None) -> np.inexact[Any]:
    """Mean cross-entropy of a softmax, in nats, over the positions that count.

    | ``L = sum_jt mask_jt (log sum_k exp(z_kjt) - z_kjt at k = target_jt) / sum_jt mask_jt``

    This is ``-log softmax(z)`` at the targets. Computed from `z`, before the softmax, no
    probability can underflow to zero on the way, and the largest ``z`` of a column is subtracted
    first so that nothing overflows.

    Parameters
    ----------
    z : array (n_y, m, T), float32, float64 or complex
        What goes into the softmax, for m examples of T time steps.
    targets : integer array (m, T)
        The right class, 0 to n_y - 1. Where the mask is False it may hold anything.
    mask : bool array (m, T), optional
        Which positions count; all of them if it is not given.

    Returns
    -------
    NumPy scalar of the dtype of `z`, in nats per position that counts

    Raises
    ------
    InterfaceError
        If a shape or dtype does not fit, `z` is not finite, a target that counts is no class, or no
        position counts.

    >>> float(cross_entropy(np.zeros((4, 1, 3)), np.array([[0, 1, 3]])))  # log 4
    1.3862943611198906
    >>> float(cross_entropy(np.array([[[1000.0]], [[0.0]]]), np.array([[1]])))
    1000.0

    """
    classes, counted = _checked("cross_entropy", z, targets, mask)
    shifted = z - z.real.max(axis=0, keepdims=True)
    at_targets = np.take_along_axis(shifted, classes[None], axis=0)[0]
    with np.errstate(under="ignore"):  # a class that cannot be seen beside the largest adds zero
        losses = np.log(np.exp(shifted).sum(axis=0)) - at_targets
    total: np.inexact[Any] = losses[counted].sum() / counted.sum().astype(z.real.dtype)
    return total


def cross_entropy_backward(z: Array, targets: Array, mask: Array | None = None) -> Array:
    """Gradient of `cross_entropy` with respect to `z`.

    | ``dz_kjt = mask_jt (softmax(z)_kjt - [k = target_jt]) / sum_jt mask_jt``

    Parameters
    ----------
    z, targets, mask
        As given to `cross_entropy`.

    Returns
    -------
    array (n_y, m, T), of the dtype of `z`; zero where the mask is False

    Raises
    ------
    InterfaceError
        As `cross_entropy`.

    >>> cross_entropy_backward(np.zeros((2, 1, 1)), np.array([[0]])).ravel().tolist()
    [-0.5, 0.5]

    """
    classes, counted = _checked("cross_entropy_backward", z, targets, mask)
    dz = softmax(z)
    index = classes[None]
    np.put_along_axis(dz, index, np.take_along_axis(dz, index, axis=0) - 1, axis=0)
    result: Array = dz * counted / counted.sum().astype(z.real.dtype)
    return result


def _checked(function: str, z: Array, targets: Array, mask: Array | None) -> tuple[Array, Array]:
    """The classes, with 0 where the mask is False, and the mask."""
    shapes = Shapes(function)
    shapes.match("z", z, ("n_y", "m", "T"))
    shapes.match("targets", targets, ("m", "T"))
    if z.dtype.kind not in "fc":
        raise InterfaceError(f"{function}: z has dtype {z.dtype}, expected float64 or float32")
    if targets.dtype.kind not in "iu":
        raise InterfaceError(
            f"{function}: targets has dtype {targets.dtype}, expected integers, one class for "
            "each position; for one-hot columns give targets.argmax(axis=0)"
        )
    counted = np.ones(targets.shape, bool) if mask is None else mask
    shapes.match("mask", counted, ("m", "T"))
    if counted.dtype.kind != "b":
        raise InterfaceError(
            f"{function}: mask has dtype {counted.dtype}, expected bool; give mask.astype(bool)"
        )
    if not counted.any():
        raise InterfaceError(f"{function}: mask is False everywhere, expected a position to count")
    check_finite(function, "z", z, "the parameters grew too far: lower the learning rate or clip")
    classes = np.where(counted, targets, 0)
    outside = (classes < 0) | (classes >= len(z))
    if outside.any():
        j, t = (int(index[0]) for index in np.nonzero(outside))
        raise InterfaceError(
            f"{function}: targets[{j}, {t}] is {targets[j, t]}, "
            f"expected a class from 0 to {len(z) - 1}"
        )
    return classes, counted
