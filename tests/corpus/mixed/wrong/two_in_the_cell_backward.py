# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]
    a_next = np.tanh(Wax.dot(xt) + Waa.dot(a_prev) + ba)
    yt_pred = softmax(Wya.dot(a_next) + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    a_prev, a, y, caches = a0, [], [], []
    for t in range(x.shape[-1]):
        a_prev, yt, cache = rnn_cell_forward(x[..., t], a_prev, parameters)
        a.append(a_prev[..., None])
        y.append(yt[..., None])
        caches.append(cache)
    return np.concatenate(a, axis=-1), np.concatenate(y, axis=-1), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next * a_next) * da_next
    gradients = dict.fromkeys(["dxt", "da_prev", "dWax", "dWaa", "dba"])
    gradients["dxt"] = parameters["Wax"].T.dot(dtanh)
    gradients["da_prev"] = parameters["Waa"].T.dot(dtanh)
    gradients["dWax"] = dtanh.dot(xt.T)
    gradients["dWaa"] = a_prev.dot(dtanh.T)
    gradients["dba"] = dtanh.sum(axis=0, keepdims=True)
    return gradients

# %%
def rnn_backward(da, caches):
    cells, x = caches
    T = da.shape[-1]
    dx, carried = [], np.zeros(da.shape[:2])
    total = None
    for t in range(T - 1, -1, -1):
        gradients = rnn_cell_backward(da[..., t] + carried, cells[t])
        carried = gradients["da_prev"]
        dx.insert(0, gradients["dxt"][..., None])
        weights = {k: gradients[k] for k in ("dWax", "dWaa", "dba")}
        total = weights if total is None else {k: total[k] + weights[k] for k in weights}
    return {"dx": np.concatenate(dx, axis=-1), "da0": carried, **total}
