"""Backward functions for the gradient lab: in each exercise, one thing is not right, on purpose.

Students find it by measuring, with a gradient check that they have written themselves, and then
read the code here. That is why the functions check nothing, why each stands on its own, and why no
word on this page says what is wrong; `tests/exercises/test_gradient_lab_suspects.py` does.

The interface is the published one: `lstm_lib.lstm_cell` and `lstm_lib.lstm` have names and shapes.
"""

import numpy as np

from lstm_lib.interface import Array, Cache, Caches, Gradients, Parameters
from lstm_lib.lstm_cell import lstm_cell_backward, lstm_cell_forward

GATES = ("f", "i", "c", "o")


def suspect_one(da_next: Array, dc_next: Array, cache: Cache) -> Gradients:
    """Go back through one time step of an LSTM.

    Parameters
    ----------
    da_next, dc_next : array (n_a, m)
        Gradients with respect to ``a_next`` and ``c_next``.
    cache : tuple
        What `lstm_cell_forward` returned last.

    Returns
    -------
    dict of arrays
        ``dxt`` (n_x, m), ``da_prev``, ``dc_prev`` (n_a, m), ``dWf``, ``dWi``, ``dWc``, ``dWo``
        (n_a, n_a + n_x), ``dbf``, ``dbi``, ``dbc``, ``dbo`` (n_a, 1); not all of them right.

    >>> from lstm_lib import initialize_parameters
    >>> ones = np.ones((5, 4))
    >>> *_, cache = lstm_cell_forward(np.ones((3, 4)), ones, ones, initialize_parameters(3, 5, 2))
    >>> suspect_one(ones, ones, cache)["dWf"].shape
    (5, 8)

    """
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = len(a_next)
    stack = np.concatenate((a_prev, xt))

    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)
    dz = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct) ** 2,
        "o": da_next * tanh_c * ot * (1 - ot),
    }

    dstack = sum(parameters[f"W{gate}"].T @ dz[gate] for gate in GATES)
    gradients = {"dxt": dstack[n_a:], "da_prev": dstack[:n_a], "dc_prev": dc * ft}
    for gate in GATES:
        gradients[f"dW{gate}"] = dz[gate] @ stack.T
        gradients[f"db{gate}"] = dz[gate].sum(axis=1, keepdims=True)
    return gradients


def suspect_two(da: Array, caches: Caches) -> Gradients:
    """Go back through the first T time steps of `lstm_forward`.

    Parameters
    ----------
    da : array (n_a, m, T), T <= T_x
        Gradient with respect to the hidden states.
    caches : tuple
        What `lstm_forward` returned last.

    Returns
    -------
    dict of arrays
        ``dx`` (n_x, m, T), ``da0`` (n_a, m), and the weights' gradients in the shapes of the
        weights; not all of them right.

    >>> from lstm_lib import initialize_parameters, lstm_forward
    >>> parameters = initialize_parameters(3, 5, 2)
    >>> *_, caches = lstm_forward(np.ones((3, 4, 6)), np.zeros((5, 4)), parameters)
    >>> suspect_two(np.ones((5, 4, 6)), caches)["dx"].shape
    (3, 4, 6)

    """
    list_of_cache, x = caches
    n_a, m, T = da.shape
    parameters = list_of_cache[0][-1]
    weights = [f"{kind}{gate}" for gate in GATES for kind in "Wb"]

    dx = np.zeros((len(x), m, T))
    sums = {f"d{name}": np.zeros_like(parameters[name]) for name in weights}
    da_next = np.zeros((n_a, m))
    dc_next = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_next, dc_next, list_of_cache[t])
        dx[:, :, t] = step["dxt"]
        da_next = step["da_prev"]
        for name in sums:
            sums[name] += step[name]
    return {"dx": dx, "da0": da_next, **sums}


def suspect_three_forward(
    x: Array, a0: Array, parameters: Parameters
) -> tuple[Array, Array, Array, Caches]:
    """Run the LSTM over all time steps; it is either this function or `suspect_three_backward`.

    Parameters
    ----------
    x : array (n_x, m, T_x)
        Inputs, one column for each example.
    a0 : array (n_a, m)
        Initial hidden state.
    parameters : dict
        As for `lstm_cell_forward`.

    Returns
    -------
    a, y, c : arrays (n_a, m, T_x), (n_y, m, T_x), (n_a, m, T_x)
    caches : tuple
        ``(list_of_cache, x)``, one cache for each time step.

    >>> from lstm_lib import initialize_parameters, lstm_forward
    >>> arguments = np.ones((3, 4, 6)), np.zeros((5, 4)), initialize_parameters(3, 5, 2)
    >>> ours, theirs = suspect_three_forward(*arguments), lstm_forward(*arguments)
    >>> [bool(np.array_equal(one, other)) for one, other in zip(ours[:3], theirs[:3])]
    [True, True, True]

    """
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    c = np.zeros((n_a, m, T_x))

    list_of_cache = []
    a_next = a0
    c_next = c[:, :, 0]
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        y[:, :, t] = yt_pred
        c[:, :, t] = c_next
        list_of_cache.append(cache)
    return a, y, c, (list_of_cache, x)


def suspect_three_backward(da: Array, caches: Caches) -> Gradients:
    """Go back through the first T steps of `suspect_three_forward`; one of the two is not right.

    Parameters
    ----------
    da : array (n_a, m, T), T <= T_x
        Gradient with respect to the hidden states.
    caches : tuple
        What `suspect_three_forward` returned last.

    Returns
    -------
    dict of arrays
        As `suspect_two`.

    >>> from lstm_lib import initialize_parameters
    >>> parameters = initialize_parameters(3, 5, 2)
    >>> *_, caches = suspect_three_forward(np.ones((3, 4, 6)), np.zeros((5, 4)), parameters)
    >>> suspect_three_backward(np.ones((5, 4, 2)), caches)["dx"].shape
    (3, 4, 2)

    """
    list_of_cache, x = caches
    n_a, m, T = da.shape
    parameters = list_of_cache[0][-1]
    weights = [f"{kind}{gate}" for gate in GATES for kind in "Wb"]

    dx = np.zeros((len(x), m, T))
    sums = {f"d{name}": np.zeros_like(parameters[name]) for name in weights}
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, list_of_cache[t])
        dx[:, :, t] = step["dxt"]
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        for name in sums:
            sums[name] += step[name]
    return {"dx": dx, "da0": da_prev, **sums}
