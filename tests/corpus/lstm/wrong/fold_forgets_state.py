# %%
from functools import reduce
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

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
    steps, x = caches
    zero = np.zeros(da.shape[:2])
    names = ["d" + kind + gate for gate in "fico" for kind in "Wb"]

    def back(state, t):
        da_after, dc_after, dx, sums = state
        g = lstm_cell_backward(da[:, :, t] + da_after, dc_after, steps[t])
        return g["da_prev"], dc_after, [g["dxt"]] + dx, {n: sums[n] + g[n] for n in names}

    da0, _, dx, sums = reduce(back, range(da.shape[2])[::-1], (zero, zero, [], dict.fromkeys(names, 0)))
    return {"dx": np.stack(dx, axis=2), "da0": da0, **sums}
