# %%
import numpy as np


def softmax(z, axis=0):
    z = z - z.max(axis=axis, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=axis, keepdims=True)

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    s = np.vstack([a_prev, xt])
    a_next = np.tanh(np.einsum("ij,jk->ik", W, s) + parameters["ba"])
    yt_pred = softmax(np.einsum("yj,jk->yk", parameters["Wya"], a_next) + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    h, hs, ys, memory = a0, [], [], []
    for xt in x.transpose(2, 0, 1):
        h, y, cache = rnn_cell_forward(xt, h, parameters)
        hs.append(h)
        ys.append(y)
        memory.append(cache)
    return np.array(hs).transpose(1, 2, 0), np.array(ys).transpose(1, 2, 0), (memory, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz = np.einsum("ik,ik->ik", da_next, 1 - a_next**2)
    return {
        "dxt": np.einsum("ij,ik->jk", p["Wax"], dz),
        "da_prev": np.einsum("ij,ik->jk", p["Waa"], dz),
        "dWax": np.einsum("ik,jk->ij", dz, xt),
        "dWaa": np.einsum("ik,jk->ij", dz, a_prev),
        "dba": np.einsum("ik->i", dz)[:, np.newaxis],
    }

# %%
def rnn_backward(da, caches):
    memory, x = caches
    T = da.shape[-1]
    carry = np.zeros_like(da[:, :, 0])
    parts = []
    for t in range(T - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + carry, memory[t])
        carry = g["da_prev"]
        parts.append(g)
    out = {k: np.mean([g[k] for g in parts], axis=0) for k in ("dWax", "dWaa", "dba")}
    out["dx"] = np.stack([g["dxt"] for g in parts[::-1]], axis=2)
    out["da0"] = carry
    return out
