"""One time step of the plain RNN, and its gradients beside it."""

import numpy as np

from lstm_lib.interface import (
    RNN_CACHE,
    RNN_CACHE_ARRAYS,
    RNN_PARAMETERS,
    Array,
    Cache,
    Gradients,
    Parameters,
)
from lstm_lib.output_layer import predict
from lstm_lib.validation import Shapes, check_items


def rnn_cell_forward(
    xt: Array, a_prev: Array, parameters: Parameters
) -> tuple[Array, Array, Cache]:
    """Advance the plain RNN by one time step.

    | ``a_next = tanh(Wax xt + Waa a_prev + ba)``
    | ``yt_pred = softmax(Wya a_next + by)``

    Elman, "Finding Structure in Time", 1990.

    Parameters
    ----------
    xt : array (n_x, m)
        Inputs of this time step, one column for each example.
    a_prev : array (n_a, m)
        Hidden state of the step before.
    parameters : dict
        ``Wax`` (n_a, n_x), ``Waa`` (n_a, n_a), ``Wya`` (n_y, n_a), ``ba`` (n_a, 1), ``by``
        (n_y, 1).

    Returns
    -------
    a_next : array (n_a, m)
    yt_pred : array (n_y, m)
    cache : tuple
        ``(a_next, a_prev, xt, parameters)``. The inputs among them are the very objects that came
        in, not copies: do not write to them before the backward pass.

    All real float32 in gives float32 out; otherwise NumPy's promotion decides.

    Raises
    ------
    InterfaceError
        If an argument is missing, no array, or has another shape.

    >>> from lstm_lib import initialize_parameters
    >>> a_next, yt_pred, cache = rnn_cell_forward(
    ...     np.ones((3, 10)), np.zeros((5, 10)), initialize_parameters(3, 5, 2, cell="rnn")
    ... )
    >>> a_next.shape, yt_pred.shape, len(cache)
    ((5, 10), (2, 10), 4)

    """
    shapes = Shapes("rnn_cell_forward")
    shapes.match("xt", xt, ("n_x", "m"))
    shapes.match("a_prev", a_prev, ("n_a", "m"))
    shapes.match_parameters(parameters, RNN_PARAMETERS)

    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    yt_pred = predict(a_next, parameters["Wya"], parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)


def rnn_cell_backward(da_next: Array, cache: Cache) -> Gradients:
    """Gradients of one time step, from the gradient with respect to its hidden state.

    | ``dz = da_next * (1 - a_next^2)``       inside the tanh
    | ``dxt = Wax^T dz``,  ``da_prev = Waa^T dz``
    | ``dWax = dz xt^T``,  ``dWaa = dz a_prev^T``,  ``dba = sum over the examples of dz``

    This is the chain rule on the equations of `rnn_cell_forward`. The prediction takes no part: its
    gradient enters through `da_next`.

    Parameters
    ----------
    da_next : array (n_a, m)
        Gradient with respect to ``a_next``.
    cache : tuple
        What `rnn_cell_forward` returned last.

    Returns
    -------
    dict of arrays
        ``dxt`` (n_x, m), ``da_prev`` (n_a, m), ``dWax`` (n_a, n_x), ``dWaa`` (n_a, n_a),
        ``dba`` (n_a, 1).

    Raises
    ------
    InterfaceError
        If an argument is no array, or it or an item of the cache has another shape.

    >>> from lstm_lib import initialize_parameters
    >>> *_, cache = rnn_cell_forward(
    ...     np.ones((3, 10)), np.zeros((5, 10)), initialize_parameters(3, 5, 2, cell="rnn")
    ... )
    >>> gradients = rnn_cell_backward(np.ones((5, 10)), cache)
    >>> float(abs(gradients["dWaa"]).max())  # a_prev is zero
    0.0

    """
    shapes = Shapes("rnn_cell_backward")
    shapes.match("da_next", da_next, ("n_a", "m"))
    check_items("rnn_cell_backward", "cache", cache, RNN_CACHE)
    for value, (name, shape) in zip(cache, RNN_CACHE_ARRAYS.items(), strict=False):
        shapes.match(f"{name} in cache", value, shape)
    a_next, a_prev, xt, parameters = cache
    shapes.match_parameters(parameters, RNN_PARAMETERS)

    dz = da_next * (1 - a_next**2)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
