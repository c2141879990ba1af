# %%
import numpy as np
from lstm_lib import softmax

A_NEXT, A_PREV, XT, PARAMETERS = range(4)

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    cache = [None] * 4
    cache[A_NEXT], cache[A_PREV], cache[XT], cache[PARAMETERS] = a_next, a_prev, xt, parameters
    return a_next, yt_pred, tuple(cache)

# %%
def rnn_forward(x, a0, parameters):
    caches = []
    n_a, m = a0.shape
    a = np.zeros((n_a, m, x.shape[2]))
    y = np.zeros((parameters["by"].shape[0], m, x.shape[2]))
    for t in range(x.shape[2]):
        before = a0 if not caches else caches[-1][A_NEXT]
        a[:, :, t], y[:, :, t], cache = rnn_cell_forward(x[:, :, t], before, parameters)
        caches.append(cache)
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    p = cache[PARAMETERS]
    dz = da_next * (1 - cache[A_NEXT] ** 2)
    return {"dxt": p["Wax"].T @ dz,
            "da_prev": p["Waa"].T @ dz,
            "dWax": dz @ cache[XT].T,
            "dWaa": dz @ cache[A_NEXT].T,
            "dba": dz.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    dx = np.zeros((x.shape[0], x.shape[1], T))
    g = {"da_prev": np.zeros(da.shape[:2])}
    sums = {"dWax": 0, "dWaa": 0, "dba": 0}
    for t in range(T)[::-1]:
        g = rnn_cell_backward(da[:, :, t] + g["da_prev"], cells[t])
        dx[:, :, t] = g["dxt"]
        for name in sums:
            sums[name] = sums[name] + g[name]
    return {"dx": dx, "da0": g["da_prev"], "dWax": sums["dWax"], "dWaa": sums["dWaa"], "dba": sums["dba"]}
