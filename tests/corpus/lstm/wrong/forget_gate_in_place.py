# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    stacked = np.concatenate((a_prev, xt))
    ft = sigmoid(parameters["Wf"].dot(stacked) + parameters["bf"])
    it = sigmoid(parameters["Wi"].dot(stacked) + parameters["bi"])
    cct = np.tanh(parameters["Wc"].dot(stacked) + parameters["bc"])
    ot = sigmoid(parameters["Wo"].dot(stacked) + parameters["bo"])

    # c_next = ft * c_prev + it * cct, without temporary arrays
    c_next = ft
    c_next *= c_prev
    c_next += it * cct

    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a, n_y = a0.shape[0], parameters["Wy"].shape[0]
    a, c, y = np.empty((n_a, m, T_x)), np.empty((n_a, m, T_x)), np.empty((n_y, m, T_x))
    caches = []
    h, s = a0, np.zeros((n_a, m))
    for t in range(T_x):
        h, s, p, cache = lstm_cell_forward(x[:, :, t], h, s, parameters)
        np.copyto(a[:, :, t], h)
        np.copyto(c[:, :, t], s)
        np.copyto(y[:, :, t], p)
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = len(a_next)
    th = np.tanh(c_next)
    dc = np.square(th)
    np.subtract(1, dc, out=dc)
    dc *= ot
    dc *= da_next
    dc += dc_next

    def through_sigmoid(d, s):
        d *= s
        d *= 1 - s
        return d

    do = through_sigmoid(da_next * th, ot)
    df = through_sigmoid(dc * c_prev, ft)
    di = through_sigmoid(dc * cct, it)
    dg = dc * it
    dg *= 1 - cct * cct

    both = np.concatenate((a_prev, xt)).T
    dboth = np.zeros((both.shape[1], both.shape[0]))
    out = {}
    for k, d in zip("fico", (df, di, dg, do)):
        dboth += parameters["W" + k].T @ d
        out["dW" + k] = d @ both
        out["db" + k] = d.sum(1, keepdims=True)
    dc *= ft
    out["dc_prev"] = dc
    out["da_prev"] = dboth[:n_a]
    out["dxt"] = dboth[n_a:]
    return out

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.empty((n_x, m, T))
    acc = {}
    for k in "fico":
        acc["dW" + k] = np.zeros((n_a, n_a + n_x))
        acc["db" + k] = np.zeros((n_a, 1))
    da_run = np.zeros((n_a, m))
    dc_run = np.zeros((n_a, m))
    tmp = np.empty((n_a, m))
    for t in range(T - 1, -1, -1):
        np.add(da[:, :, t], da_run, out=tmp)
        g = lstm_cell_backward(tmp, dc_run, caches[t])
        da_run[...] = g["da_prev"]
        dc_run[...] = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for k in acc:
            acc[k] += g[k]
    acc["dx"], acc["da0"] = dx, da_run
    return acc

