"""The two activations that NumPy lacks, safe at any finite input, real or complex."""

import numpy as np
from numpy.typing import ArrayLike

from lstm_lib.interface import Array


def sigmoid(z: ArrayLike) -> Array:
    """Logistic function, elementwise: ``1 / (1 + exp(-z))``.

    Where ``z < 0`` the same value is computed as ``exp(z) / (1 + exp(z))``: both are
    ``exp(min(z, 0)) / (1 + exp(-abs(z)))``, in which no exponent is positive and nothing overflows.
    A complex `z` branches on its real part, so that the complex step passes through.

    Parameters
    ----------
    z : array of any shape
        float32, float64 and complex keep their dtype; integers become float64.

    Returns
    -------
    array of the shape of `z`

    >>> sigmoid([-1000.0, 0.0, 1000.0]).tolist()
    [0.0, 0.5, 1.0]

    """
    z = _inexact(z)
    # NumPy orders complex numbers by their real part first, so this branches on the real part.
    negative = np.minimum(z, 0)
    positive = z - negative
    # Underflow to zero is the right answer here, even for a caller who made it an error.
    with np.errstate(under="ignore"):
        result: Array = np.exp(negative) / (1 + np.exp(negative - positive))
    return result


def softmax(z: ArrayLike) -> Array:
    """Softmax over axis 0: ``exp(z_k) / sum_j exp(z_j)``.

    The column's largest (real) value is subtracted first, which changes nothing but the overflow.

    Parameters
    ----------
    z : array (n_y, ...)
        float32, float64 and complex keep their dtype; integers become float64.

    Returns
    -------
    array of the shape of `z`; each column sums to 1

    >>> softmax([[1000.0, 0.0], [0.0, 0.0]]).tolist()
    [[1.0, 0.5], [0.0, 0.5]]

    """
    z = _inexact(z)
    # The difference of two finite numbers may still overflow to -inf; its exponential, 0, is right.
    with np.errstate(over="ignore", under="ignore"):
        scaled = np.exp(z - z.real.max(axis=0, keepdims=True))
        result: Array = scaled / scaled.sum(axis=0, keepdims=True)
    return result


def _inexact(z: ArrayLike) -> Array:
    array: Array = np.asarray(z)
    return array if array.dtype.kind in "fc" else array.astype(np.float64)
