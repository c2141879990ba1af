# %%
import numpy as np
from lstm_lib import sigmoid

# %%
# Activation functions and their derivatives (from my summary sheet)
#   sigmoid:  s        derivative  s (1 - s)
#   tanh:     t        derivative  ...

def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + parameters["ba"])
    yt_pred = sigmoid(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    outputs = []
    state = a0
    for t in range(T):
        step = rnn_cell_forward(x[:, :, t], state, parameters)
        outputs.append(step)
        state = step[0]
    a = np.stack([o[0] for o in outputs], axis=2)
    y = np.stack([o[1] for o in outputs], axis=2)
    return a, y, ([o[2] for o in outputs], x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * a_next * (1 - a_next)
    return {
        "dxt": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }

# %%
def rnn_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    steps = []
    da_prev = np.zeros_like(da[:, :, 0])
    for t in range(T - 1, -1, -1):
        step = rnn_cell_backward(da[:, :, t] + da_prev, cells[t])
        steps.insert(0, step)
        da_prev = step["da_prev"]
    gradients = {name: np.sum([s[name] for s in steps], axis=0) for name in ("dWax", "dWaa", "dba")}
    gradients["dx"] = np.stack([s["dxt"] for s in steps], axis=2)
    gradients["da0"] = da_prev
    return gradients
