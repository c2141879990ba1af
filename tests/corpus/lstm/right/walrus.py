# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    ft = sigmoid(p["Wf"] @ (z := np.vstack((a_prev, xt))) + p["bf"])
    c_next = ft * c_prev + (it := sigmoid(p["Wi"] @ z + p["bi"])) * (cct := np.tanh(p["Wc"] @ z + p["bc"]))
    a_next = (ot := sigmoid(p["Wo"] @ z + p["bo"])) * np.tanh(c_next)
    return a_next, c_next, softmax(p["Wy"] @ a_next + p["by"]), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p)

# %%
def lstm_forward(x, a0, parameters):
    a_t, c_t = a0, np.zeros_like(a0)
    out = [(step := lstm_cell_forward(x[..., t], a_t, c_t, parameters)) and (a_t := step[0], c_t := step[1]) and step
           for t in range(x.shape[2])]
    a, c, y = (np.stack([s[k] for s in out], axis=2) for k in (0, 1, 2))
    return a, y, c, ([s[3] for s in out], x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    dc_prev = ft * (dc := dc_next + da_next * ot * (1 - (h := np.tanh(c_next)) ** 2))
    z = np.vstack((a_prev, xt))
    g = {"dWf": (df := dc * c_prev * ft * (1 - ft)) @ z.T, "dWi": (di := dc * cct * it * (1 - it)) @ z.T,
         "dWc": (dg := dc * it * (1 - cct ** 2)) @ z.T, "dWo": (do := da_next * h * ot * (1 - ot)) @ z.T}
    for k, d in ("dbf", df), ("dbi", di), ("dbc", dg), ("dbo", do):
        g[k] = d.sum(1, keepdims=True)
    dz = p["Wf"].T @ df + p["Wi"].T @ di + p["Wc"].T @ dg + p["Wo"].T @ do
    return g | {"dxt": dz[(n := len(a_prev)):], "da_prev": dz[:n], "dc_prev": dc_prev}

# %%
def lstm_backward(da, caches):
    t = T = da.shape[2]
    dx, da0, dc0, sums = np.zeros((caches[1].shape[0], da.shape[1], T)), 0, np.zeros(da.shape[:2]), {}
    while (t := t - 1) >= 0:
        g = lstm_cell_backward(da[..., t] + da0, dc0, caches[0][t])
        dx[..., t], da0, dc0 = g["dxt"], g["da_prev"], g["dc_prev"]
        sums = {k: g[k] + sums.get(k, 0) for k in g if k[1] in "Wb"}
    return sums | {"dx": dx, "da0": da0}
