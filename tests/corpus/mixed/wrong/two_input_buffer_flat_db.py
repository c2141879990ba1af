# %%
import numpy as np

# %%
def softmax_inplace(z):
    z -= z.max(axis=0)
    np.exp(z, out=z)
    z /= z.sum(axis=0)
    return z

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    z = np.dot(parameters["Wax"], xt)
    z += np.dot(parameters["Waa"], a_prev)
    z += parameters["ba"]
    a_next = np.tanh(z, out=z)
    y = softmax_inplace(np.dot(parameters["Wya"], a_next) + parameters["by"])
    return a_next, y, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T = x.shape
    a = np.empty((a0.shape[0], m, T))
    y = np.empty((parameters["Wya"].shape[0], m, T))
    caches = []
    xt = np.empty((n_x, m))          # contiguous, x[:, :, t] is strided
    a_t = a0
    for t in range(T):
        np.copyto(xt, x[:, :, t])
        a_t, y_t, cache = rnn_cell_forward(xt, a_t, parameters)
        a[:, :, t] = a_t
        y[:, :, t] = y_t
        caches.append(cache)
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = np.empty_like(a_next)
    np.multiply(a_next, a_next, out=dz)
    np.subtract(1.0, dz, out=dz)
    dz *= da_next
    out = {}
    out["dWax"] = np.dot(dz, xt.T)
    out["dWaa"] = np.dot(dz, a_prev.T)
    out["dba"] = dz.sum(axis=1)
    out["dxt"] = np.dot(parameters["Wax"].T, dz)
    out["da_prev"] = np.dot(parameters["Waa"].T, dz)
    return out

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    out = {"dx": np.empty((x.shape[0], m, T)), "dWax": np.zeros((n_a, x.shape[0])),
           "dWaa": np.zeros((n_a, n_a)), "dba": np.zeros((n_a, 1))}
    carry = np.zeros((n_a, m))
    t = T
    while t > 0:
        t -= 1
        g = rnn_cell_backward(da[:, :, t] + carry, cells[t])
        out["dx"][:, :, t] = g["dxt"]
        out["dWax"] += g["dWax"]
        out["dWaa"] += g["dWaa"]
        out["dba"] += g["dba"].reshape(n_a, 1)
        carry = g["da_prev"]
    out["da0"] = carry
    return out
