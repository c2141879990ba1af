# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.vstack([parameters["W" + g] for g in ("f", "i", "o", "c")])
    b = np.vstack([parameters["b" + g] for g in ("f", "i", "o", "c")])
    Z = W @ np.vstack([a_prev, xt]) + b
    zf, zi, zc, zo = np.vsplit(Z, 4)
    f = sigmoid(zf)
    i = sigmoid(zi)
    o = sigmoid(zo)
    g = np.tanh(zc)
    c = f * c_prev + i * g
    a = o * np.tanh(c)
    y = softmax(parameters["Wy"] @ a + parameters["by"])
    return a, c, y, (a, c, a_prev, c_prev, f, i, g, o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    xs = np.moveaxis(x, -1, 0)
    T = len(xs)
    n_a, m = a0.shape
    a = np.zeros((T + 1, n_a, m))
    c = np.zeros((T + 1, n_a, m))
    y = np.zeros((T, parameters["Wy"].shape[0], m))
    a[0] = a0
    caches = []
    for t in range(T):
        a[t + 1], c[t + 1], y[t], cache = lstm_cell_forward(xs[t], a[t], c[t], parameters)
        caches.append(cache)
    back = lambda q: np.moveaxis(q, 0, -1)
    return back(a[1:]), back(y), back(c[1:]), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    sech2 = 1.0 / np.cosh(c_next) ** 2
    dc = dc_next + da_next * ot * sech2
    # a_next = ot tanh(c_next), so da_next * tanh(c_next) * ot = da_next * a_next
    dzo = da_next * a_next * (1.0 - ot)
    # s (1 - s) = 1/4 - (s - 1/2)^2
    dzf = dc * c_prev * (0.25 - (ft - 0.5) ** 2)
    dzi = dc * cct * (0.25 - (it - 0.5) ** 2)
    # it * cct = c_next - ft * c_prev
    dzc = dc * (it - cct * (c_next - ft * c_prev))
    u = np.concatenate((a_prev, xt))
    du = parameters["Wf"].T @ dzf + parameters["Wi"].T @ dzi + parameters["Wc"].T @ dzc + parameters["Wo"].T @ dzo
    n_a = a_prev.shape[0]
    return {
        "dxt": du[n_a:], "da_prev": du[:n_a], "dc_prev": dc * ft,
        "dWf": dzf @ u.T, "dWi": dzi @ u.T, "dWc": dzc @ u.T, "dWo": dzo @ u.T,
        "dbf": dzf.sum(1, keepdims=True), "dbi": dzi.sum(1, keepdims=True),
        "dbc": dzc.sum(1, keepdims=True), "dbo": dzo.sum(1, keepdims=True),
    }

# %%
def lstm_backward(da, caches):
    steps, x = caches
    das = np.moveaxis(da, -1, 0)
    T = len(das)
    dxs = np.zeros((T,) + x.shape[:2])
    carry_a = np.zeros(das[0].shape)
    carry_c = np.zeros(das[0].shape)
    grads = {}
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(das[t] + carry_a, carry_c, steps[t])
        dxs[t] = g["dxt"]
        carry_a = g["da_prev"]
        carry_c = g["dc_prev"]
        for name in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
            if t == T - 1:
                grads[name] = np.copy(g[name])
            else:
                grads[name] += g[name]
    grads["dx"] = np.moveaxis(dxs, 0, -1)
    grads["da0"] = carry_a
    return grads

