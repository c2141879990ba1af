"""The output layer that both cells share: a softmax over a linear map of the hidden state."""

from lstm_lib.activations import softmax
from lstm_lib.interface import Array


def predict(a_next: Array, weights: Array, bias: Array) -> Array:
    """Prediction of one time step.

    ``yt_pred = softmax(Wy a_next + by)``

    Parameters
    ----------
    a_next : array (n_a, m)
        Hidden state of the same time step.
    weights : array (n_y, n_a)
        ``Wy`` of the LSTM, ``Wya`` of the RNN.
    bias : array (n_y, 1)
        ``by`` of either.

    Returns
    -------
    array (n_y, m)

    >>> import numpy as np
    >>> predict(np.ones((3, 2)), np.zeros((4, 3)), np.zeros((4, 1)))[:, 0].tolist()
    [0.25, 0.25, 0.25, 0.25]

    """
    return softmax(weights @ a_next + bias)


def predict_backward(
    dy: Array, a_next: Array, weights: Array, bias: Array
) -> tuple[Array, Array, Array]:
    """Gradients of `predict`, from the gradient `dy` with respect to its result.

    | ``y  = softmax(z)``, ``z = W a + b``
    | ``dz = y * (dy - sum_k dy_k y_k)``
    | ``da = W^T dz``,  ``dW = dz a^T``,  ``db = sum over the examples of dz``

    Parameters
    ----------
    dy : array (n_y, m)
        Gradient with respect to the prediction, after the softmax.
    a_next, weights, bias
        As given to `predict`.

    Returns
    -------
    da : array (n_a, m)
    dW : array (n_y, n_a)
    db : array (n_y, 1)

    >>> import numpy as np
    >>> da, dW, db = predict_backward(
    ...     np.ones((4, 2)), np.ones((3, 2)), np.ones((4, 3)), np.zeros((4, 1))
    ... )
    >>> bool(np.allclose(da, 0))  # the predictions sum to 1 whatever a_next is
    True

    """
    y = predict(a_next, weights, bias)
    dz = y * (dy - (dy * y).sum(axis=0, keepdims=True))
    return weights.T @ dz, dz @ a_next.T, dz.sum(axis=1, keepdims=True)
