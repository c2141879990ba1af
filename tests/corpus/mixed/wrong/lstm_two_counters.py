# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    def gate(W, b):
        return parameters[W][:, :n_a] @ a_prev + parameters[W][:, n_a:] @ xt + parameters[b]
    ft, it, ot = sigmoid(gate("Wf", "bf")), sigmoid(gate("Wi", "bi")), sigmoid(gate("Wo", "bo"))
    cct = np.tanh(gate("Wc", "bc"))
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    y = parameters["Wy"] @ a_next + parameters["by"]
    return a_next, c_next, softmax(y), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T = x.shape[2]
    a, c, caches = np.zeros((*a0.shape, T)), np.zeros((*a0.shape, T)), [None] * T
    y = np.zeros((parameters["Wy"].shape[0], x.shape[1], T))
    now_a, now_c = a0, np.zeros(a0.shape)
    for t in range(T):
        now_a, now_c, y[..., t], caches[t] = lstm_cell_forward(x[..., t], now_a, now_c, parameters)
        a[..., t], c[..., t] = now_a, now_c
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th**2)
    d = [dc * c_prev * ft * (1 - ft), dc * cct * it * (1 - it), dc * it * (1 - cct**2), da_next * th * ot * (1 - ot)]
    g = {"dc_prev": dc * ft, "da_prev": 0, "dxt": 0}
    for j in range(4):
        s = "fico"[j]
        g["da_prev"] = g["da_prev"] + parameters["W" + s][:, :n_a].T @ d[j]
        g["dxt"] = g["dxt"] + parameters["W" + s][:, n_a:].T @ d[j]
        g["dW" + s] = np.hstack((d[j] @ a_prev.T, d[j] @ xt.T))
        g["db" + s] = d[j].sum(axis=1, keepdims=True)
    return g

# %%
def lstm_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    dx = np.zeros((x.shape[0], x.shape[1], T))
    grads = {}
    da_prev = np.zeros(da.shape[:2])
    dc_prev = np.zeros(da.shape[:2])
    for t, cell in enumerate(reversed(cells[:T])):
        g = lstm_cell_backward(da[..., t] + da_prev, dc_prev, cell)
        da_prev, dc_prev = g["da_prev"], g["dc_prev"]
        dx[..., T - 1 - t] = g["dxt"]
        for s in ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"):
            grads[s] = grads[s] + g[s] if s in grads else g[s]
    grads["dx"], grads["da0"] = dx, da_prev
    return grads
