# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    """a = tanh(Wax x + Waa a' + ba),  y = softmax(Wya a + by)"""
    lin = lambda W, v: parameters[W] @ v
    a = np.tanh(lin("Wax", xt) + lin("Waa", a_prev) + parameters["ba"])
    return a, softmax(lin("Wya", a) + parameters["by"]), (a, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    """Apply the cell T times."""
    a, Y, C, A = a0, [], [], []
    for xt in x.transpose(2, 0, 1):
        a, y, c = rnn_cell_forward(xt, a, parameters)
        A.append(a)
        Y.append(y)
        C.append(c)
    return np.stack(A, axis=-1), np.stack(Y, axis=-1), (C, x)

# %%
def rnn_cell_backward(da_next, cache):
    """d tanh(u) = (1 - tanh^2 u) du"""
    a, a_prev, xt, parameters = cache
    du = (a**2 - 1) * da_next
    return {"dxt": parameters["Wax"].T @ du, "da_prev": parameters["Waa"].T @ du,
            "dWax": du @ xt.T, "dWaa": du @ a_prev.T, "dba": du.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    """Sum over t of the cell's gradients, backwards."""
    C, x = caches
    T = da.shape[-1]
    carried = np.zeros(da.shape[:-1])
    G = []
    for t in range(T)[::-1]:
        carried = carried + da[..., t]
        G.append(rnn_cell_backward(carried, C[t]))
        carried = G[-1]["da_prev"]
    return {
        "dx": np.stack([g["dxt"] for g in G][::-1], axis=-1),
        "da0": da[..., 0],
        "dWax": sum(g["dWax"] for g in G),
        "dWaa": sum(g["dWaa"] for g in G),
        "dba": sum(g["dba"] for g in G),
    }
