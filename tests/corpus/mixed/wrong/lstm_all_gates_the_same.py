# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def gate(name, concat, parameters):
    # every gate is the same formula, so one function is enough
    return sigmoid(np.dot(parameters["W" + name], concat) + parameters["b" + name])

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate((a_prev, xt))
    ft = gate("f", concat, parameters)
    it = gate("i", concat, parameters)
    cct = gate("c", concat, parameters)
    ot = gate("o", concat, parameters)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    caches = []
    m, T_x = x.shape[1:]
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def through_gate(name, d, concat, parameters, gradients):
    gradients["dW" + name] = np.dot(d, concat.T)
    gradients["db" + name] = np.sum(d, axis=1, keepdims=True)
    return np.dot(parameters["W" + name].T, d)

def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    concat = np.concatenate((a_prev, xt))
    n_a = a_prev.shape[0]
    gradients = {}
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dconcat = through_gate("f", dc * c_prev * ft * (1 - ft), concat, parameters, gradients)
    dconcat += through_gate("i", dc * cct * it * (1 - it), concat, parameters, gradients)
    dconcat += through_gate("c", dc * it * (1 - cct ** 2), concat, parameters, gradients)
    dconcat += through_gate("o", da_next * np.tanh(c_next) * ot * (1 - ot), concat, parameters, gradients)
    gradients["da_prev"], gradients["dxt"], gradients["dc_prev"] = dconcat[:n_a], dconcat[n_a:], dc * ft
    return gradients

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    names = ["dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"]
    total = {name: 0 for name in names}
    total["dx"] = np.zeros((x.shape[0], m, T))
    da_prev, dc_prev = np.zeros((n_a, m)), np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[t])
        da_prev, dc_prev = g["da_prev"], g["dc_prev"]
        total["dx"][:, :, t] = g["dxt"]
        for name in names:
            total[name] = total[name] + g[name]
    total["da0"] = da_prev
    return total
