# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    sech2 = 1.0 / np.cosh(c_next) ** 2
    dc = dc_next + da_next * ot * sech2
    dzo = da_next * a_next * (1.0 - ot)
    dzf = dc * c_prev * (0.25 - (ft - 0.5) ** 2)
    dzi = dc * cct * (0.25 - (it - 0.5) ** 2)
    dzc = dc * (it - cct * (c_next - ft * c_prev))
    u = np.concatenate((a_prev, xt))
    du = parameters["Wf"].T @ dzf + parameters["Wi"].T @ dzi + parameters["Wc"].T @ dzc + parameters["Wo"].T @ dzo
    n_a = a_prev.shape[0]
    return {
        "dxt": du[n_a:], "da_prev": du[:n_a], "dc_prev": dc * ft,
        "dWf": dzf @ u.T, "dWi": dzi @ u.T, "dWc": dzc @ u.T, "dWo": dzo @ u.T,
        "dbf": dzf.sum(1, keepdims=True), "dbi": dzi.sum(1, keepdims=True),
        "dbc": dzc.sum(1, keepdims=True), "dbo": dzo.sum(1, keepdims=True),
    }

# %%
def lstm_backward(da, caches):
    cs, x = caches
    n_a, m, T = da.shape
    # start from the last gradient and walk back
    d_hidden = da[:, :, T - 1]
    d_cell = np.zeros_like(d_hidden)
    dxs, parts = [], []
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + d_hidden, d_cell, cs[t])
        d_hidden = g["da_prev"]
        d_cell = g["dc_prev"]
        dxs.insert(0, g["dxt"])
        parts.append(g)
    res = {k: sum(p[k] for p in parts) for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo")}
    res["dx"] = np.stack(dxs, axis=-1)
    res["da0"] = d_hidden
    return res
