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
def sigmoid_grad(s):
    return s * (1 - s)


def tanh_grad(s):
    return 1 - s ** 2


def gate_backward(letter, delta, stacked, parameters, gradients):
    gradients["dW" + letter] = delta @ stacked.T
    gradients["db" + letter] = np.sum(delta, axis=1, keepdims=True)
    return parameters["W" + letter].T @ delta


def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    stacked = np.r_[a_prev, xt]
    dc = dc_next + da_next * ot * tanh_grad(np.tanh(c_next))
    gradients = {"dc_prev": dc * ft}
    d_stacked = (
        gate_backward("f", dc * c_prev * sigmoid_grad(ft), stacked, parameters, gradients)
        + gate_backward("i", dc * cct * sigmoid_grad(it), stacked, parameters, gradients)
        + gate_backward("c", dc * it * tanh_grad(cct), stacked, parameters, gradients)
        + gate_backward("o", da_next * np.tanh(c_next) * sigmoid_grad(ot), stacked, parameters, gradients)
    )
    n_a = a_prev.shape[0]
    gradients["da_prev"] = d_stacked[:n_a]
    gradients["dxt"] = d_stacked[n_a:]
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
