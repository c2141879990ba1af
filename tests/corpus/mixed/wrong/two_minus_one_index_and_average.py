# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    yt_pred = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    a = np.zeros((parameters["Waa"].shape[0], m, T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], m, T_x))
    a[:, :, 0] = a0
    caches = []
    for t in range(T_x):
        a_prev = a[:, :, t - 1].copy()
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - np.square(a_next))
    return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    all_steps = []
    da_prev = np.zeros(da.shape[:2])
    for t in reversed(range(T)):
        step = rnn_cell_backward(da[:, :, t] + da_prev, cells[t])
        all_steps.append(step)
        da_prev = step["da_prev"]
    all_steps.reverse()
    # the weights are shared by all the steps
    gradients = {name: np.mean([s[name] for s in all_steps], axis=0) for name in ["dWax", "dWaa", "dba"]}
    gradients["dx"] = np.stack([s["dxt"] for s in all_steps], axis=2)
    gradients["da0"] = da_prev
    return gradients
