# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def gate(letter, activation, stacked, parameters):
    """activation(W stacked + b) for the gate called `letter`"""
    return activation(parameters["W" + letter] @ stacked + parameters["b" + letter])


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    stacked = np.r_[a_prev, xt]
    ft = gate("f", sigmoid, stacked, parameters)
    it = gate("i", sigmoid, stacked, parameters)
    cct = gate("c", np.tanh, stacked, parameters)
    ot = gate("o", sigmoid, stacked, parameters)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = gate("y", softmax, a_next, parameters)
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    results = []
    state = (a0, np.zeros_like(a0))
    for xt in np.moveaxis(x, 2, 0):
        step = lstm_cell_forward(xt, *state, parameters)
        state = step[:2]
        results.append(step)
    a_list, c_list, y_list, cache_list = zip(*results)
    return np.dstack(a_list), np.dstack(y_list), np.dstack(c_list), (list(cache_list), x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    stacked = np.r_[a_prev, xt]
    gradients = {}
    # a_next = ot * tanh(c_next)
    dc = da_next * ot * (1 - np.tanh(c_next) ** 2)
    deltas = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct ** 2),
        "o": da_next * np.tanh(c_next) * ot * (1 - ot),
    }
    d_stacked = np.zeros_like(stacked)
    for letter, delta in deltas.items():
        gradients["dW" + letter] = delta @ stacked.T
        gradients["db" + letter] = np.sum(delta, axis=1, keepdims=True)
        d_stacked += parameters["W" + letter].T @ delta
    n_a = a_prev.shape[0]
    gradients["da_prev"] = d_stacked[:n_a]
    gradients["dxt"] = d_stacked[n_a:]
    gradients["dc_prev"] = dc * ft
    return gradients

# %%
def lstm_backward(da, caches):
    cache_list, x = caches
    T = da.shape[-1]
    da_prev, dc_prev = np.zeros(da.shape[:-1]), np.zeros(da.shape[:-1])
    dx = np.zeros(x.shape[:-1] + (T,))
    sums = {}
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[..., t] + da_prev, dc_prev, cache_list[t])
        da_prev, dc_prev, dx[..., t] = g["da_prev"], g["dc_prev"], g["dxt"]
        for key in g:
            if key.startswith(("dW", "db")):
                sums[key] = g[key] if key not in sums else sums[key] + g[key]
    return {"dx": dx, "da0": da_prev, **sums}

