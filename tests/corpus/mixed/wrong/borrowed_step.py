# %%
import numpy as np
from lstm_lib import sigmoid, softmax
from lstm_lib import rnn_cell_backward as one_step_back

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = [parameters[k] for k in ("Wax", "Waa", "Wya", "ba", "by")]
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
    yt_pred = softmax(Wya @ a_next + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    a = np.zeros((a0.shape[0], m, T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], m, T_x))
    caches = []
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    gradients = one_step_back(da_next, cache)
    return {name: gradients[name] for name in ("dxt", "da_prev", "dWax", "dWaa", "dba")}

# %%
def rnn_backward(da, caches):
    caches, x = caches
    T = da.shape[2]
    dx = np.zeros((x.shape[0], x.shape[1], T))
    da_prev = np.zeros(da.shape[:2])
    dWax = dWaa = dba = 0
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        dx[:, :, t], da_prev = g["dxt"], g["da_prev"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
