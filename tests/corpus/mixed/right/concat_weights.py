# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.hstack([parameters["Wax"], parameters["Waa"]])      # (n_a, n_x + n_a)
    z = np.vstack([xt, a_prev])
    a_next = np.tanh(np.matmul(W, z) + parameters["ba"])
    yt_pred = softmax(np.matmul(parameters["Wya"], a_next) + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    n_y = parameters["Wya"].shape[0]
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []
    for t in range(T_x):
        a_prev = a0 if t == 0 else a[:, :, t - 1].copy()
        a[:, :, t], y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_x = xt.shape[0]
    W = np.hstack([parameters["Wax"], parameters["Waa"]])
    z = np.vstack([xt, a_prev])
    dpre = da_next * (1.0 - a_next ** 2)
    dW = np.matmul(dpre, z.T)
    dz = np.matmul(W.T, dpre)
    return {"dxt": dz[:n_x], "da_prev": dz[n_x:],
            "dWax": dW[:, :n_x], "dWaa": dW[:, n_x:],
            "dba": np.matmul(dpre, np.ones((dpre.shape[1], 1)))}

# %%
def rnn_backward(da, caches):
    caches, x = caches
    n_x = x.shape[0]
    n_a, m, T_x = da.shape
    dx = np.zeros((n_x, m, T_x))
    dW = np.zeros((n_a, n_x + n_a))
    db = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        dW += np.concatenate((g["dWax"], g["dWaa"]), axis=1)
        db += g["dba"]
        dx[:, :, t] = g["dxt"]
        da_prev = g["da_prev"]
    dWax, dWaa = dW[:, :n_x], dW[:, n_x:]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": db}
