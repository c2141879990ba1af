# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters, *, gate=sigmoid, squash=np.tanh, output=softmax):
    z = np.concatenate([a_prev, xt], axis=0)
    ft = gate(parameters["Wf"] @ z + parameters["bf"])
    it = gate(parameters["Wi"] @ z + parameters["bi"])
    cct = squash(parameters["Wc"] @ z + parameters["bc"])
    ot = gate(parameters["Wo"] @ z + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * squash(c_next)
    yt_pred = output(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters, c0=None, *, verbose=False):
    n_a, m = a0.shape
    T_x = x.shape[2]
    n_y = parameters["Wy"].shape[0]
    if c0 is None:
        c0 = np.zeros((n_a, m))
    a, y, c = (np.zeros((n, m, T_x)) for n in (n_a, n_y, n_a))
    caches = []
    a_t, c_t = a0, c0
    for t in range(T_x):
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a[:, :, t] = a_t
        y[:, :, t] = y_t
        c[:, :, t] = c_t
        caches.append(cache)
        if verbose:
            print(t, a_t.std(), c_t.std())
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next=0.0, cache=None, clip=None):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    tc = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tc ** 2)
    dz = {"o": da_next * tc * ot * (1 - ot), "f": dc * c_prev * ft * (1 - ft),
          "i": dc * cct * it * (1 - it), "c": dc * it * (1 - cct ** 2)}
    if clip is not None:
        dz = {k: np.clip(v, -clip, clip) for k, v in dz.items()}
    z = np.concatenate([a_prev, xt], axis=0)
    d = np.zeros_like(z)
    grads = {}
    for k, v in dz.items():
        grads["dW" + k] = v @ z.T
        grads["db" + k] = v.sum(axis=1, keepdims=True)
        d = d + parameters["W" + k].T @ v
    n_a = a_prev.shape[0]
    grads.update(da_prev=d[:n_a], dxt=d[n_a:], dc_prev=dc * ft)
    return grads

# %%
def lstm_backward(da, caches, dc_last=None):
    steps, x = caches
    n_a, m, T = da.shape
    da_t = np.zeros((n_a, m))
    dc_t = np.zeros((n_a, m)) if dc_last is None else dc_last
    dx = np.zeros((x.shape[0], m, T))
    grads = {}
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + da_t, dc_t, steps[t])
        da_t, dc_t, dx[:, :, t] = g["da_prev"], g["dc_prev"], g["dxt"]
        for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
            grads[k] = grads[k] + g[k] if k in grads else g[k]
    return {**grads, "dx": dx, "da0": da_t}
