# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    """Returns a_next, yt_pred, cache"""
    a_next = np.tanh(np.add(np.add(np.dot(parameters["Wax"], xt), np.dot(parameters["Waa"], a_prev)), parameters["ba"]))
    yt_pred = softmax(np.add(np.dot(parameters["Wya"], a_next), parameters["by"]))
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T_x = x.shape[2]
    a = np.zeros((parameters["Waa"].shape[0], x.shape[1], T_x))
    y_pred = np.zeros((parameters["Wya"].shape[0], x.shape[1], T_x))
    caches = []
    left = T_x
    a_prev = a0
    while left:
        # -left runs from -T_x to -1: the steps in order
        a_prev, yt, cache = rnn_cell_forward(x[:, :, -left], a_prev, parameters)
        a[:, :, -left] = a_prev
        y_pred[:, :, -left] = yt
        caches.append(cache)
        left -= 1
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = np.multiply(np.subtract(1, np.square(a_next)), da_next)
    dxt = np.dot(np.transpose(parameters["Wax"]), dtanh)
    dWax = np.dot(dtanh, np.transpose(xt))
    da_prev = np.dot(np.transpose(parameters["Waa"]), dtanh)
    dWaa = np.dot(dtanh, np.transpose(a_prev))
    dba = np.sum(dtanh, axis=-1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def rnn_backward(da, caches):
    list_of_cache, x = caches
    t = da.shape[2] - 1
    dx = np.zeros((x.shape[0], x.shape[1], t + 1))
    gradients = rnn_cell_backward(da[:, :, t], list_of_cache[t])
    dx[:, :, t] = gradients["dxt"]
    dWax, dWaa, dba = gradients["dWax"], gradients["dWaa"], gradients["dba"]
    while t > 0:
        t -= 1
        gradients = rnn_cell_backward(da[:, :, t] + gradients["da_prev"], list_of_cache[t])
        dx[:, :, t] = gradients["dxt"]
        dWax = dWax + gradients["dWax"]
        dWaa = dWaa + gradients["dWaa"]
        dba = dba + gradients["dba"]
    return {"dx": dx, "da0": gradients["da_prev"], "dWax": dWax, "dWaa": dWaa, "dba": dba}
