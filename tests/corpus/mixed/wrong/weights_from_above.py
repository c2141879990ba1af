# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# some numbers to try things out
np.random.seed(1)
xt = np.random.randn(3, 10)
a_prev = np.random.randn(5, 10)
Waa = np.random.randn(5, 5)
Wax = np.random.randn(5, 3)
Wya = np.random.randn(2, 5)
ba = np.random.randn(5, 1)
by = np.random.randn(2, 1)
parameters = {"Waa": Waa, "Wax": Wax, "Wya": Wya, "ba": ba, "by": by}

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    # same as the formula in the picture
    a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache

a_next, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)
print("a_next[4] =", a_next[4])
print("yt_pred[1] =", yt_pred[1])

# %%
def rnn_forward(x, a0, parameters):
    T_x = x.shape[2]
    a = np.zeros((a0.shape[0], a0.shape[1], T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], a0.shape[1], T_x))
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
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - np.power(a_next, 2))
    gradients = {}
    gradients["dxt"] = np.dot(parameters["Wax"].T, dz)
    gradients["da_prev"] = np.dot(parameters["Waa"].T, dz)
    gradients["dWax"] = np.dot(dz, xt.T)
    gradients["dWaa"] = np.dot(dz, a_prev.T)
    gradients["dba"] = np.sum(dz, axis=1, keepdims=True)
    return gradients

# %%
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros((x.shape[0], m, T_x))
    dWax = np.zeros((n_a, x.shape[0]))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
