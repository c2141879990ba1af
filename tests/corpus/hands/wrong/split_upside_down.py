# %%
import numpy as np

def sig(z):
    return 0.5 * (1 + np.tanh(0.5 * z))

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.concatenate([parameters["Wf"], parameters["Wi"], parameters["Wo"], parameters["Wc"]], axis=0)
    b = np.concatenate([parameters["bf"], parameters["bi"], parameters["bo"], parameters["bc"]], axis=0)
    inp = np.concatenate([a_prev, xt], axis=0)
    zf, zi, zo, zc = np.split(W @ inp + b, 4, axis=0)
    ft = sig(zf)
    it = sig(zi)
    ot = sig(zo)
    cct = np.tanh(zc)
    c_next = c_prev * ft + cct * it
    a_next = np.tanh(c_next) * ot
    scores = parameters["Wy"] @ a_next + parameters["by"]
    e = np.exp(scores - scores.max(axis=0, keepdims=True))
    yt_pred = e / e.sum(axis=0, keepdims=True)
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_y, n_a = parameters["Wy"].shape
    m = x.shape[1]
    T_x = x.shape[2]
    states = np.zeros((2, n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    cs = []
    at = a0
    ct = np.zeros((n_a, m))
    for t in range(T_x):
        at, ct, yt, cache = lstm_cell_forward(x[:, :, t], at, ct, parameters)
        states[0, :, :, t] = at
        states[1, :, :, t] = ct
        y[:, :, t] = yt
        cs.append(cache)
    return states[0], y, states[1], (cs, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_next.shape[0]
    W = np.concatenate([parameters["Wf"], parameters["Wi"], parameters["Wo"], parameters["Wc"]], axis=0)
    inp = np.concatenate([a_prev, xt], axis=0)
    t = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - t * t)
    dZ = np.concatenate([
        dc * c_prev * ft * (1 - ft),
        dc * cct * it * (1 - it),
        da_next * t * ot * (1 - ot),
        dc * it * (1 - cct * cct),
    ], axis=0)
    dWf, dWi, dWo, dWc = np.split(dZ @ inp.T, 4, axis=0)
    dbf, dbi, dbo, dbc = np.split(np.sum(dZ, axis=1, keepdims=True), 4, axis=0)
    dinp = W.T @ dZ
    dxt, da_prev = np.split(dinp, [xt.shape[0]], axis=0)
    dc_prev = dc * ft
    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
            "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

# %%
def lstm_backward(da, caches):
    lst, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    names = ["dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"]
    acc = {k: np.zeros((n_a, n_a + n_x if k[1] == "W" else 1)) for k in names}
    dx = np.zeros((n_x, m, T))
    da_c = np.zeros((n_a, m))
    dc_c = np.zeros((n_a, m))
    t = T - 1
    while t >= 0:
        g = lstm_cell_backward(da[:, :, t] + da_c, dc_c, lst[t])
        da_c = g["da_prev"]
        dc_c = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for k in names:
            acc[k] += g[k]
        t -= 1
    acc["dx"] = dx
    acc["da0"] = da_c
    return acc
