# %%
import numpy as np
from lstm_lib import softmax

FLOAT = np.float32

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    h = a_prev
    h[:] = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ h + parameters["ba"])
    y = softmax(parameters["Wya"] @ h + parameters["by"])
    return h, y, (h, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T = x.shape
    a = np.zeros((a0.shape[0], m, T), dtype=FLOAT)
    y = np.zeros((parameters["Wya"].shape[0], m, T), dtype=FLOAT)
    caches = []
    h = a0.copy()
    for t in range(T):
        h, y[:, :, t], cache = rnn_cell_forward(x[:, :, t], h, parameters)
        a[:, :, t] = h
        caches.append(cache)
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    h, h_prev, xt, parameters = cache
    dz = da_next * (1 - h * h)
    return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T, "dWaa": dz @ h_prev.T, "dba": dz.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    dWax, dWaa, dba = np.zeros((n_a, x.shape[0])), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    dh = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + dh, cells[t])
        dx[:, :, t] = g["dxt"]
        dh[:] = g["da_prev"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": dh, "dWax": dWax, "dWaa": dWaa, "dba": dba}
