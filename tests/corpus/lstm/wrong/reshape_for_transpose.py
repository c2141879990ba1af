# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    rows = np.hstack([a_prev.T, xt.T])                      # (m, n_a + n_x)
    f = sigmoid(rows @ parameters["Wf"].T + parameters["bf"].T)
    i = sigmoid(rows @ parameters["Wi"].T + parameters["bi"].T)
    g = np.tanh(rows @ parameters["Wc"].T + parameters["bc"].T)
    o = sigmoid(rows @ parameters["Wo"].T + parameters["bo"].T)
    c = f * c_prev.T + i * g                                # (m, n_a)
    a = o * np.tanh(c)
    y = softmax((a @ parameters["Wy"].T + parameters["by"].T).T)
    return a.T, c.T, y, (a.T, c.T, a_prev, c_prev, f.T, i.T, g.T, o.T, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T = x.shape[2]
    a_all, c_all, y_all = [], [], []
    caches = []
    a, c = a0, np.zeros_like(a0)
    for t in range(T):
        a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        a_all.append(a.T)
        c_all.append(c.T)
        y_all.append(y.T)
        caches.append(cache)
    # (T, m, n) -> (n, m, T)
    return np.array(a_all).T, np.array(y_all).T, np.array(c_all).T, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th ** 2)
    dG = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it),
          "c": dc * it * (1 - cct ** 2), "o": da_next * th * ot * (1 - ot)}
    concat = np.concatenate((a_prev, xt))
    rows = concat.reshape(m, -1)                       # one example per row
    grads = {"dc_prev": dc * ft, "da_prev": 0, "dxt": 0}
    for k, d in dG.items():
        grads["dW" + k] = d @ rows
        grads["db" + k] = d.sum(axis=1, keepdims=True)
        back = parameters["W" + k].T @ d
        grads["da_prev"] = grads["da_prev"] + back[:n_a]
        grads["dxt"] = grads["dxt"] + back[n_a:]
    return grads

# %%
def lstm_backward(da, caches):
    cache_list, x = caches
    T = da.shape[2]
    da_next = np.zeros(da.shape[:2])
    dc_next = np.zeros(da.shape[:2])
    dx = np.zeros((T, da.shape[1], x.shape[0]))
    tot = {}
    for t in range(T - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t] + da_next, dc_next, cache_list[t])
        da_next, dc_next = step["da_prev"], step["dc_prev"]
        dx[t] = step["dxt"].T
        for k in step:
            if k[:2] in ("dW", "db"):
                tot[k] = step[k] + tot[k] if k in tot else step[k]
    tot["dx"] = dx.T
    tot["da0"] = da_next
    return tot

