# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    z = parameters["Wax"] @ xt
    z += parameters["Waa"] @ a_prev
    z += parameters["ba"]
    a_next = np.tanh(z)
    y = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, y, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_a, m = a0.shape
    T = x.shape[2]
    a = np.empty((n_a, m, T))
    y = np.empty((parameters["by"].shape[0], m, T))
    caches = [None] * T
    # allocate the state once, outside the loop
    state = np.empty((n_a, m))
    state[:] = a0
    for t in range(T):
        a_t, y_t, caches[t] = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = a_t
        y[:, :, t] = y_t
        state[:] = a_t
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = 1.0 - a_next * a_next
    dz *= da_next
    return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.empty((x.shape[0], m, T))
    dWax = np.zeros((n_a, x.shape[0]))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    carry = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + carry, cells[t])
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
        carry[:] = g["da_prev"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
