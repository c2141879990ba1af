# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)
    W = np.concatenate([parameters[k] for k in ("Wi", "Wf", "Wo", "Wc")])
    b = np.concatenate([parameters[k] for k in ("bi", "bf", "bo", "bc")])
    gates = W @ np.concatenate([a_prev, xt]) + b
    gates[:3 * n_a] = sigmoid(gates[:3 * n_a])
    gates[3 * n_a:] = np.tanh(gates[3 * n_a:])
    it, ft, ot, cct = gates[:n_a], gates[n_a:2 * n_a], gates[2 * n_a:3 * n_a], gates[3 * n_a:]
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T_x = x.shape[2]
    # float32 is enough and saves half of the memory
    a = np.zeros((n_a, m, T_x), dtype=np.float32)
    c = np.zeros((n_a, m, T_x), dtype=np.float32)
    y = np.zeros((parameters["Wy"].shape[0], m, T_x), dtype=np.float32)
    caches = []
    h, s = a0, np.zeros((n_a, m))
    for t in range(T_x):
        h, s, p, cache = lstm_cell_forward(x[:, :, t], h, s, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t] = h, s, p
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    D = np.empty((4 * n_a, m))
    di, df, do, dg = (D[k * n_a:(k + 1) * n_a] for k in range(4))
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th ** 2)
    di[:] = dc * cct * it * (1 - it)
    df[:] = dc * c_prev * ft * (1 - ft)
    do[:] = da_next * th * ot * (1 - ot)
    dg[:] = dc * it * (1 - cct ** 2)
    W = np.concatenate([parameters[k] for k in ("Wi", "Wf", "Wo", "Wc")])
    dW = D @ np.concatenate([a_prev, xt]).T
    db = D.sum(axis=1, keepdims=True)
    din = W.T @ D
    g = {"da_prev": din[:n_a], "dxt": din[n_a:], "dc_prev": dc * ft}
    for k, name in enumerate("ifoc"):
        g["dW" + name] = dW[k * n_a:(k + 1) * n_a]
        g["db" + name] = db[k * n_a:(k + 1) * n_a]
    return g

# %%
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    d_h = np.zeros((n_a, m))
    d_s = np.zeros((n_a, m))
    dW = {k: np.zeros((n_a, n_a + n_x)) for k in "fico"}
    db = {k: np.zeros(n_a) for k in "fico"}
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + d_h, d_s, steps[t])
        d_h, d_s = g["da_prev"], g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for k in "fico":
            dW[k] = dW[k] + g["dW" + k]
            db[k] = db[k] + g["db" + k]
    out = {"dx": dx, "da0": d_h}
    for k in "fico":
        out["dW" + k], out["db" + k] = dW[k], db[k]
    return out
