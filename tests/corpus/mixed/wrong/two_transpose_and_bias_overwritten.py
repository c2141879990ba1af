# %%
import numpy as np
from lstm_lib import softmax, rnn_cell_forward, rnn_forward

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    # z = Wax.x + Waa.a + b
    dz = da_next * (1 - a_next ** 2)
    dxt = (dz.T @ Wax).T
    dWax = dz @ xt.T
    da_prev = Waa @ dz
    dWaa = dz @ a_prev.T
    dba = dz.sum(axis=1, keepdims=True)
    gradients = {}
    for name in ("dxt", "da_prev", "dWax", "dWaa", "dba"):
        gradients[name] = locals()[name]
    return gradients

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx, da_prev = np.zeros((n_x, m, T)), np.zeros((n_a, m))
    dWax, dWaa, dba = np.zeros((n_a, n_x)), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    for t in reversed(range(T)):
        step = rnn_cell_backward(da_prev + da[:, :, t], cells[t])
        dx[:, :, t] = step["dxt"]
        da_prev = step["da_prev"]
        dWax += step["dWax"]
        dWaa += step["dWaa"]
        dba = step["dba"]
    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
