# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def big(p):
    return np.vstack([p["Wf"], p["Wi"], p["Wc"], p["Wo"]]), np.vstack([p["bf"], p["bi"], p["bc"], p["bo"]])


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W, b = big(parameters)
    z = W @ np.r_[a_prev, xt] + b
    zf, zi, zc, zo = np.split(z, 4)
    ft, it, cct, ot = sigmoid(zf), sigmoid(zi), np.tanh(zc), sigmoid(zo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return (a_next, c_next, softmax(parameters["Wy"] @ a_next + parameters["by"]),
            (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters))

# %%
def lstm_forward(x, a0, parameters):
    state = a0, a0 * 0
    rows = []
    for t in range(x.shape[2]):
        *state, yt, cache = lstm_cell_forward(x[:, :, t], *state, parameters)
        rows.append((*state, yt, cache))
    a, c, y, caches = zip(*rows)
    return np.stack(a, 2), np.stack(y, 2), np.stack(c, 2), (list(caches), x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    W, _ = big(parameters)
    n_a = a_prev.shape[0]
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th * th)
    dz = np.vstack([dc * c_prev * ft * (1 - ft),
                    dc * cct * it * (1 - it),
                    dc * it * (1 - cct * cct),
                    da_next * th * ot * (1 - ot)])
    dW = dz @ np.r_[a_prev, xt].T
    db = dz.sum(1, keepdims=True)
    dv = W.T @ dz
    out = dict(da_prev=dv[:n_a], dxt=dv[n_a:], dc_prev=ft * dc)
    for k, w, v in zip("fico", np.split(dW, 4), np.split(db, 4)):
        out["dW" + k], out["db" + k] = w, v
    return out

# %%
def lstm_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    g = {"da_prev": 0, "dc_prev": np.zeros(da.shape[:2])}
    steps = []
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t] + g["da_prev"], g["dc_prev"], cells[t])
        steps.append(g)
    result = {k: sum(s[k] for s in steps) for k in g if k[:2] in ("dW", "db")}
    result["dx"] = np.stack([s["dxt"] for s in steps[::-1]], axis=2)
    result["da0"] = g["da_prev"]
    return result
