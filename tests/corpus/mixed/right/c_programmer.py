# %%
import math
import numpy as np

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters["Wax"]; Waa = parameters["Waa"]; Wya = parameters["Wya"]
    ba = parameters["ba"]; by = parameters["by"]
    n_a = Wax.shape[0]; n_x = Wax.shape[1]; n_y = Wya.shape[0]; m = xt.shape[1]
    a_next = np.zeros((n_a, m))
    yt_pred = np.zeros((n_y, m))
    for j in range(m):
        for i in range(n_a):
            acc = ba[i, 0]
            for k in range(n_x):
                acc += Wax[i, k] * xt[k, j]
            for k in range(n_a):
                acc += Waa[i, k] * a_prev[k, j]
            a_next[i, j] = math.tanh(acc)
        total = 0.0
        for i in range(n_y):
            acc = by[i, 0]
            for k in range(n_a):
                acc += Wya[i, k] * a_next[k, j]
            yt_pred[i, j] = math.exp(acc)
            total += yt_pred[i, j]
        for i in range(n_y):
            yt_pred[i, j] /= total
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    a = np.zeros((a0.shape[0], a0.shape[1], T))
    y = np.zeros((parameters["by"].shape[0], a0.shape[1], T))
    caches = [None] * T
    prev = a0
    t = 0
    while t < T:
        prev, out, caches[t] = rnn_cell_forward(x[:, :, t], prev, parameters)
        a[:, :, t] = prev
        y[:, :, t] = out
        t += 1
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax = parameters["Wax"]; Waa = parameters["Waa"]
    n_a = Wax.shape[0]; n_x = Wax.shape[1]; m = xt.shape[1]
    dxt = np.zeros((n_x, m)); da_prev = np.zeros((n_a, m))
    dWax = np.zeros((n_a, n_x)); dWaa = np.zeros((n_a, n_a)); dba = np.zeros((n_a, 1))
    for j in range(m):
        for i in range(n_a):
            d = da_next[i, j] * (1.0 - a_next[i, j] * a_next[i, j])
            dba[i, 0] += d
            for k in range(n_x):
                dxt[k, j] += Wax[i, k] * d
                dWax[i, k] += d * xt[k, j]
            for k in range(n_a):
                da_prev[k, j] += Waa[i, k] * d
                dWaa[i, k] += d * a_prev[k, j]
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def rnn_backward(da, caches):
    cell = caches[0]
    n_a = da.shape[0]; m = da.shape[1]; T = da.shape[2]
    n_x = caches[1].shape[0]
    dx = np.zeros((n_x, m, T)); dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a)); dba = np.zeros((n_a, 1))
    carry = np.zeros((n_a, m))
    t = T
    while t > 0:
        t -= 1
        g = rnn_cell_backward(da[:, :, t] + carry, cell[t])
        for i in range(n_x):
            for j in range(m):
                dx[i, j, t] = g["dxt"][i, j]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
        carry = g["da_prev"]
    return {"dx": dx, "da0": carry, "dWax": dWax, "dWaa": dWaa, "dba": dba}
