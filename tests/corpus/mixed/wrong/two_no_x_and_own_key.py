# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    hidden = np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"])
    output = softmax(parameters["Wya"] @ hidden + parameters["by"])
    return hidden, output, (hidden, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    hidden, hiddens, outputs, caches = a0, [], [], []
    for t in range(x.shape[2]):
        hidden, output, cache = rnn_cell_forward(x[:, :, t], hidden, parameters)
        hiddens.append(hidden)
        outputs.append(output)
        caches.append(cache)
    hiddens = np.stack(hiddens, axis=2)
    outputs = np.stack(outputs, axis=2)
    return hiddens, outputs, caches

# %%
def rnn_cell_backward(da_next, cache):
    hidden, hidden_prev, xt, parameters = cache
    dz = da_next * (1 - hidden**2)
    return {
        "dx": parameters["Wax"].T @ dz,
        "da_prev": parameters["Waa"].T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ hidden_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }

# %%
def rnn_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    dWax = np.zeros((n_a, x.shape[0]))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    back = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = rnn_cell_backward(da[:, :, t] + back, list_of_cache[t])
        dx[:, :, t] = step["dxt"]
        back = step["da_prev"]
        dWax += step["dWax"]
        dWaa += step["dWaa"]
        dba += step["dba"]
    return {"dx": dx, "da0": back, "dWax": dWax, "dWaa": dWaa, "dba": dba}
