# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    U, W, V, b, c = [parameters[k] for k in "Wax Waa Wya ba by".split()]
    h = a_prev
    s = np.tanh(U @ xt + W @ h + b)
    o = softmax(V @ h + c)
    return s, o, (s, h, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    s, S, O, K = a0, [], [], []
    for t in range(x.shape[2]):
        s, o, k = rnn_cell_forward(x[:, :, t], s, parameters)
        S, O, K = S + [s], O + [o], K + [k]
    return np.stack(S, 2), np.stack(O, 2), (K, x)

# %%
def rnn_cell_backward(da_next, cache):
    s, h, x, par = cache
    e = (1 - s**2) * da_next
    return {"dxt": par["Wax"].T @ e, "dWax": e @ x.T, "da_prev": par["Waa"].T @ e, "dWaa": e @ h.T,
            "dba": e.sum(1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    K, x = caches
    T = da.shape[2]
    G = [None] * T
    r = 0
    for t in reversed(range(T)):
        G[t] = rnn_cell_backward(da[:, :, t] + r, K[t])
        r = G[t]["da_prev"]
    tot = {k: sum(g[k] for g in G) for k in ["dWax", "dWaa", "dba"]}
    return {"dx": np.stack([g["dxt"] for g in G], 2), "da0": r, **tot}
