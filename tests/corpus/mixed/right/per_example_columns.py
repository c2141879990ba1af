# %%
import numpy as np
from lstm_lib import softmax

# %%
def column(v, j):
    return v[:, j:j + 1]

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    # one example after the other, the way it is drawn in the lecture
    p = parameters
    a_cols, y_cols = [], []
    for j in range(xt.shape[1]):
        a = np.tanh(p["Wax"] @ column(xt, j) + p["Waa"] @ column(a_prev, j) + p["ba"])
        a_cols.append(a)
        y_cols.append(softmax(p["Wya"] @ a + p["by"]))
    a_next = np.hstack(a_cols)
    return a_next, np.hstack(y_cols), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    a_next = a0
    for t in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        if t == 0:
            a, y_pred, caches = a_next[:, :, None], yt[:, :, None], [cache]
        else:
            a = np.append(a, a_next[:, :, None], axis=2)
            y_pred = np.append(y_pred, yt[:, :, None], axis=2)
            caches = caches + [cache]
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, p = cache
    dWax, dWaa, dba = np.zeros_like(p["Wax"]), np.zeros_like(p["Waa"]), np.zeros_like(p["ba"])
    dxt, da_prev = np.zeros_like(xt), np.zeros_like(a_prev)
    for j in range(xt.shape[1]):
        d = (1 - a_next[:, j] ** 2) * da_next[:, j]
        dWax += np.outer(d, xt[:, j])
        dWaa += np.outer(d, a_prev[:, j])
        dba += d.reshape(-1, 1)
        dxt[:, j] = d @ p["Wax"]
        da_prev[:, j] = d @ p["Waa"]
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    g_next = None
    for t in range(T - 1, -1, -1):
        d = da[:, :, t] if g_next is None else da[:, :, t] + g_next["da_prev"]
        g_next = rnn_cell_backward(d, cells[t])
        if t == T - 1:
            dx = g_next["dxt"][:, :, None]
            sums = {k: g_next[k].copy() for k in ("dWax", "dWaa", "dba")}
        else:
            dx = np.insert(dx, 0, g_next["dxt"], axis=2)
            for k in sums:
                sums[k] += g_next[k]
    return {"dx": dx, "da0": g_next["da_prev"], **sums}
