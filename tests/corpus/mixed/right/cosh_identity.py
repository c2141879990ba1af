# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    u = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
    a_next = np.sinh(u) / np.cosh(u)
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_y, n_a = parameters["Wya"].shape
    m, T_x = x.shape[1:]
    a, y_pred, caches = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), []
    at = a0
    for t in range(T_x):
        at, yt, ct = rnn_cell_forward(x[:, :, t], at, parameters)
        a[:, :, t], y_pred[:, :, t] = at, yt
        caches.append(ct)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    # d tanh(u) / du = 1 / cosh(u)^2, so I need u once more
    u = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
    du = da_next / np.cosh(u) ** 2
    return {
        "dxt": parameters["Wax"].T @ du,
        "da_prev": parameters["Waa"].T @ du,
        "dWax": du @ xt.T,
        "dWaa": du @ a_prev.T,
        "dba": np.sum(du, axis=1)[:, np.newaxis],
    }

# %%
def rnn_backward(da, caches):
    list_of_caches = caches[0]
    T = da.shape[2]
    n_a, n_x = list_of_caches[0][3]["Wax"].shape
    dx = np.zeros((n_x,) + da.shape[1:])
    dWax, dWaa, dba = np.zeros((n_a, n_x)), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    step = {"da_prev": np.zeros(da[:, :, 0].shape)}
    for t in range(T)[::-1]:
        step = rnn_cell_backward(da[:, :, t] + step["da_prev"], list_of_caches[t])
        dx[:, :, t] = step["dxt"]
        dWax, dWaa, dba = dWax + step["dWax"], dWaa + step["dWaa"], dba + step["dba"]
    return {"dx": dx, "dWax": dWax, "dWaa": dWaa, "dba": dba, "da0": step["da_prev"]}
