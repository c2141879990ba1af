# %%
import math
import numpy as np

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = [parameters[k] for k in ["Wax", "Waa", "Wya", "ba", "by"]]
    n_a, m = a_prev.shape
    n_x = xt.shape[0]
    n_y = Wya.shape[0]
    a_next = np.zeros((n_a, m))
    yt_pred = np.zeros((n_y, m))
    for j in range(m):
        for k in range(n_a):
            z = ba[k, 0]
            for l in range(n_x):
                z += Wax[k, l] * xt[l, j]
            for l in range(n_a):
                z += Waa[k, l] * a_prev[l, j]
            a_next[k, j] = math.tanh(z)
        logits = []
        for k in range(n_y):
            logits.append(math.exp(by[k, 0] + sum(Wya[k, l] * a_next[l, j] for l in range(n_a))))
        for k in range(n_y):
            yt_pred[k, j] = logits[k] / sum(logits)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    a = np.zeros((a0.shape[0], x.shape[1], T))
    y = np.zeros((parameters["by"].shape[0], x.shape[1], T))
    caches = []
    for t in range(T):
        if t == 0:
            prev = a0
        else:
            prev = a[:, :, t - 1]
        a[:, :, t], y[:, :, t], cache = rnn_cell_forward(x[:, :, t], prev, parameters)
        caches.append(cache)
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    n_a, m = a_next.shape
    n_x = xt.shape[0]
    dWax, dWaa, dba = np.zeros((n_a, n_x)), np.zeros((n_a, n_a)), np.zeros((n_a, 1))
    dxt, da_prev = np.zeros((n_x, m)), np.zeros((n_a, m))
    for j in range(m):
        for k in range(n_a):
            dz = da_next[k, j] * (1 - a_next[k, j] ** 2)
            dba[k] += dz
            for l in range(n_x):
                dWax[k, l] += dz * xt[l, j]
                dxt[l, j] += dz * parameters["Wax"][k, l]
            for l in range(n_a):
                dWaa[k, l] += dz * a_prev[l, j]
                da_prev[l, j] += dz * parameters["Waa"][k, l]
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def rnn_backward(da, caches):
    steps, x = caches
    T = da.shape[2]
    first = True
    for t in range(T - 1, -1, -1):
        if first:
            g = rnn_cell_backward(da[:, :, t], steps[t])
            total = {k: g[k].copy() for k in ["dWax", "dWaa", "dba"]}
            dx = np.zeros((x.shape[0], x.shape[1], T))
            first = False
        else:
            g = rnn_cell_backward(da[:, :, t] + g["da_prev"], steps[t])
            for k in total:
                total[k] += g[k]
        dx[:, :, t] = g["dxt"]
    total.update(dx=dx, da0=g["da_prev"])
    return total
