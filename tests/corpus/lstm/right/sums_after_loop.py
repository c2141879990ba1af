# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# The backward pass without lstm_cell_backward: the loop only finds the pre-activation gradients,
# all of the products with the inputs are done in one go afterwards.

def pre_gradients(da, dc, f, i, k, o, c_next, c_prev):
    s = np.tanh(c_next)
    dc = dc + da * o * (1 - s**2)
    dz = np.concatenate([dc * c_prev * f * (1 - f), dc * k * i * (1 - i), dc * i * (1 - k**2), da * s * o * (1 - o)])
    return dz, dc * f

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a, c, ap, cp, f, i, k, o, x, p = cache
    dz, dcp = pre_gradients(da_next, dc_next, f, i, k, o, c, cp)
    n = len(a)
    W = np.concatenate([p["W" + q] for q in "fico"])
    d = W.T @ dz
    dW = dz @ np.concatenate([ap, x]).T
    g = dict(dxt=d[n:], da_prev=d[:n], dc_prev=dcp)
    for j, q in enumerate("fico"):
        g["dW" + q] = dW[j * n:j * n + n]
        g["db" + q] = dz[j * n:j * n + n].sum(axis=1, keepdims=True)
    return g

# %%
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    p = steps[0][9]
    W = np.concatenate([p["W" + q] for q in "fico"])
    dZ = np.zeros((T, 4 * n_a, m))
    H = np.stack([np.concatenate([s[2], s[8]]) for s in steps[:T]])     # (T, n_a + n_x, m)
    da_later, dc_later = np.zeros((n_a, m)), np.zeros((n_a, m))
    for t in reversed(range(T)):
        a, c, ap, cp, f, i, k, o, xt, _ = steps[t]
        dZ[t], dc_later = pre_gradients(da[:, :, t] + da_later, dc_later, f, i, k, o, c, cp)
        da_later = W[:, :n_a].T @ dZ[t]
    dx = np.einsum("gk,tgm->kmt", W[:, n_a:], dZ)
    dW = np.tensordot(dZ, H, axes=([0, 2], [0, 2]))
    db = dZ.sum(axis=(0, 2))[:, None]
    out = {"dx": dx, "da0": da_later}
    for q, dWq, dbq in zip("fico", np.split(dW, 4), np.split(db, 4)):
        out["dW" + q] = dWq
        out["db" + q] = dbq
    return out
