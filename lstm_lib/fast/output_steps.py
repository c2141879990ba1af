"""The softmax output layer for all time steps at once, time-major."""

import numpy as np

from lstm_lib.interface import Array


def predict_steps(a: Array, weights: Array, bias: Array) -> tuple[Array, Array]:
    """Predictions of all steps, and what stands inside the softmax.

    ``logits = a Wy^T + by``,  ``y = softmax(logits)`` over the last axis

    Parameters
    ----------
    a : array (T, m, n)
        Hidden states.
    weights, bias : array (n_y, n), array (n_y, 1)
        ``Wy`` and ``by``.

    Returns
    -------
    y, logits : array (T, m, n_y)

    >>> y, logits = predict_steps(np.ones((2, 1, 3)), np.zeros((4, 3)), np.zeros((4, 1)))
    >>> y[0, 0].tolist()
    [0.25, 0.25, 0.25, 0.25]

    """
    T, m, n = a.shape
    logits = np.dot(a.reshape(T * m, n), weights.T)
    logits += bias[:, 0]
    # The difference of two finite numbers may overflow to -inf; its exponential, 0, is right.
    with np.errstate(over="ignore", under="ignore"):
        y = logits - logits.max(axis=1, keepdims=True)
        np.exp(y, out=y)
        y /= y.sum(axis=1, keepdims=True)
    return y.reshape(T, m, -1), logits.reshape(T, m, -1)


def softmax_backward(dy: Array, y: Array) -> Array:
    """Gradient inside the softmax: ``dlogits = y (dy - sum_k dy_k y_k)``, all (T, m, n_y).

    >>> y = np.full((1, 1, 2), 0.5)
    >>> softmax_backward(np.array([[[1.0, 0.0]]]), y).tolist()
    [[[0.25, -0.25]]]
    """
    weighted = dy * y
    weighted -= y * weighted.sum(axis=2, keepdims=True)
    return weighted


def predict_steps_backward(dlogits: Array, a: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Gradients of the linear map.

    ``da = dlogits Wy``,  ``dWy = dlogits^T a``,  ``dby = sum of dlogits``

    Parameters
    ----------
    dlogits : array (T, m, n_y)
        Gradient inside the softmax.
    a : array (T, m, n)
        As given to `predict_steps`.
    weights : array (n_y, n)
        ``Wy``.

    Returns
    -------
    da : array (T, m, n)
    dWy : array (n_y, n)
    dby : array (n_y, 1)

    >>> da, dWy, dby = predict_steps_backward(
    ...     np.ones((5, 2, 4)), np.ones((5, 2, 3)), np.ones((4, 3))
    ... )
    >>> da.shape, dWy[0].tolist(), dby[0].tolist()
    ((5, 2, 3), [10.0, 10.0, 10.0], [10.0])

    """
    inside = dlogits.reshape(-1, dlogits.shape[2])
    da = np.dot(inside, weights).reshape(a.shape)
    dWy = np.dot(inside.T, a.reshape(-1, a.shape[2]))
    # Along contiguous memory, NumPy adds in pairs, and float32 keeps its digits over many steps.
    dby = np.ascontiguousarray(inside.T).sum(axis=1, keepdims=True)
    return da, dWy, dby
