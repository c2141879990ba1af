# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def gates(concat, parameters):
    for name in "fico":
        z = parameters[f"W{name}"] @ concat + parameters[f"b{name}"]
        yield np.tanh(z) if name == "c" else sigmoid(z)

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    ft, it, cct, ot = gates(np.vstack((a_prev, xt)), parameters)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    def states():
        a, c = a0, np.zeros_like(a0)
        for t in range(x.shape[2]):
            a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
            yield a, y, c, cache

    *series, caches = zip(*states())
    return (*(np.stack(s, axis=2) for s in series), (list(caches), x))

# %%
def gate_gradients(da_next, dc, ft, it, cct, ot, c_prev, tanh_c):
    yield "f", dc * c_prev * ft * (1 - ft)
    yield "i", dc * cct * it * (1 - it)
    yield "c", dc * it * (1 - cct**2)
    yield "o", da_next * tanh_c * ot * (1 - ot)

def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)
    gradients = {"dc_prev": dc * ft, "da_prev": np.zeros_like(a_prev), "dxt": np.zeros_like(xt)}
    for name, d in gate_gradients(da_next, dc, ft, it, cct, ot, c_prev, tanh_c):
        Wa, Wx = np.split(parameters[f"W{name}"], [a_prev.shape[0]], axis=1)
        gradients["da_prev"] += Wa.T @ d
        gradients["dxt"] += Wx.T @ d
        gradients[f"dW{name}"] = np.concatenate((d @ a_prev.T, d @ xt.T), axis=1)
        gradients[f"db{name}"] = d.sum(axis=1, keepdims=True)
    return gradients

# %%
def lstm_backward(da, caches):
    cells, x = caches

    def steps():
        da_prev, dc_prev = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
        for t in range(da.shape[2] - 1, -1, -1):
            g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, cells[t])
            da_prev, dc_prev = g["da_prev"], g["dc_prev"]
            yield t, g

    out = {}
    dx = np.zeros((x.shape[0], *da.shape[1:]))
    for t, g in steps():
        dx[:, :, t] = g.pop("dxt")
        out["da0"] = g.pop("da_prev")
        g.pop("dc_prev")
        for name, value in g.items():
            out[name] = out[name] + value if name in out else value
    return {"dx": dx} | out
