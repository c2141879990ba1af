# %%
import numpy as np
import lstm_lib

# %%
def rnn_cell_forward(xt, a_prev, parameters, *, activation=np.tanh, verbose=False):
    z = parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]
    a_next = activation(z)
    if verbose:
        print("z between", z.min(), "and", z.max())
    yt_pred = lstm_lib.softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters, *, verbose=False, steps=None):
    steps = x.shape[2] if steps is None else steps
    a = np.full((a0.shape[0], x.shape[1], steps), np.nan)
    y_pred = np.full((parameters["by"].size, x.shape[1], steps), np.nan)
    caches = list()
    a_t = a0
    for t in range(steps):
        if verbose:
            print("step", t + 1, "of", steps)
        a_t, y_t, cache = rnn_cell_forward(x[:, :, t], a_t, parameters)
        a[:, :, t], y_pred[:, :, t] = a_t, y_t
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache, clip=None):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next**2)
    g = {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
        "dtanh": dz,               # not asked for, I use it in my plots
    }
    if clip is not None:
        g = {k: np.clip(v, -clip, clip) for k, v in g.items()}
    return g

# %%
def rnn_backward(da, caches, truncate=None):
    cells, x = caches
    n_a, m, T = da.shape
    first = 0 if truncate is None else max(0, T - truncate)
    dx = np.zeros((x.shape[0], m, T))
    g = {"da_prev": np.zeros((n_a, m))}
    dWax, dWaa, dba = np.zeros((n_a, x.shape[0])), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    norms = []
    for t in range(T - 1, first - 1, -1):
        g = rnn_cell_backward(da[:, :, t] + g["da_prev"], cells[t])
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
        norms.append(np.linalg.norm(g["da_prev"]))
    return {"dx": dx, "da0": g["da_prev"], "dWax": dWax, "dWaa": dWaa, "dba": dba, "norms": np.array(norms)}
