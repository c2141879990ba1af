# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p, h = parameters, np.vstack([a_prev, xt])
    ft = sigmoid(p["Wf"] @ h + p["bf"])
    it = sigmoid(p["Wi"] @ h + p["bi"])
    cct = np.tanh(p["Wc"] @ h + p["bc"])
    ot = sigmoid(p["Wo"] @ h + p["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return a_next, c_next, softmax(p["Wy"] @ a_next + p["by"]), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p)

# %%
def lstm_forward(x, a0, parameters):
    xs = np.ascontiguousarray(x.transpose(2, 0, 1))
    T, _, m = xs.shape
    n_y, n_a = parameters["Wy"].shape
    As, Cs, Ys, caches = np.zeros((T, n_a, m)), np.zeros((T, n_a, m)), np.zeros((T, n_y, m)), []
    for t, xt in enumerate(xs):
        a_prev = As[t - 1] if t else a0
        c_prev = Cs[t - 1] if t else np.zeros((n_a, m))
        As[t], Cs[t], Ys[t], cache = lstm_cell_forward(xt, a_prev, c_prev, parameters)
        caches.append(cache)
    back = lambda s: np.ascontiguousarray(s.transpose(1, 2, 0))
    return back(As), back(Ys), back(Cs), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    n_a = a_prev.shape[0]
    tanh_c = a_next / ot                      # no need for another tanh: a_next = ot * tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)
    df, di = dc * c_prev * ft * (1 - ft), dc * cct * it * (1 - it)
    dg, do = dc * it * (1 - cct**2), da_next * tanh_c * ot * (1 - ot)
    h = np.vstack([a_prev, xt])
    dh = p["Wf"].T @ df + p["Wi"].T @ di + p["Wc"].T @ dg + p["Wo"].T @ do
    return {"dxt": dh[n_a:], "da_prev": dh[:n_a], "dc_prev": dc * ft,
            "dWf": df @ h.T, "dbf": df.sum(1, keepdims=True), "dWi": di @ h.T, "dbi": di.sum(1, keepdims=True),
            "dWc": dg @ h.T, "dbc": dg.sum(1, keepdims=True), "dWo": do @ h.T, "dbo": do.sum(1, keepdims=True)}

# %%
def lstm_backward(da, caches):
    cells, x = caches
    das = da.transpose(2, 0, 1)
    T = len(das)
    dxs = np.zeros((T,) + x.shape[:2])
    da_next = dc_next = np.zeros(das.shape[1:])
    sums = {f"d{kind}{gate}": 0 for gate in "fico" for kind in "Wb"}
    for t, cache in reversed(list(enumerate(cells[:T]))):
        g = lstm_cell_backward(das[t] + da_next, dc_next, cache)
        da_next, dc_next, dxs[t] = g["da_prev"], g["dc_prev"], g["dxt"]
        for k in sums:
            sums[k] = sums[k] + g[k]
    return {"dx": dxs.transpose(1, 2, 0), "da0": da_next, **sums}
