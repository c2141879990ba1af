# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    h = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev
    h += parameters["ba"]
    np.tanh(h, out=h)
    return h, softmax(parameters["Wya"] @ h + parameters["by"]), (h, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    out = [rnn_cell_forward(x[:, :, 0], a0, parameters)]
    for t in range(1, T):
        out.append(rnn_cell_forward(x[:, :, t], out[-1][0], parameters))
    return np.stack([o[0] for o in out], -1), np.stack([o[1] for o in out], -1), ([o[2] for o in out], x)

# %%
def rnn_cell_backward(da_next, cache):
    h, h_prev, xt, p = cache
    slope = np.square(h)
    np.subtract(1, slope, out=slope)
    # no new array, multiply in place
    np.multiply(da_next, slope, out=da_next)
    return {"dxt": p["Wax"].T @ da_next, "da_prev": p["Waa"].T @ da_next, "dWax": da_next @ xt.T,
            "dWaa": da_next @ h_prev.T, "dba": np.add.reduce(da_next, axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.empty((x.shape[0], m, T))
    acc = [np.zeros((n_a, x.shape[0])), np.zeros((n_a, n_a)), np.zeros((n_a, 1))]
    back = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        back = back + da[:, :, t]
        g = rnn_cell_backward(back, cells[t])
        for total, name in zip(acc, ("dWax", "dWaa", "dba")):
            total += g[name]
        dx[:, :, t] = g["dxt"]
        back = g["da_prev"]
    return {"dx": dx, "da0": back, "dWax": acc[0], "dWaa": acc[1], "dba": acc[2]}
