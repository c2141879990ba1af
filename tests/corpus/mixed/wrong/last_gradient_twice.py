# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(np.einsum("ij,jk", parameters["Wax"], xt) + np.einsum("ij,jk", parameters["Waa"], a_prev) + parameters["ba"])
    yt_pred = softmax(np.einsum("ij,jk", parameters["Wya"], a_next) + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    states, preds, caches = [a0], [], []
    for t in range(x.shape[2]):
        s, p, c = rnn_cell_forward(x[:, :, t], states[-1], parameters)
        states.append(s)
        preds.append(p)
        caches.append(c)
    return np.stack(states[1:], axis=-1), np.stack(preds, axis=-1), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    return {
        "dxt": np.einsum("ij,ik->jk", parameters["Wax"], dz),
        "da_prev": np.einsum("ij,ik->jk", parameters["Waa"], dz),
        "dWax": np.einsum("ik,jk->ij", dz, xt),
        "dWaa": np.einsum("ik,jk->ij", dz, a_prev),
        "dba": np.einsum("ik->i", dz)[:, None],
    }

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    # the gradient enters at the last step
    da_prevt = da[:, :, -1]
    dx = np.zeros((len(x), m, T))
    dWax, dWaa, dba = np.zeros((n_a, len(x))), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + da_prevt, cells[t])
        da_prevt = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "da0": da_prevt, "dWax": dWax, "dWaa": dWaa, "dba": dba}
