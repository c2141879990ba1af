# %%
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def fuse(p):
    """One big matrix for all the gates: f, i, o and the candidate last."""
    W = np.concatenate([p["Wf"], p["Wi"], p["Wo"], p["Wc"]], axis=0)
    b = np.concatenate([p["bf"], p["bi"], p["bo"], p["bc"]], axis=0)
    return W, b

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W, b = fuse(parameters)
    z = W @ np.concatenate([a_prev, xt]) + b
    n = a_prev.shape[0]
    gates = sigmoid(z[: 3 * n])
    ft, it, ot = np.split(gates, 3)
    cct = np.tanh(z[3 * n :])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[-1]
    h, s = a0, np.zeros_like(a0)
    hs, ss, ys, caches = [], [], [], []
    for t in range(T_x):
        h, s, p, cache = lstm_cell_forward(x[:, :, t], h, s, parameters)
        hs.append(h)
        ss.append(s)
        ys.append(p)
        caches.append(cache)
    return np.stack(hs, axis=-1), np.stack(ys, axis=-1), np.stack(ss, axis=-1), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    W, _ = fuse(parameters)
    n = a_prev.shape[0]
    tc = np.tanh(c_next)
    dc = da_next * ot * (1 - tc * tc) + dc_next
    dgates = np.concatenate([dc * c_prev, dc * cct, da_next * tc])
    gates = np.concatenate([ft, it, ot])
    dz = np.concatenate([
        dgates * gates * (1 - gates),
        dc * it * (1 - cct * cct),
    ])
    dW = dz @ np.concatenate([a_prev, xt]).T
    db = dz.sum(axis=1, keepdims=True)
    dstack = W.T @ dz
    dWf, dWi, dWo, dWc = np.split(dW, 4)
    dbf, dbi, dbo, dbc = np.split(db, 4)
    return dict(dxt=dstack[n:], da_prev=dstack[:n], dc_prev=dc * ft,
                dWf=dWf, dbf=dbf, dWi=dWi, dbi=dbi, dWc=dWc, dbc=dbc, dWo=dWo, dbo=dbo)

# %%
def lstm_backward(da, caches):
    steps, x = caches
    T = da.shape[2]
    dh = np.zeros(da.shape[:2])
    ds = np.zeros(da.shape[:2])
    total = {k: 0.0 for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo")}
    dxs = []
    for t in range(T - 1, -1, -1):
        d = np.array(da[:, :, t])
        d += dh
        g = lstm_cell_backward(d, ds, steps[t])
        dh, ds = g["da_prev"], g["dc_prev"]
        dxs.append(g["dxt"])
        for k in total:
            total[k] = total[k] + g[k]
    dxs.reverse()
    return {**total, "dx": np.stack(dxs, axis=2), "da0": dh}
