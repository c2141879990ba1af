# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    pre = np.add(np.add(np.matmul(parameters["Wax"], xt), np.matmul(parameters["Waa"], a_prev)), parameters["ba"])
    a_next = np.tanh(pre)
    yt_pred = softmax(np.add(np.matmul(parameters["Wya"], a_next), parameters["by"]))
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    a = np.zeros((a0.shape[0], m, T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], m, T_x))
    caches = []
    a_next = a0
    t = 0
    # python counts from 0, so the last step is T_x - 1
    while t < T_x - 1:
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
        t = t + 1
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = np.multiply(da_next, np.subtract(1, np.square(a_next)))
    return {"dxt": np.matmul(parameters["Wax"].T, dz), "da_prev": np.matmul(parameters["Waa"].T, dz),
            "dWax": np.matmul(dz, xt.T), "dWaa": np.matmul(dz, a_prev.T), "dba": np.sum(dz, axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    dWax = np.zeros((n_a, x.shape[0]))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    t = T - 1
    while t >= 0:
        gradients = rnn_cell_backward(np.add(da[:, :, t], da_prev), cells[t])
        dx[:, :, t] = gradients["dxt"]
        dWax = np.add(dWax, gradients["dWax"])
        dWaa = np.add(dWaa, gradients["dWaa"])
        dba = np.add(dba, gradients["dba"])
        da0 = gradients["da_prev"]
        t = t - 1
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
