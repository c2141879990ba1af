# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    hidden = parameters["Wax"] @ xt
    hidden = hidden + parameters["Waa"] @ a_prev
    hidden = hidden + parameters["ba"]
    hidden = np.tanh(hidden)
    output = parameters["Wya"] @ hidden
    output = output + parameters["by"]
    output = softmax(output)
    return hidden, output, (hidden, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    hiddens = [a0]
    outputs = []
    caches = []
    for xt in x.T:                       # x.T is (T_x, m, n_x)
        hidden, output, cache = rnn_cell_forward(xt.T, hiddens[-1], parameters)
        hiddens.append(hidden)
        outputs.append(output)
        caches.append(cache)
    return np.stack(hiddens[1:], axis=-1), np.stack(outputs, axis=-1), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    hidden, a_prev, xt, parameters = cache
    d = da_next * (1 - hidden**2)
    grads = dict()
    grads.update(dxt=parameters["Wax"].T @ d, da_prev=parameters["Waa"].T @ d)
    grads.update(dWax=d @ xt.T, dWaa=d @ a_prev.T)
    grads.update(dba=d.sum(axis=1, keepdims=True))
    return grads

# %%
def rnn_backward(da, caches):
    (cells, x) = caches
    T = da.shape[2]
    dx = np.zeros((x.shape[0], x.shape[1], T))
    dWax = np.zeros_like(cells[0][3]["Wax"])
    dWaa = np.zeros_like(cells[0][3]["Waa"])
    dba = np.zeros_like(cells[0][3]["ba"])
    da_next = np.zeros_like(cells[0][0])
    for i, cache in enumerate(reversed(cells[:T])):
        t = T - 1 - i
        g = rnn_cell_backward(da_next + da[:, :, t], cache)
        dx[:, :, t] = g["dxt"]
        dWax += g["dWax"]
        dWaa += g["dWaa"]
        dba += g["dba"]
        da_next = g["da_prev"]
    da0 = da_next
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
