# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(np.dot(parameters["Wax"], xt) + np.dot(parameters["Waa"], a_prev) + parameters["ba"])
    return a_next, softmax(np.dot(parameters["Wya"], a_next) + parameters["by"]), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    results = {"a": [], "y": [], "cache": []}
    state = a0
    for t in range(T):
        for key, value in zip(results, rnn_cell_forward(x[:, :, t], state, parameters)):
            results[key].append(value)
        state = results["a"][-1]
    return np.stack(results["a"], 2), np.stack(results["y"], 2), (results["cache"], x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next) * (1 + a_next)
    gradients = {"dxt": np.dot(parameters["Wax"].T, dz)}
    gradients["dWax"] = np.dot(dz, xt.T)
    gradients["da_prev"] = np.dot(parameters["Waa"].T, dz)
    gradients["dWaa"] = np.dot(dz, a_prev.T)
    gradients["dba"] = np.sum(dz, axis=1, keepdims=True)
    return gradients

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    gradients = {"dWax": np.zeros((n_a, x.shape[0])), "dWaa": np.zeros((n_a, n_a)), "dba": np.zeros((n_a, 1)),
                 "da_prev": np.zeros((n_a, m))}
    for t in reversed(range(T)):
        step = rnn_cell_backward(da[:, :, t] + gradients["da_prev"], cells[t])
        dx[:, :, t] = step.pop("dxt")
        gradients.update(step)
    gradients["dx"] = dx
    gradients["da0"] = gradients.pop("da_prev")
    return gradients
