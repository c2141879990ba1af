# %%
from copy import deepcopy

import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    xt = np.array(xt, copy=True)
    a_prev = np.array(a_prev, copy=True)
    parameters = deepcopy(parameters)
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next.copy(), yt_pred, (a_next.copy(), a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    x, a_t = x.copy(), a0.copy()
    T_x = x.shape[2]
    a = np.zeros((a_t.shape[0], a_t.shape[1], T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], a_t.shape[1], T_x))
    caches = []
    for t in range(T_x):
        a_t, y_t, cache = rnn_cell_forward(x[:, :, t].copy(), a_t.copy(), parameters)
        a[:, :, t] = a_t.copy()
        y_pred[:, :, t] = y_t.copy()
        caches.append(deepcopy(cache))
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    da = da_next.copy()
    a_next, a_prev, xt, parameters = deepcopy(cache)
    # now I can work in place, everything is mine
    a_next **= 2
    a_next *= -1
    a_next += 1
    da *= a_next
    return {"dxt": parameters["Wax"].T @ da, "da_prev": parameters["Waa"].T @ da,
            "dWax": da @ xt.T, "dWaa": da @ a_prev.T, "dba": da.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    da = da.copy()
    cells, x = caches
    T = da.shape[2]
    dx = np.zeros(x.shape[:2] + (T,))
    sums = None
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t], cells[t])
        if t > 0:
            da[:, :, t - 1] += g["da_prev"]
        dx[:, :, t] = g["dxt"]
        if sums is None:
            sums = deepcopy(g)
        else:
            for k in ("dWax", "dWaa", "dba"):
                sums[k] += g[k]
    return {"dx": dx, "da0": g["da_prev"].copy(), "dWax": sums["dWax"], "dWaa": sums["dWaa"], "dba": sums["dba"]}
