# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """All four gates with one product."""
    W = np.concatenate([parameters[w] for w in ("Wf", "Wi", "Wc", "Wo")])
    b = np.concatenate([parameters[w] for w in ("bf", "bi", "bc", "bo")])
    z = W @ np.concatenate([a_prev, xt]) + b
    z_i, z_f, z_c, z_o = np.split(z, 4)
    ft, it, cct, ot = sigmoid(z_f), sigmoid(z_i), np.tanh(z_c), sigmoid(z_o)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    a, c = [a0], [np.zeros_like(a0)]
    y, caches = [], []
    for t in range(x.shape[2]):
        at, ct, yt, cache = lstm_cell_forward(x[:, :, t], a[-1], c[-1], parameters)
        a.append(at)
        c.append(ct)
        y.append(yt)
        caches.append(cache)
    return np.stack(a[1:], axis=2), np.stack(y, axis=2), np.stack(c[1:], axis=2), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    """The same with one product, backwards."""
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    W = np.concatenate([parameters[w] for w in ("Wf", "Wi", "Wc", "Wo")])
    n_a = a_prev.shape[0]
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dz = np.concatenate([
        dc * c_prev * ft * (1 - ft),
        dc * cct * it * (1 - it),
        dc * it * (1 - cct ** 2),
        da_next * np.tanh(c_next) * ot * (1 - ot),
    ])
    dv = W.T @ dz
    dW = np.split(dz @ np.concatenate([a_prev, xt]).T, 4)
    db = np.split(np.sum(dz, axis=1, keepdims=True), 4)
    return {"da_prev": dv[:n_a], "dxt": dv[n_a:], "dc_prev": dc * ft,
            "dWf": dW[0], "dWi": dW[1], "dWc": dW[2], "dWo": dW[3],
            "dbf": db[0], "dbi": db[1], "dbc": db[2], "dbo": db[3]}

# %%
def lstm_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    da_prev, dc_prev = [np.zeros(da.shape[:2])], [np.zeros(da.shape[:2])]
    dx, weights = [], []
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + da_prev[-1], dc_prev[-1], cells[t])
        da_prev.append(g["da_prev"])
        dc_prev.append(g["dc_prev"])
        dx.append(g["dxt"])
        weights.append([g[n] for n in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo")])
    names = ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo")
    result = {n: sum(column) for n, column in zip(names, zip(*weights))}
    result["dx"] = np.stack(dx[::-1], axis=2)
    result["da0"] = da_prev[-1]
    return result
