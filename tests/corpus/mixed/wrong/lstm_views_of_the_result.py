# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    v = np.vstack((a_prev, xt))
    ft = sigmoid(parameters["Wf"] @ v + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ v + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ v + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ v + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T = x.shape[2]
    a, c = np.zeros((n_a, m, T)), np.zeros((n_a, m, T))
    y = np.zeros((parameters["Wy"].shape[0], m, T))
    caches = []
    a_prev = a0
    c_prev = c[..., 0]
    for t in range(T):
        a_prev, c_prev, y[..., t], cache = lstm_cell_forward(x[..., t], a_prev, c_prev, parameters)
        a[..., t] = a_prev
        c[..., t] = c_prev
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th**2)
    df = dc * c_prev * ft * (1 - ft)
    di = dc * cct * it * (1 - it)
    dg = dc * it * (1 - cct**2)
    do = da_next * th * ot * (1 - ot)
    v = np.vstack((a_prev, xt))
    dv = p["Wf"].T @ df + p["Wi"].T @ di + p["Wc"].T @ dg + p["Wo"].T @ do
    gradients = {"da_prev": dv[:len(a_prev)], "dxt": dv[len(a_prev):], "dc_prev": dc * ft}
    for k, d in zip("fico", (df, di, dg, do)):
        gradients["dW" + k], gradients["db" + k] = d @ v.T, d.sum(axis=1, keepdims=True)
    return gradients

# %%
def lstm_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    dx = np.zeros((x.shape[0], x.shape[1], T))
    da_prev, dc_prev = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    sums = {}
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[..., t] + da_prev, dc_prev, cells[t])
        dx[..., t], da_prev, dc_prev = g["dxt"], g["da_prev"], g["dc_prev"]
        for k in [s + gate for s in ("dW", "db") for gate in "fico"]:
            sums[k] = sums.get(k, 0) + g[k]
    return {"dx": dx, "da0": da_prev, **sums}
