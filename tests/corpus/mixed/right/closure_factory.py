# %%
import numpy as np
from lstm_lib import softmax as sm

# %%
def make_affine(W, b=0):
    def forward(v): return np.dot(W, v) + b
    def backward(dout, v):
        return np.dot(W.T, dout), np.dot(dout, v.T), np.sum(dout, axis=1, keepdims=True)
    return forward, backward

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    inp, _ = make_affine(parameters["Wax"])
    rec, _ = make_affine(parameters["Waa"], parameters["ba"])
    out, _ = make_affine(parameters["Wya"], parameters["by"])
    a_next = np.tanh(inp(xt) + rec(a_prev))
    yt_pred = sm(out(a_next))
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    history, state = [], a0

    def advance(t):
        nonlocal state
        state, y, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        history.append(cache)
        return state, y

    pairs = [advance(t) for t in range(T_x)]
    return (np.stack([p[0] for p in pairs], axis=2),
            np.stack([p[1] for p in pairs], axis=2),
            (history, x))

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    _, inp_back = make_affine(parameters["Wax"])
    _, rec_back = make_affine(parameters["Waa"], parameters["ba"])
    dz = da_next * (1 - a_next * a_next)
    dxt, dWax, _ = inp_back(dz, xt)
    da_prev, dWaa, dba = rec_back(dz, a_prev)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    total = {}
    dx = np.zeros((x.shape[0], x.shape[1], T))
    da_prev = np.zeros(da.shape[:2])

    def add(name, value):
        if name not in total:
            total[name] = np.zeros(value.shape)
        total[name] += value

    for t in range(T - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + da_prev, cells[t])
        dx[:, :, t] = g["dxt"]
        for name in ["dWax", "dWaa", "dba"]:
            add(name, g[name])
        da_prev = g["da_prev"]
    return {**total, "dx": dx, "da0": da_prev}
