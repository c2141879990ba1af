# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    pre = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
    a_next = np.tanh(pre)
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    a, y, caches = [], [], []
    last = a0
    for t in range(x.shape[2]):
        last, yt, cache = rnn_cell_forward(x[:, :, t], last, parameters)
        a.append(last); y.append(yt); caches.append(cache)
    return np.dstack(a), np.dstack(y), (caches, x)

# %%
def tanh_prime(u):
    return 1 - np.tanh(u) ** 2

def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dpre = da_next * tanh_prime(a_next)
    return {
        "dxt": parameters["Wax"].T @ dpre,
        "da_prev": parameters["Waa"].T @ dpre,
        "dWax": dpre @ xt.T,
        "dWaa": dpre @ a_prev.T,
        "dba": dpre.sum(axis=1, keepdims=True),
    }

# %%
def rnn_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    result = {"dx": np.zeros((x.shape[0], x.shape[1], T)), "da0": np.zeros(da.shape[:2]),
              "dWax": 0., "dWaa": 0., "dba": 0.}
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + result["da0"], cells[t])
        result["dx"][:, :, t] = g["dxt"]
        result["da0"] = g["da_prev"]
        for k in ["dWax", "dWaa", "dba"]:
            result[k] = result[k] + g[k]
    return result
