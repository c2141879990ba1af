# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a_next = np.tanh(Waa @ a_prev + Wax @ xt + parameters["ba"])
    yt_pred = softmax(Wya @ a_next + parameters["by"])
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache

# %%
def unroll(t, x, a_prev, parameters):
    if t == x.shape[2]:
        return [], [], []
    a, y, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
    rest_a, rest_y, rest_c = unroll(t + 1, x, a, parameters)
    return [a] + rest_a, [y] + rest_y, [cache] + rest_c


def rnn_forward(x, a0, parameters):
    a, y, caches = unroll(0, x, a0, parameters)
    return np.stack(a, axis=2), np.stack(y, axis=2), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    inner = np.multiply(da_next, np.subtract(1, np.power(a_next, 2)))
    gradients = {}
    gradients["dxt"] = np.matmul(parameters["Wax"].T, inner)
    gradients["dWax"] = np.matmul(inner, xt.T)
    gradients["da_prev"] = np.matmul(parameters["Waa"].T, inner)
    gradients["dWaa"] = np.matmul(inner, a_prev.T)
    gradients["dba"] = np.sum(inner, axis=1, keepdims=True)
    return gradients

# %%
def rnn_backward(da, caches):
    """Everything that depends on step t is the local part plus what the later steps say."""
    cells, x = caches
    T = da.shape[2]

    def later(t):
        if t == T:
            return np.zeros(da.shape[:2]), [], (0, 0, 0)
        from_later, dxs, (sWax, sWaa, sba) = later(t + 1)
        g = rnn_cell_backward(da[:, :, t] + from_later, cells[t])
        return g["da_prev"], [g["dxt"]] + dxs, (sWax + g["dWax"], sWaa + g["dWaa"], sba + g["dba"])

    da0, dxs, (dWax, dWaa, dba) = later(0)
    return {"dx": np.stack(dxs, axis=2), "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
