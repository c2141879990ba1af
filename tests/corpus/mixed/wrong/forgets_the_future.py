# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    z = parameters["ba"] + parameters["Wax"] @ xt + parameters["Waa"] @ a_prev
    a_next = np.tanh(z)
    return a_next, softmax(parameters["by"] + parameters["Wya"] @ a_next), (a_next, a_prev, xt, parameters)

# %%
def run(x, a, parameters):
    for t in range(x.shape[2]):
        a, y, cache = rnn_cell_forward(x[:, :, t], a, parameters)
        yield a, y, cache

def rnn_forward(x, a0, parameters):
    a, y, caches = zip(*run(x, a0, parameters))
    return np.stack(a, axis=2), np.stack(y, axis=2), (list(caches), x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz, "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    steps = [rnn_cell_backward(da[:, :, t], cells[t]) for t in range(da.shape[2])]
    return {
        "dx": np.stack([s["dxt"] for s in steps], axis=2),
        "da0": steps[0]["da_prev"],
        "dWax": sum(s["dWax"] for s in steps),
        "dWaa": sum(s["dWaa"] for s in steps),
        "dba": sum(s["dba"] for s in steps),
    }
