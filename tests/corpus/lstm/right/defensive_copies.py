# %%
import copy
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    xt, a_prev, c_prev = xt.copy(), a_prev.copy(), c_prev.copy()
    parameters = copy.deepcopy(parameters)
    concat = np.concatenate((a_prev, xt)).copy()
    ft = sigmoid(np.dot(parameters["Wf"], concat) + parameters["bf"]).copy()
    it = sigmoid(np.dot(parameters["Wi"], concat) + parameters["bi"]).copy()
    cct = np.tanh(np.dot(parameters["Wc"], concat) + parameters["bc"]).copy()
    ot = sigmoid(np.dot(parameters["Wo"], concat) + parameters["bo"]).copy()
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    cache = (a_next.copy(), c_next.copy(), a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    x = np.array(x, copy=True)
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    n_y = parameters["Wy"].shape[0]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0.copy()
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t].copy(), a_next.copy(), c_next.copy(), copy.deepcopy(parameters))
        a[:, :, t] = a_next.copy()
        c[:, :, t] = c_next.copy()
        y[:, :, t] = yt.copy()
        caches.append(copy.deepcopy(cache))
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = copy.deepcopy(cache)
    da_next = da_next.copy()
    dc_next = dc_next.copy()
    n_a = a_next.shape[0]
    dc_next += da_next * ot * (1 - np.tanh(c_next) ** 2)   # it is a copy, so this is allowed
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dft = dc_next * c_prev * ft * (1 - ft)
    dit = dc_next * cct * it * (1 - it)
    dcct = dc_next * it * (1 - cct ** 2)
    concat = np.concatenate((a_prev, xt))
    d = np.dot(parameters["Wf"].T, dft) + np.dot(parameters["Wi"].T, dit) + np.dot(parameters["Wc"].T, dcct) + np.dot(parameters["Wo"].T, dot)
    gradients = {"dxt": d[n_a:].copy(), "da_prev": d[:n_a].copy(), "dc_prev": dc_next * ft}
    gradients["dWf"] = np.dot(dft, concat.T)
    gradients["dbf"] = np.sum(dft, axis=1, keepdims=True)
    gradients["dWi"] = np.dot(dit, concat.T)
    gradients["dbi"] = np.sum(dit, axis=1, keepdims=True)
    gradients["dWc"] = np.dot(dcct, concat.T)
    gradients["dbc"] = np.sum(dcct, axis=1, keepdims=True)
    gradients["dWo"] = np.dot(dot, concat.T)
    gradients["dbo"] = np.sum(dot, axis=1, keepdims=True)
    return copy.deepcopy(gradients)

# %%
def lstm_backward(da, caches):
    da = da.copy()
    cache_list, x = caches
    T = da.shape[2]
    n_a, m = da.shape[:2]
    dx = np.zeros((x.shape[0], m, T))
    dc = np.zeros((n_a, m))
    out = {}
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t].copy(), dc.copy(), cache_list[t])
        if t > 0:
            da[:, :, t - 1] += g["da_prev"]
        else:
            out["da0"] = g["da_prev"].copy()
        dc = g["dc_prev"].copy()
        dx[:, :, t] = g["dxt"].copy()
        for k in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"):
            if k not in out:
                out[k] = np.zeros(g[k].shape)
            out[k] += g[k].copy()
    out["dx"] = dx
    return out
