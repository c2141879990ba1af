# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    act = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - act ** 2)
    dz = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct ** 2),
        "o": da_next * act * ot * (1 - ot),
    }
    n_a = len(a_next)
    h = np.vstack([a_prev, xt])
    dh = sum(p[f"W{g}"].T @ dz[g] for g in dz)
    out = {"dxt": dh[n_a:], "da_prev": dh[:n_a], "dc_prev": dc * ft}
    out.update({f"dW{g}": dz[g] @ h.T for g in dz})
    out.update({f"db{g}": dz[g].sum(axis=1, keepdims=True) for g in dz})
    return out

# %%
def lstm_backward(da, caches):
    history, x = caches
    n_a, m, T = da.shape
    total = {}
    dx = np.empty((x.shape[0], m, T))
    da_t = dc_t = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[..., t] + da_t, dc_t, history[t])
        dx[..., t] = step.pop("dxt")
        da_t, dc_t = step.pop("da_prev"), step.pop("dc_prev")
        total.update(step)
    return {"dx": dx, "da0": da_t, **total}
