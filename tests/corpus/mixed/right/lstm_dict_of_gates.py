# %%
import numpy as np
from lstm_lib import sigmoid, softmax

GATES = {"f": sigmoid, "i": sigmoid, "c": np.tanh, "o": sigmoid}

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate((a_prev, xt), axis=0)
    gate = {k: act(parameters["W" + k] @ concat + parameters["b" + k]) for k, act in GATES.items()}
    c_next = gate["f"] * c_prev + gate["i"] * gate["c"]
    a_next = gate["o"] * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, gate["f"], gate["i"], gate["c"], gate["o"], xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    shape = (*a0.shape, x.shape[2])
    a, c = np.zeros(shape), np.zeros(shape)
    y = np.zeros((len(parameters["Wy"]), *x.shape[1:]))
    a_t, c_t, caches = a0, np.zeros_like(a0), []
    for t in range(x.shape[2]):
        a_t, c_t, y[:, :, t], cache = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a[:, :, t], c[:, :, t] = a_t, c_t
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    tc = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tc**2)
    dgate = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct**2),
        "o": da_next * tc * ot * (1 - ot),
    }
    concat = np.concatenate((a_prev, xt), axis=0)
    grads, dconcat = {}, np.zeros_like(concat)
    for k, d in dgate.items():
        grads["dW" + k] = d @ concat.T
        grads["db" + k] = d.sum(axis=1, keepdims=True)
        dconcat += parameters["W" + k].T @ d
    n_a = len(a_prev)
    grads.update(da_prev=dconcat[:n_a], dxt=dconcat[n_a:], dc_prev=dc * ft)
    return grads

# %%
def lstm_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    out = {"dx": np.zeros((len(x), m, T))}
    da_next, dc_next = np.zeros((n_a, m)), np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t] + da_next, dc_next, cells[t])
        out["dx"][:, :, t] = g["dxt"]
        da_next, dc_next = g["da_prev"], g["dc_prev"]
        for k in "fico":
            for name in ("dW" + k, "db" + k):
                out[name] = out.get(name, 0) + g[name]
    out["da0"] = da_next
    return out
