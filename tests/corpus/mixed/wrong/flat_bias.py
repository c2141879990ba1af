# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    P = parameters
    a_next = np.tanh(P["Wax"] @ xt + P["Waa"] @ a_prev + P["ba"])
    return a_next, softmax(P["Wya"] @ a_next + P["by"]), (a_next, a_prev, xt, P)

# %%
def rnn_forward(x, a0, parameters):
    xs = x.transpose(2, 0, 1)
    A, Y, C = [], [], []
    for xt in xs:
        a, y, c = rnn_cell_forward(xt, A[-1] if A else a0, parameters)
        A.append(a), Y.append(y), C.append(c)
    return np.array(A).transpose(1, 2, 0), np.array(Y).transpose(1, 2, 0), (C, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, P = cache
    dz = (1 - a_next ** 2) * da_next
    return {"dxt": P["Wax"].T @ dz, "da_prev": P["Waa"].T @ dz,
            "dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": np.sum(dz, axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    C, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros(n_a)
    da_next = np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + da_next, C[t])
        da_next = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return {"dx": dx, "da0": da_next, "dWax": dWax, "dWaa": dWaa, "dba": dba}
