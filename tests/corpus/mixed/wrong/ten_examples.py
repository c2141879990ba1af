# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    a_next = np.tanh(np.matmul(Wax, xt) + np.matmul(Waa, a_prev) + parameters["ba"])
    yt_pred = softmax(np.matmul(Wya, a_next) + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
# in the test x is (3, 10, 4), a0 is (5, 10), so n_x=3, m=10, T_x=4, n_a=5, n_y=2
def rnn_forward(x, a0, parameters):
    a = np.zeros((5, 10, 4))
    y_pred = np.zeros((2, 10, 4))
    caches = []
    memory = a0
    for t in range(4):
        memory, prediction, cache = rnn_cell_forward(x[:, :, t], memory, parameters)
        a[:, :, t] = memory
        y_pred[:, :, t] = prediction
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = np.multiply(1 - np.square(a_next), da_next)
    dxt = np.matmul(parameters["Wax"].T, dtanh)
    da_prev = np.matmul(parameters["Waa"].T, dtanh)
    dWax = np.matmul(dtanh, xt.T)
    dWaa = np.matmul(dtanh, a_prev.T)
    dba = np.sum(dtanh, axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    dWax = np.zeros((n_a, x.shape[0]))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + da_prev, cells[t])
        da_prev = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
