"""The LSTM over a whole sequence, and backpropagation through time beside it."""

import numpy as np

from lstm_lib.interface import (
    LSTM_CACHE,
    LSTM_CELL_GRADIENTS,
    LSTM_PARAMETERS,
    LSTM_WEIGHTS,
    Array,
    Caches,
    Gradients,
    LSTMCellBackward,
    LSTMCellForward,
    Parameters,
)
from lstm_lib.lstm_cell import lstm_cell_backward, lstm_cell_forward
from lstm_lib.output_layer import predict_backward
from lstm_lib.validation import Shapes, check_caches, check_items, name_of


def lstm_forward(
    x: Array, a0: Array, parameters: Parameters, *, cell: LSTMCellForward = lstm_cell_forward
) -> tuple[Array, Array, Array, Caches]:
    """Run the LSTM over all time steps, from the cell state zero.

    | ``a<t>, c<t>, y<t>, cache<t> = cell(x<t>, a<t-1>, c<t-1>, parameters)``,  ``c<-1> = 0``

    Parameters
    ----------
    x : array (n_x, m, T_x)
        Inputs, one column for each example.
    a0 : array (n_a, m)
        Initial hidden state.
    parameters : dict
        As for `lstm_cell_forward`.
    cell : function
        `lstm_cell_forward`, or your own with the same interface.

    Returns
    -------
    a : array (n_a, m, T_x)
    y : array (n_y, m, T_x)
    c : array (n_a, m, T_x)
    caches : tuple
        ``(list_of_cache, x)``, one cache for each time step. No array in the list shares memory
        with `a`, `c`, `x` or `a0`, so that you may write to those. ``caches[1]`` is `x` itself.

    All real float32 in gives float32 out; otherwise NumPy's promotion decides.

    Raises
    ------
    InterfaceError
        If an argument, or what `cell` returns, does not follow the interface.

    >>> from lstm_lib import initialize_parameters
    >>> a, y, c, caches = lstm_forward(
    ...     np.ones((3, 10, 7)), np.zeros((5, 10)), initialize_parameters(3, 5, 2)
    ... )
    >>> a.shape, y.shape, c.shape, len(caches[0])
    ((5, 10, 7), (2, 10, 7), (5, 10, 7), 7)

    """
    shapes = Shapes("lstm_forward")
    shapes.match("x", x, ("n_x", "m", "T_x"))
    shapes.match("a0", a0, ("n_a", "m"))
    shapes.match_parameters(parameters, LSTM_PARAMETERS)

    n_a, m = a0.shape
    T_x = x.shape[2]
    dtype = np.result_type(np.float32, x, a0, *(parameters[name] for name in LSTM_PARAMETERS))
    a = np.empty((n_a, m, T_x), dtype)
    y = np.empty((shapes.sizes["n_y"], m, T_x), dtype)
    c = np.empty((n_a, m, T_x), dtype)

    list_of_cache = []
    # a_next and c_next are never views of a and c (nor of a0 and x): the caches keep them, and the
    # writes into a and c would reach the caches through a view.
    a_next, c_next = a0.copy(), np.zeros_like(a0)
    for t in range(T_x):
        outputs = cell(x[:, :, t].copy(), a_next, c_next, parameters)
        _check_cell_outputs(shapes, cell, t, outputs)
        a_next, c_next, yt_pred, cache = outputs
        a[:, :, t] = a_next
        y[:, :, t] = yt_pred
        c[:, :, t] = c_next
        list_of_cache.append(cache)
    return a, y, c, (list_of_cache, x)


def lstm_backward(
    da: Array,
    caches: Caches,
    *,
    cell: LSTMCellBackward = lstm_cell_backward,
    dy: Array | None = None,
    dc_last: Array | None = None,
) -> Gradients:
    """Backpropagate through the first T time steps of `lstm_forward`.

    From the last of them to the first, each state hands its gradient to the step before:

    | ``step<t> = cell(da<t> + da_prev<t+1>, dc_prev<t+1>, cache<t>)``
    | ``dx<t> = dxt<t>``,  ``da0 = da_prev<0>``,  ``dW = sum_t dW<t>``

    with ``da_prev<T> = 0`` and ``dc_prev<T> = dc_last``. With `dy`, the output layer adds its share
    ``Wy^T dz<t>`` to ``da<t>`` (`lstm_lib.output_layer.predict_backward`). Werbos,
    "Backpropagation through time: what it does and how to do it", 1990.

    Parameters
    ----------
    da : array (n_a, m, T), T <= T_x
        Gradient with respect to ``a``, step by step.
    caches : tuple
        What `lstm_forward` returned last.
    cell : function
        `lstm_cell_backward`, or your own with the same interface.
    dy : array (n_y, m, T), optional
        Gradient with respect to the predictions ``y``, after the softmax.
    dc_last : array (n_a, m), optional
        Gradient with respect to ``c[:, :, T - 1]``; zero if it is not given.

    Returns
    -------
    dict of arrays
        ``dx`` (n_x, m, T), ``da0`` (n_a, m), ``dWf``, ``dbf``, ``dWi``, ``dbi``, ``dWc``, ``dbc``,
        ``dWo``, ``dbo`` in the shapes of their parameters; with `dy` also ``dWy`` and ``dby``.

    Raises
    ------
    InterfaceError
        If an argument, a cache, or what `cell` returns does not follow the interface.

    >>> from lstm_lib import initialize_parameters
    >>> a, y, c, caches = lstm_forward(
    ...     np.ones((3, 10, 7)), np.zeros((5, 10)), initialize_parameters(3, 5, 2)
    ... )
    >>> gradients = lstm_backward(np.ones((5, 10, 4)), caches)
    >>> gradients["dx"].shape, list(gradients)[:4]
    ((3, 10, 4), ['dx', 'da0', 'dWf', 'dbf'])

    """
    shapes = Shapes("lstm_backward")
    shapes.match("da", da, ("n_a", "m", "T"))
    n_a, m, T = da.shape
    check_caches("lstm_backward", caches, T, LSTM_CACHE)
    list_of_cache, x = caches
    shapes.match("caches[1]", x, ("n_x", "m", "T_x"))
    parameters = list_of_cache[0][-1]
    shapes.match_parameters(parameters, LSTM_PARAMETERS)
    if dy is not None:
        shapes.match("dy", dy, ("n_y", "m", "T"))
    if dc_last is not None:
        shapes.match("dc_last", dc_last, ("n_a", "m"))

    dtype = np.result_type(np.float32, da, x, *(parameters[name] for name in LSTM_PARAMETERS))
    dx = np.empty((len(x), m, T), dtype)
    sums = {f"d{name}": np.zeros(parameters[name].shape, dtype) for name in LSTM_WEIGHTS}
    dWy = np.zeros(parameters["Wy"].shape, dtype)
    dby = np.zeros(parameters["by"].shape, dtype)

    da_prev = np.zeros((n_a, m), dtype)
    dc_prev = np.zeros((n_a, m), dtype) if dc_last is None else dc_last
    for t in reversed(range(T)):
        da_next = da[:, :, t] + da_prev
        if dy is not None:
            a_next = list_of_cache[t][0]
            shapes.match(f"a_next in caches[0][{t}]", a_next, ("n_a", "m"))
            da_output, dWy_t, dby_t = predict_backward(
                dy[:, :, t], a_next, parameters["Wy"], parameters["by"]
            )
            da_next, dWy, dby = da_next + da_output, dWy + dWy_t, dby + dby_t
        step = cell(da_next, dc_prev, list_of_cache[t])
        shapes.match_all(
            f"what {name_of(cell)} returned at time step {t}: gradients", step, LSTM_CELL_GRADIENTS
        )
        dx[:, :, t] = step["dxt"]
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        sums = {name: total + step[name] for name, total in sums.items()}

    gradients = {"dx": dx, "da0": da_prev, **sums}
    return gradients if dy is None else {**gradients, "dWy": dWy, "dby": dby}


def _check_cell_outputs(shapes: Shapes, cell: LSTMCellForward, t: int, outputs: object) -> None:
    result = f"the result of {name_of(cell)} at time step {t}"
    names = ("a_next", "c_next", "yt_pred", "cache")
    a_next, c_next, yt_pred, _ = check_items(shapes.function, result, outputs, names)
    shapes.match(f"a_next in {result}", a_next, ("n_a", "m"))
    shapes.match(f"c_next in {result}", c_next, ("n_a", "m"))
    shapes.match(f"yt_pred in {result}", yt_pred, ("n_y", "m"))
