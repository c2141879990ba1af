# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a, m = a_prev.shape
    buf = np.empty((n_a + xt.shape[0], m))
    buf[:n_a] = a_prev
    buf[n_a:] = xt
    gate = np.empty((4, n_a, m))
    for k in range(4):
        np.matmul(parameters["W" + "fico"[k]], buf, out=gate[k])
        gate[k] += parameters["b" + "fico"[k]]
        gate[k] = np.tanh(gate[k]) if k == 2 else sigmoid(gate[k])
    c_next = np.multiply(gate[0], c_prev)
    c_next += gate[1] * gate[2]
    a_next = np.tanh(c_next)
    a_next *= gate[3]
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, gate[0], gate[1], gate[2], gate[3], xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T = x.shape[2]
    n_a, m = a0.shape
    A = np.zeros((T + 1, n_a, m))
    C = np.zeros((T + 1, n_a, m))
    Y = np.zeros((T, parameters["Wy"].shape[0], m))
    A[0] = a0
    caches = []
    t = 0
    while t < T:
        # every slot is written exactly once, so the views in the caches keep their values
        A[t + 1], C[t + 1], Y[t], cache = lstm_cell_forward(x[:, :, t], A[t], C[t], parameters)
        caches.append(cache)
        t += 1
    to_last = (1, 2, 0)
    return A[1:].transpose(to_last), Y.transpose(to_last), C[1:].transpose(to_last), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    th = np.tanh(c_next)
    dc = 1.0 - th * th
    dc *= ot
    dc *= da_next
    dc += dc_next
    d = np.empty((4,) + ft.shape)
    np.multiply(dc, c_prev, out=d[0]); d[0] *= ft * (1 - ft)
    np.multiply(dc, cct, out=d[1]);    d[1] *= it * (1 - it)
    np.multiply(dc, it, out=d[2]);     d[2] *= 1 - cct * cct
    np.multiply(da_next, th, out=d[3]); d[3] *= ot * (1 - ot)
    buf = np.vstack((a_prev, xt))
    dbuf = np.zeros_like(buf)
    g = {}
    for k in range(4):
        g["dW" + "fico"[k]] = d[k] @ buf.T
        g["db" + "fico"[k]] = d[k].sum(axis=1).reshape(n_a, 1)
        dbuf += parameters["W" + "fico"[k]].T @ d[k]
    g["da_prev"] = dbuf[:n_a]
    g["dxt"] = dbuf[n_a:]
    dc *= ft
    g["dc_prev"] = dc
    return g

# %%
def lstm_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    p = cells[0][-1]
    dx = np.zeros((x.shape[0], m, T))
    dW = {k: np.zeros(p["W" + k].shape) for k in "fico"}
    db = {k: np.zeros(p["b" + k].shape) for k in "fico"}
    da_in = np.zeros((n_a, m))
    dc_in = np.zeros((n_a, m))
    t = T - 1
    while t >= 0:
        da_in += da[:, :, t]
        g = lstm_cell_backward(da_in, dc_in, cells[t])
        dx[:, :, t] = g["dxt"]
        da_in[:] = g["da_prev"]
        dc_in[:] = g["dc_prev"]
        for k in "fico":
            dW[k] += g["dW" + k]
            db[k] += g["db" + k]
        t -= 1
    return {"dx": dx, "da0": da_in, "dWf": dW["f"], "dbf": db["f"], "dWi": dW["i"], "dbi": db["i"],
            "dWc": dW["c"], "dbc": db["c"], "dWo": dW["o"], "dbo": db["o"]}
