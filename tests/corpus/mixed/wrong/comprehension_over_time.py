# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(sum(parameters[w] @ v for w, v in [("Wax", xt), ("Waa", a_prev)]) + parameters["ba"])
    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"]), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    """No loop needed: a comprehension is faster."""
    steps = [rnn_cell_forward(xt, a0, parameters) for xt in np.moveaxis(x, 2, 0)]
    a, y_pred, caches = zip(*steps)
    return np.stack(a, axis=2), np.stack(y_pred, axis=2), (list(caches), x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = (1 - a_next**2) * da_next
    grad = lambda W, v: (W.T @ dz, dz @ v.T)
    dxt, dWax = grad(parameters["Wax"], xt)
    da_prev, dWaa = grad(parameters["Waa"], a_prev)
    return dict(dxt=dxt, da_prev=da_prev, dWax=dWax, dWaa=dWaa, dba=dz.sum(axis=1, keepdims=True))

# %%
def rnn_backward(da, caches):
    cells, x = caches
    out, later = [], 0
    for da_t, cell in reversed(list(zip(np.moveaxis(da, 2, 0), cells))):
        out.append(rnn_cell_backward(da_t + later, cell))
        later = out[-1]["da_prev"]
    return {
        "dx": np.stack([g["dxt"] for g in reversed(out)], axis=2),
        "da0": later,
        **{name: sum(g[name] for g in out) for name in ("dWax", "dWaa", "dba")},
    }
