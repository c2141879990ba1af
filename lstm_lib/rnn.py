"""The plain RNN over a whole sequence, and backpropagation through time beside it."""

import numpy as np

from lstm_lib.interface import (
    RNN_CACHE,
    RNN_CELL_GRADIENTS,
    RNN_PARAMETERS,
    RNN_WEIGHTS,
    Array,
    Caches,
    Gradients,
    Parameters,
    RNNCellBackward,
    RNNCellForward,
)
from lstm_lib.output_layer import predict_backward
from lstm_lib.rnn_cell import rnn_cell_backward, rnn_cell_forward
from lstm_lib.validation import Shapes, check_caches, check_items, name_of


def rnn_forward(
    x: Array, a0: Array, parameters: Parameters, *, cell: RNNCellForward = rnn_cell_forward
) -> tuple[Array, Array, Caches]:
    """Run the plain RNN over all time steps.

    | ``a<t>, y<t>, cache<t> = cell(x<t>, a<t-1>, parameters)``

    Parameters
    ----------
    x : array (n_x, m, T_x)
        Inputs, one column for each example.
    a0 : array (n_a, m)
        Initial hidden state.
    parameters : dict
        As for `rnn_cell_forward`.
    cell : function
        `rnn_cell_forward`, or your own with the same interface.

    Returns
    -------
    a : array (n_a, m, T_x)
    y_pred : array (n_y, m, T_x)
    caches : tuple
        ``(list_of_cache, x)``, one cache for each time step. No array in the list shares memory
        with `a`, `x` or `a0`, so that you may write to those. ``caches[1]`` is `x` itself.

    All real float32 in gives float32 out; otherwise NumPy's promotion decides.

    Raises
    ------
    InterfaceError
        If an argument, or what `cell` returns, does not follow the interface.

    >>> from lstm_lib import initialize_parameters
    >>> a, y_pred, caches = rnn_forward(
    ...     np.ones((3, 10, 4)), np.zeros((5, 10)), initialize_parameters(3, 5, 2, cell="rnn")
    ... )
    >>> a.shape, y_pred.shape, len(caches[0])
    ((5, 10, 4), (2, 10, 4), 4)

    """
    shapes = Shapes("rnn_forward")
    shapes.match("x", x, ("n_x", "m", "T_x"))
    shapes.match("a0", a0, ("n_a", "m"))
    shapes.match_parameters(parameters, RNN_PARAMETERS)

    n_a, m = a0.shape
    T_x = x.shape[2]
    dtype = np.result_type(np.float32, x, a0, *(parameters[name] for name in RNN_PARAMETERS))
    a = np.empty((n_a, m, T_x), dtype)
    y_pred = np.empty((shapes.sizes["n_y"], m, T_x), dtype)

    list_of_cache = []
    # a_next is never a view of a (nor of a0 and x): the caches keep it.
    a_next = a0.copy()
    for t in range(T_x):
        outputs = cell(x[:, :, t].copy(), a_next, parameters)
        _check_cell_outputs(shapes, cell, t, outputs)
        a_next, yt_pred, cache = outputs
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        list_of_cache.append(cache)
    return a, y_pred, (list_of_cache, x)


def rnn_backward(
    da: Array,
    caches: Caches,
    *,
    cell: RNNCellBackward = rnn_cell_backward,
    dy: Array | None = None,
) -> Gradients:
    """Backpropagate through the first T time steps of `rnn_forward`.

    | ``step<t> = cell(da<t> + da_prev<t+1>, cache<t>)``,  ``da_prev<T> = 0``
    | ``dx<t> = dxt<t>``,  ``da0 = da_prev<0>``,  ``dW = sum_t dW<t>``

    With `dy`, the output layer adds its share ``Wya^T dz<t>`` to ``da<t>``
    (`lstm_lib.output_layer.predict_backward`). Werbos, "Backpropagation through time: what it does
    and how to do it", 1990.

    Parameters
    ----------
    da : array (n_a, m, T), T <= T_x
        Gradient with respect to ``a``, step by step.
    caches : tuple
        What `rnn_forward` returned last.
    cell : function
        `rnn_cell_backward`, or your own with the same interface.
    dy : array (n_y, m, T), optional
        Gradient with respect to the predictions ``y_pred``, after the softmax.

    Returns
    -------
    dict of arrays
        ``dx`` (n_x, m, T), ``da0`` (n_a, m), ``dWax`` (n_a, n_x), ``dWaa`` (n_a, n_a), ``dba``
        (n_a, 1); with `dy` also ``dWya`` and ``dby``.

    Raises
    ------
    InterfaceError
        If an argument, a cache, or what `cell` returns does not follow the interface.

    >>> from lstm_lib import initialize_parameters
    >>> a, y_pred, caches = rnn_forward(
    ...     np.ones((3, 10, 4)), np.zeros((5, 10)), initialize_parameters(3, 5, 2, cell="rnn")
    ... )
    >>> list(rnn_backward(np.ones((5, 10, 4)), caches))
    ['dx', 'da0', 'dWax', 'dWaa', 'dba']

    """
    shapes = Shapes("rnn_backward")
    shapes.match("da", da, ("n_a", "m", "T"))
    n_a, m, T = da.shape
    check_caches("rnn_backward", caches, T, RNN_CACHE)
    list_of_cache, x = caches
    shapes.match("caches[1]", x, ("n_x", "m", "T_x"))
    parameters = list_of_cache[0][-1]
    shapes.match_parameters(parameters, RNN_PARAMETERS)
    if dy is not None:
        shapes.match("dy", dy, ("n_y", "m", "T"))

    dtype = np.result_type(np.float32, da, x, *(parameters[name] for name in RNN_PARAMETERS))
    dx = np.empty((len(x), m, T), dtype)
    sums = {f"d{name}": np.zeros(parameters[name].shape, dtype) for name in RNN_WEIGHTS}
    dWya = np.zeros(parameters["Wya"].shape, dtype)
    dby = np.zeros(parameters["by"].shape, dtype)

    da_prev = np.zeros((n_a, m), dtype)
    for t in reversed(range(T)):
        da_next = da[:, :, t] + da_prev
        if dy is not None:
            a_next = list_of_cache[t][0]
            shapes.match(f"a_next in caches[0][{t}]", a_next, ("n_a", "m"))
            da_output, dWya_t, dby_t = predict_backward(
                dy[:, :, t], a_next, parameters["Wya"], parameters["by"]
            )
            da_next, dWya, dby = da_next + da_output, dWya + dWya_t, dby + dby_t
        step = cell(da_next, list_of_cache[t])
        shapes.match_all(
            f"what {name_of(cell)} returned at time step {t}: gradients", step, RNN_CELL_GRADIENTS
        )
        dx[:, :, t] = step["dxt"]
        da_prev = step["da_prev"]
        sums = {name: total + step[name] for name, total in sums.items()}

    gradients = {"dx": dx, "da0": da_prev, **sums}
    return gradients if dy is None else {**gradients, "dWya": dWya, "dby": dby}


def _check_cell_outputs(shapes: Shapes, cell: RNNCellForward, t: int, outputs: object) -> None:
    result = f"the result of {name_of(cell)} at time step {t}"
    names = ("a_next", "yt_pred", "cache")
    a_next, yt_pred, _ = check_items(shapes.function, result, outputs, names)
    shapes.match(f"a_next in {result}", a_next, ("n_a", "m"))
    shapes.match(f"yt_pred in {result}", yt_pred, ("n_y", "m"))
