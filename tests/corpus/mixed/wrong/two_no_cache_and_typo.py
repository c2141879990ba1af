# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]; Waa = parameters["Waa"]; Wya = parameters["Wya"]
    ba = parameters["ba"]; by = parameters["by"]
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
    yt_pred = softmax(Wya @ a_next + by)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred

# %%
def rnn_forward(x, a0, parameters):
    T_x = x.shape[2]
    a = np.zeros((a0.shape[0], x.shape[1], T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], x.shape[1], T_x))
    caches = []
    a_next = a0
    for t in range(T_x):
        a_next, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    gradients = {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz,
                 "dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": np.sum(dz, axis=1, keepdims=True)}
    return gradients

# %%
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros((x.shape[0], m, T_x))
    dWax = np.zeros((n_a, x.shape[0])); dWaa = np.zeros((n_a, n_a)); dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        da_prevt = gradients["da_prevt"]
        dx[:, :, t] = gradients["dxt"]
        dWax += gradients["dWax"]; dWaa += gradients["dWaa"]; dba += gradients["dba"]
    return {"dx": dx, "da0": da_prevt, "dWax": dWax, "dWaa": dWaa, "dba": dba}
