# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["Waa"] @ a_prev + parameters["Wax"] @ xt + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    caches = []
    a = np.zeros(a0.shape + (x.shape[2],))
    y_pred = np.zeros((parameters["Wya"].shape[0],) + x.shape[1:])
    a_next = a0
    for t in range(x.shape[2]):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches + [cache]
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next ** 2) * da_next
    dxt, dWax = parameters["Wax"].T @ dtanh, dtanh @ xt.T
    da_prev, dWaa = parameters["Waa"].T @ dtanh, dtanh @ a_prev.T
    dba = np.sum(dtanh, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def rnn_backward(da, caches):
    list_caches, x = caches
    dx = np.zeros(x.shape[:2] + da.shape[2:])
    dWax, dWaa, dba = 0, 0, 0
    da0 = np.zeros(da.shape[:2])
    t = da.shape[2]
    while t:
        t = t - 1
        g = rnn_cell_backward(da[:, :, t] + da0, list_caches[t])
        da0 = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
