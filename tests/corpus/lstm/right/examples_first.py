# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %% [markdown]
# I am used to one example per ROW, so I transpose on the way in and on the way out.

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    rows = np.hstack([a_prev.T, xt.T])                      # (m, n_a + n_x)
    f = sigmoid(rows @ parameters["Wf"].T + parameters["bf"].T)
    i = sigmoid(rows @ parameters["Wi"].T + parameters["bi"].T)
    g = np.tanh(rows @ parameters["Wc"].T + parameters["bc"].T)
    o = sigmoid(rows @ parameters["Wo"].T + parameters["bo"].T)
    c = f * c_prev.T + i * g                                # (m, n_a)
    a = o * np.tanh(c)
    y = softmax((a @ parameters["Wy"].T + parameters["by"].T).T)
    return a.T, c.T, y, (a.T, c.T, a_prev, c_prev, f.T, i.T, g.T, o.T, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T = x.shape[2]
    a_all, c_all, y_all = [], [], []
    caches = []
    a, c = a0, np.zeros_like(a0)
    for t in range(T):
        a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        a_all.append(a.T)
        c_all.append(c.T)
        y_all.append(y.T)
        caches.append(cache)
    # (T, m, n) -> (n, m, T)
    return np.array(a_all).T, np.array(y_all).T, np.array(c_all).T, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    *arrays, parameters = cache
    a, c, a_prev, c_prev, f, i, g, o, xt = [arr.T for arr in arrays]
    da, dc = da_next.T, dc_next.T
    n_a = a.shape[1]
    tc = np.tanh(c)
    dc = dc + da * o * (1 - tc * tc)
    df = dc * c_prev * f * (1 - f)
    di = dc * g * i * (1 - i)
    dg = dc * i * (1 - g * g)
    do = da * tc * o * (1 - o)
    rows = np.hstack([a_prev, xt])
    drows = df @ parameters["Wf"] + di @ parameters["Wi"] + dg @ parameters["Wc"] + do @ parameters["Wo"]
    grads = {"da_prev": drows[:, :n_a].T, "dxt": drows[:, n_a:].T, "dc_prev": (dc * f).T}
    for k, d in zip("fico", (df, di, dg, do)):
        grads["dW" + k] = (rows.T @ d).T
        grads["db" + k] = d.sum(axis=0, keepdims=True).T
    return grads

# %%
def lstm_backward(da, caches):
    cache_list, x = caches
    T = da.shape[2]
    da_next = np.zeros(da.shape[:2])
    dc_next = np.zeros(da.shape[:2])
    dx = np.zeros((T, da.shape[1], x.shape[0]))
    tot = {}
    for t in range(T - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t] + da_next, dc_next, cache_list[t])
        da_next, dc_next = step["da_prev"], step["dc_prev"]
        dx[t] = step["dxt"].T
        for k in step:
            if k[:2] in ("dW", "db"):
                tot[k] = step[k] + tot[k] if k in tot else step[k]
    tot["dx"] = dx.T
    tot["da0"] = da_next
    return tot
