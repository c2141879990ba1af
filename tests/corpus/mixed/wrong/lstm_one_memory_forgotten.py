# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def affine(parameters, g, v):
    return np.einsum("ij,jm->im", parameters[f"W{g}"], v) + parameters[f"b{g}"]

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    stacked = np.append(a_prev, xt, axis=0)
    ft, it, ot = [sigmoid(affine(parameters, g, stacked)) for g in "fio"]
    cct = np.tanh(affine(parameters, "c", stacked))
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(affine(parameters, "y", a_next))
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    history = {"a": [], "c": [], "y": []}
    caches = []
    state = (a0, np.zeros((n_a, m)))
    for t in range(x.shape[2]):
        a, c, y, cache = lstm_cell_forward(x[:, :, t], *state, parameters)
        state = (a, c)
        caches.append(cache)
        for name, value in (("a", a), ("c", c), ("y", y)):
            history[name].append(value)
    a, y, c = (np.stack(history[name], axis=2) for name in ("a", "y", "c"))
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    sech2 = 1 / np.cosh(c_next) ** 2
    dc = dc_next + da_next * ot * sech2
    gates = {"f": (dc * c_prev, ft - ft**2), "i": (dc * cct, it - it**2),
             "c": (dc * it, 1 - cct**2), "o": (da_next * np.tanh(c_next), ot - ot**2)}
    stacked = np.append(a_prev, xt, axis=0)
    back = np.zeros_like(stacked)
    gradients = {}
    for g, (upstream, slope) in gates.items():
        delta = upstream * slope
        gradients[f"dW{g}"] = np.einsum("im,jm->ij", delta, stacked)
        gradients[f"db{g}"] = np.einsum("im->i", delta)[:, None]
        back += np.einsum("ij,im->jm", parameters[f"W{g}"], delta)
    gradients["da_prev"], gradients["dxt"] = np.split(back, [a_prev.shape[0]])
    gradients["dc_prev"] = dc * ft
    return gradients

# %%
def lstm_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    gradients = {"dx": np.zeros((x.shape[0], m, T))}
    carried = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        # no loss depends on c directly, so dc_next is zero
        step = lstm_cell_backward(da[:, :, t] + carried, np.zeros((n_a, m)), cells[t])
        carried = step.pop("da_prev")
        gradients["dx"][:, :, t] = step.pop("dxt")
        del step["dc_prev"]
        for name, value in step.items():
            gradients[name] = gradients[name] + value if name in gradients else value
    gradients["da0"] = carried
    return gradients
