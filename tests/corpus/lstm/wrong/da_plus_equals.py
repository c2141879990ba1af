# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

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
    dx = np.zeros((x.shape[0], m, T))
    dc = np.zeros((n_a, m))
    grads = {}
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t], dc, steps[t])
        dc = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        if t > 0:
            da[:, :, t - 1] += g["da_prev"]
        for k in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"):
            grads[k] = grads.get(k, 0) + g[k]
    grads["dx"] = dx
    grads["da0"] = g["da_prev"]
    return grads
