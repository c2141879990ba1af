# %%
from collections import namedtuple

import numpy as np
from lstm_lib import sigmoid, softmax

Cache = namedtuple("Cache", "a_next c_next a_prev c_prev ft it ot cct xt parameters")

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    stacked = np.vstack([a_prev, xt])
    pre = lambda g: parameters[f"W{g}"] @ stacked + parameters[f"b{g}"]
    ft, it, ot, cct = sigmoid(pre("f")), sigmoid(pre("i")), sigmoid(pre("o")), np.tanh(pre("c"))
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, tuple(Cache(a_next, c_next, a_prev, c_prev, ft, it, ot, cct, xt, parameters))

# %%
def lstm_forward(x, a0, parameters):
    steps = []
    a, c = a0, np.zeros(a0.shape)
    for t in range(x.shape[2]):
        steps.append(lstm_cell_forward(x[:, :, t], a, c, parameters))
        a, c = steps[-1][:2]
    pick = lambda i: np.stack([s[i] for s in steps], axis=2)
    return pick(0), pick(2), pick(1), ([s[3] for s in steps], x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    stacked = np.vstack([a_prev, xt])
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next)**2)
    inner = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it),
             "o": da_next * np.tanh(c_next) * ot * (1 - ot), "c": dc * it * (1 - cct**2)}
    dstacked = sum(parameters[f"W{g}"].T @ inner[g] for g in inner)
    gradients = {f"dW{g}": inner[g] @ stacked.T for g in inner}
    gradients |= {f"db{g}": inner[g].sum(axis=1, keepdims=True) for g in inner}
    gradients["da_prev"], gradients["dxt"] = np.vsplit(dstacked, [a_prev.shape[0]])
    gradients["dc_prev"] = dc * ft
    return gradients

# %%
def lstm_backward(da, caches):
    cells, x = caches
    steps = []
    da_later, dc_later = 0, np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        steps.append(lstm_cell_backward(da[:, :, t] + da_later, dc_later, cells[t]))
        da_later, dc_later = steps[-1]["da_prev"], steps[-1]["dc_prev"]
    total = lambda name: np.sum([s[name] for s in steps], axis=0)
    return {"dx": np.stack([s["dxt"] for s in steps[::-1]], axis=2), "da0": da_later,
            **{f"d{kind}{g}": total(f"d{kind}{g}") for kind in "Wb" for g in "fico"}}
