# %%
import numpy as np
sigmoid = lambda v: 1.0 / (1.0 + np.exp(-v))

def softmax(v):
    w = np.exp(v - v.max(0))
    return w / np.einsum("km->m", w)

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    P = parameters
    pre = np.einsum("ax,xm->am", P["Wax"], xt) + np.einsum("ab,bm->am", P["Waa"], a_prev)
    a_next = np.tanh(pre + P["ba"])
    yt_pred = softmax(np.einsum("ya,am->ym", P["Wya"], a_next) + P["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, P)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, P = cache
    dz = np.einsum("am,am->am", da_next, 1 - a_next * a_next)
    return {
        "dxt": np.einsum("ax,am->xm", P["Wax"], dz),
        "da_prev": np.einsum("ab,am->bm", P["Waa"], dz),
        "dWax": np.einsum("am,xm->ax", dz, xt),
        "dWaa": np.einsum("am,bm->ab", dz, a_prev),
        "dba": np.einsum("am->m", dz)[:, None],
    }

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    xs = np.moveaxis(x, 2, 0)
    h = a0
    hs, ys, cs = [], [], []
    for step in xs:
        h, y, c = rnn_cell_forward(step, h, parameters)
        hs.append(h)
        ys.append(y)
        cs.append(c)
    a = np.moveaxis(np.array(hs), 0, 2)
    y_pred = np.moveaxis(np.array(ys), 0, 2)
    return a, y_pred, (cs, x)

# %%
def rnn_backward(da, caches):
    cs, x = caches
    T = da.shape[2]
    back = np.zeros(da.shape[:2])
    parts = []
    for t in reversed(range(T)):
        parts.insert(0, rnn_cell_backward(da[:, :, t] + back, cs[t]))
        back = parts[0]["da_prev"]
    return {
        "dx": np.stack([p["dxt"] for p in parts], axis=2),
        "da0": parts[0]["da_prev"],
        "dWax": np.sum([p["dWax"] for p in parts], axis=0),
        "dWaa": np.sum([p["dWaa"] for p in parts], axis=0),
        "dba": np.sum([p["dba"] for p in parts], axis=0),
    }

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    P = parameters
    n_a = a_prev.shape[0]
    def pre(g):
        W = P["W" + g]
        return (np.einsum("ab,bm->am", W[:, :n_a], a_prev)
                + np.einsum("ax,xm->am", W[:, n_a:], xt)
                + P["b" + g])
    ft, it, ot = sigmoid(pre("f")), sigmoid(pre("i")), sigmoid(pre("o"))
    cct = np.tanh(pre("c"))
    c_next = np.einsum("am,am->am", ft, c_prev) + np.einsum("am,am->am", it, cct)
    a_next = np.einsum("am,am->am", ot, np.tanh(c_next))
    yt_pred = softmax(np.einsum("ya,am->ym", P["Wy"], a_next) + P["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, P)

# %%
def lstm_forward(x, a0, parameters):
    h, c = a0, 0 * a0
    hs, css, ys, store = [], [], [], []
    for step in np.moveaxis(x, 2, 0):
        h, c, y, cache = lstm_cell_forward(step, h, c, parameters)
        hs.append(h)
        css.append(c)
        ys.append(y)
        store.append(cache)
    a = np.moveaxis(np.array(hs), 0, 2)
    cc = np.moveaxis(np.array(css), 0, 2)
    y = np.moveaxis(np.array(ys), 0, 2)
    return a, y, cc, (store, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, P = cache
    n_a = a_prev.shape[0]
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th * th)
    dz = {
        "f": dc * c_prev * ft * (1 - ft),
        "i": dc * cct * it * (1 - it),
        "c": dc * it * (1 - cct * cct),
        "o": da_next * th * ot * (1 - ot),
    }
    inputs = np.concatenate((a_prev, xt))
    out = {"dc_prev": dc * ft, "da_prev": 0.0, "dxt": 0.0}
    for g, d in dz.items():
        W = P["W" + g]
        out["dW" + g] = np.einsum("am,km->ak", d, inputs)
        out["db" + g] = np.einsum("am->a", d).reshape(-1, 1)
        out["da_prev"] = out["da_prev"] + np.einsum("ab,am->bm", W[:, :n_a], d)
        out["dxt"] = out["dxt"] + np.einsum("ax,am->xm", W[:, n_a:], d)
    return out

# %%
def lstm_backward(da, caches):
    store, x = caches
    T = da.shape[2]
    ba, bc = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    parts = []
    for t in reversed(range(T)):
        p = lstm_cell_backward(da[:, :, t] + ba, bc, store[t])
        ba = p["da_prev"]
        bc = p["dc_prev"]
        parts.append(p)
    res = {"dx": np.stack([p["dxt"] for p in reversed(parts)], axis=2), "da0": ba}
    for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
        res[k] = sum(p[k] for p in parts)
    return res
