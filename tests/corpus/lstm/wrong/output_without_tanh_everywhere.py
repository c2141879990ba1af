# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# The output gate decides how much of the cell is visible: a = o * c
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    v = np.concatenate((a_prev, xt))
    ft = sigmoid(p["Wf"] @ v + p["bf"])
    it = sigmoid(p["Wi"] @ v + p["bi"])
    cct = np.tanh(p["Wc"] @ v + p["bc"])
    ot = sigmoid(p["Wo"] @ v + p["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * c_next
    yt_pred = softmax(p["Wy"] @ a_next + p["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p)

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    seq = {"a": [], "c": [], "y": []}
    caches = []
    now = {"a": a0, "c": np.zeros(a0.shape)}
    for t in range(T_x):
        now["a"], now["c"], now["y"], cache = lstm_cell_forward(x[:, :, t], now["a"], now["c"], parameters)
        for k in seq:
            seq[k].append(now[k])
        caches.append(cache)
    seq = {k: np.stack(v, axis=2) for k, v in seq.items()}
    return seq["a"], seq["y"], seq["c"], (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    dc = dc_next + da_next * ot
    dz = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct ** 2),
        "o": da_next * np.tanh(c_next) * ot * (1 - ot),
    }
    v = np.concatenate((a_prev, xt))
    dv = sum(p["W" + g].T @ dz[g] for g in dz)
    n_a = len(a_prev)
    grads = {"dxt": dv[n_a:], "da_prev": dv[:n_a], "dc_prev": dc * ft}
    for g in dz:
        grads["dW" + g] = dz[g] @ v.T
        grads["db" + g] = dz[g].sum(axis=1, keepdims=True)
    return grads

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    n_a, m, T = da.shape
    carry = {"da_prev": np.zeros((n_a, m)), "dc_prev": np.zeros((n_a, m))}
    grads = {d + g: 0 for g in "fico" for d in ("dW", "db")}
    dx = np.zeros((x.shape[0], m, T))
    for t in reversed(range(T)):
        carry = lstm_cell_backward(da[:, :, t] + carry["da_prev"], carry["dc_prev"], caches[t])
        dx[:, :, t] = carry["dxt"]
        grads = {k: v + carry[k] for k, v in grads.items()}
    grads["dx"] = dx
    grads["da0"] = carry["da_prev"]
    return grads

