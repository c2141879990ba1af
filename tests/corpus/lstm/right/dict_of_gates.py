# %%
import numpy as np
from lstm_lib import sigmoid, softmax

ACT = {"f": sigmoid, "i": sigmoid, "c": np.tanh, "o": sigmoid}
# derivative of each activation, in terms of its VALUE
DACT = {"f": lambda v: v * (1 - v), "i": lambda v: v * (1 - v), "c": lambda v: 1 - v ** 2, "o": lambda v: v * (1 - v)}

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate((a_prev, xt), axis=0)
    G = {}
    for g, act in ACT.items():
        G[g] = act(np.dot(parameters["W" + g], concat) + parameters["b" + g])
    c_next = G["f"] * c_prev + G["i"] * G["c"]
    a_next = G["o"] * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev) + tuple(G[g] for g in "fico") + (xt, parameters)
    return a_next, c_next, yt_pred, cache

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
    keys = ("a_next", "c_next", "a_prev", "c_prev", "f", "i", "c", "o", "xt", "parameters")
    v = dict(zip(keys, cache))
    t = np.tanh(v["c_next"])
    dc = dc_next + da_next * v["o"] * (1 - t ** 2)
    upstream = {"f": dc * v["c_prev"], "i": dc * v["c"], "c": dc * v["i"], "o": da_next * t}
    concat = np.concatenate((v["a_prev"], v["xt"]), axis=0)
    gradients = {"dc_prev": dc * v["f"]}
    dconcat = np.zeros(concat.shape)
    for g in "fico":
        dz = upstream[g] * DACT[g](v[g])
        gradients["dW" + g] = np.dot(dz, concat.T)
        gradients["db" + g] = np.sum(dz, axis=1, keepdims=True)
        dconcat += np.dot(v["parameters"]["W" + g].T, dz)
    n_a = v["a_prev"].shape[0]
    gradients["da_prev"], gradients["dxt"] = dconcat[:n_a], dconcat[n_a:]
    return gradients

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
