"""One time step of the LSTM, and its gradients beside it."""

import numpy as np

from lstm_lib.activations import sigmoid
from lstm_lib.interface import (
    LSTM_CACHE,
    LSTM_CACHE_ARRAYS,
    LSTM_PARAMETERS,
    Array,
    Cache,
    Gradients,
    Parameters,
)
from lstm_lib.output_layer import predict
from lstm_lib.validation import Shapes, check_items


def lstm_cell_forward(
    xt: Array, a_prev: Array, c_prev: Array, parameters: Parameters
) -> tuple[Array, Array, Array, Cache]:
    """Advance the LSTM by one time step.

    | ``concat = [a_prev; xt]``
    | ``ft  = sigmoid(Wf concat + bf)``   forget gate
    | ``it  = sigmoid(Wi concat + bi)``   input (update) gate
    | ``cct = tanh(Wc concat + bc)``      candidate cell state
    | ``ot  = sigmoid(Wo concat + bo)``   output gate
    | ``c_next = ft * c_prev + it * cct``
    | ``a_next = ot * tanh(c_next)``
    | ``yt_pred = softmax(Wy a_next + by)``

    Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997, with the forget gate of Gers,
    Schmidhuber and Cummins, "Learning to Forget", 2000.

    Parameters
    ----------
    xt : array (n_x, m)
        Inputs of this time step, one column for each example.
    a_prev, c_prev : array (n_a, m)
        Hidden state and cell state of the step before.
    parameters : dict
        ``Wf``, ``Wi``, ``Wc``, ``Wo`` (n_a, n_a + n_x), ``bf``, ``bi``, ``bc``, ``bo`` (n_a, 1),
        ``Wy`` (n_y, n_a), ``by`` (n_y, 1).

    Returns
    -------
    a_next, c_next : array (n_a, m)
    yt_pred : array (n_y, m)
    cache : tuple
        ``(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)``. The inputs among them
        are the very objects that came in, not copies: do not write to them before the backward
        pass.

    All real float32 in gives float32 out; otherwise NumPy's promotion decides.

    Raises
    ------
    InterfaceError
        If an argument is missing, no array, or has another shape.

    >>> from lstm_lib import initialize_parameters
    >>> zeros = np.zeros((5, 10))
    >>> a_next, c_next, yt_pred, cache = lstm_cell_forward(
    ...     np.ones((3, 10)), zeros, zeros, initialize_parameters(3, 5, 2)
    ... )
    >>> a_next.shape, yt_pred.shape, len(cache)
    ((5, 10), (2, 10), 10)

    """
    shapes = Shapes("lstm_cell_forward")
    shapes.match("xt", xt, ("n_x", "m"))
    shapes.match("a_prev", a_prev, ("n_a", "m"))
    shapes.match("c_prev", c_prev, ("n_a", "m"))
    shapes.match_parameters(parameters, LSTM_PARAMETERS)

    concat = np.concatenate((a_prev, xt))
    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = predict(a_next, parameters["Wy"], parameters["by"])
    return a_next, c_next, yt_pred, (
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters
    )  # fmt: skip


def lstm_cell_backward(da_next: Array, dc_next: Array, cache: Cache) -> Gradients:
    """Gradients of one time step, from the gradients with respect to its two states.

    The cell state collects its own gradient and that of the hidden state:

    | ``dc = dc_next + da_next * ot * (1 - tanh(c_next)^2)``

    Each gate's gradient is taken with respect to what stands inside its activation:

    | ``dzo = da_next * tanh(c_next) * ot * (1 - ot)``
    | ``dzf = dc * c_prev * ft * (1 - ft)``
    | ``dzi = dc * cct * it * (1 - it)``
    | ``dzc = dc * it * (1 - cct^2)``

    and flows on through the linear maps, for each gate g of f, i, c, o:

    | ``dWg = dzg concat^T``,  ``dbg = sum over the examples of dzg``
    | ``[da_prev; dxt] = sum_g Wg^T dzg``
    | ``dc_prev = dc * ft``

    This is the chain rule on the equations of `lstm_cell_forward`. The prediction takes no part:
    its gradient enters through `da_next`.

    Parameters
    ----------
    da_next, dc_next : array (n_a, m)
        Gradients with respect to ``a_next`` and ``c_next``.
    cache : tuple
        What `lstm_cell_forward` returned last.

    Returns
    -------
    dict of arrays
        ``dxt`` (n_x, m), ``da_prev``, ``dc_prev`` (n_a, m), then ``dWf``, ``dbf``, ``dWi``,
        ``dbi``, ``dWc``, ``dbc``, ``dWo``, ``dbo`` in the shapes of their parameters.

    Raises
    ------
    InterfaceError
        If an argument is no array, or it or an item of the cache has another shape.

    >>> from lstm_lib import initialize_parameters
    >>> zeros, ones = np.zeros((5, 10)), np.ones((5, 10))
    >>> parameters = initialize_parameters(3, 5, 2)
    >>> *_, cache = lstm_cell_forward(np.ones((3, 10)), zeros, zeros, parameters)
    >>> gradients = lstm_cell_backward(ones, ones, cache)
    >>> float(abs(gradients["dWf"]).max())  # c_prev is zero: there is nothing to forget
    0.0

    """
    shapes = Shapes("lstm_cell_backward")
    shapes.match("da_next", da_next, ("n_a", "m"))
    shapes.match("dc_next", dc_next, ("n_a", "m"))
    check_items("lstm_cell_backward", "cache", cache, LSTM_CACHE)
    for value, (name, shape) in zip(cache, LSTM_CACHE_ARRAYS.items(), strict=False):
        shapes.match(f"{name} in cache", value, shape)
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    shapes.match_parameters(parameters, LSTM_PARAMETERS)

    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)

    dzo = da_next * tanh_c * ot * (1 - ot)
    dzf = dc * c_prev * ft * (1 - ft)
    dzi = dc * cct * it * (1 - it)
    dzc = dc * it * (1 - cct**2)

    concat_transposed = np.concatenate((a_prev, xt)).T
    dconcat = (
        parameters["Wf"].T @ dzf
        + parameters["Wi"].T @ dzi
        + parameters["Wc"].T @ dzc
        + parameters["Wo"].T @ dzo
    )
    n_a = len(a_next)
    return {
        "dxt": dconcat[n_a:],
        "da_prev": dconcat[:n_a],
        "dc_prev": dc * ft,
        "dWf": dzf @ concat_transposed,
        "dbf": dzf.sum(axis=1, keepdims=True),
        "dWi": dzi @ concat_transposed,
        "dbi": dzi.sum(axis=1, keepdims=True),
        "dWc": dzc @ concat_transposed,
        "dbc": dzc.sum(axis=1, keepdims=True),
        "dWo": dzo @ concat_transposed,
        "dbo": dzo.sum(axis=1, keepdims=True),
    }
