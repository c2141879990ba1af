# %%
import numpy as np
import operator as op
from collections import OrderedDict, deque

# %%
def logistic(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))

def soft(z):
    return np.exp(z - np.logaddexp.reduce(z, axis=0, keepdims=True))

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    try:
        stacked = np.row_stack((a_prev, xt))
    except AttributeError:
        stacked = np.vstack((a_prev, xt))
    with np.errstate(over="ignore"):
        f, i, o = [logistic(op.matmul(parameters[w], stacked) + parameters[b]) for w, b in (("Wf", "bf"), ("Wi", "bi"), ("Wo", "bo"))]
    g = 2 * logistic(2 * (parameters["Wc"] @ stacked + parameters["bc"])) - 1
    c = op.add(op.mul(f, c_prev), op.mul(i, g))
    a = op.mul(o, np.sinh(c) / np.cosh(c))
    return a, c, soft(parameters["Wy"] @ a + parameters["by"]), (a, c, a_prev, c_prev, f, i, g, o, xt, parameters)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, f, i, g, o, xt, p = cache
    d = OrderedDict()
    m = xt.shape[1]
    ds = np.add(dc_next, np.prod([da_next, o, 1 - np.tanh(c_next) ** 2], axis=0))
    zs = OrderedDict(
        o=np.prod([da_next, np.tanh(c_next), o, 1 - o], axis=0),
        c=np.prod([ds, i, 1 - g ** 2], axis=0),
        i=np.prod([ds, g, i, 1 - i], axis=0),
        f=np.prod([ds, c_prev, f, 1 - f], axis=0),
    )
    n = a_prev.shape[0]
    down = np.zeros((n + xt.shape[0], m))
    for k, z in zs.items():
        dW = np.zeros(p["W" + k].shape)
        db = np.zeros(p["b" + k].shape)
        for j in range(m):
            dW += np.outer(z[:, j], np.hstack((a_prev[:, j], xt[:, j])))
            db += z[:, [j]]
        d["dW" + k], d["db" + k] = dW, db
        down += (z.T @ p["W" + k]).T
    d["dxt"], d["da_prev"], d["dc_prev"] = down[n:, ...], down[:n, ...], np.multiply(f, ds)
    return d

# %%
def lstm_backward(da, caches):
    cache_list, x = caches
    n_a, m, T = da.shape
    q = deque(maxlen=1)
    q.append((np.zeros((n_a, m)), np.zeros((n_a, m))))
    grads = {"dx": np.full((x.shape[0], m, T), np.nan)}
    stack = cache_list[:T]
    while stack:
        cache = stack.pop()
        t = len(stack)
        ga, gc = q.pop()
        g = dict(lstm_cell_backward(da[:, :, t] + ga, gc, cache))
        q.append((g.pop("da_prev"), g.pop("dc_prev")))
        grads["dx"][:, :, t] = g.pop("dxt")
        for k in g:
            grads[k] = grads.setdefault(k, 0) + g[k]
    grads["da0"] = q[0][0]
    return grads
