# %%
import numpy as np
import lstm_lib as ll

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a_next = np.tanh(Wax.dot(xt) + Waa.dot(a_prev) + parameters["ba"])
    yt_pred = ll.softmax(Wya.dot(a_next) + parameters["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    (n_a, m), T = a0.shape, x.shape[-1]
    a = np.full((n_a, m, T), 0)
    y = np.full((parameters["Wya"].shape[0], m, T), 0)
    caches, at = [], a0
    for t in range(T):
        at, yt, cache = rnn_cell_forward(x[..., t], at, parameters)
        a[..., t] = at
        y[..., t] = yt
        caches.append(cache)
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next - da_next * a_next ** 2
    return {
        "dxt": parameters["Wax"].T.dot(dz),
        "da_prev": parameters["Waa"].T.dot(dz),
        "dWax": dz.dot(xt.T),
        "dWaa": dz.dot(a_prev.T),
        "dba": dz.sum(axis=1).reshape(-1, 1),
    }

# %%
def rnn_backward(da, caches):
    cells, x = caches
    T = da.shape[-1]
    g = rnn_cell_backward(da[..., T - 1], cells[T - 1])
    dx = [g["dxt"]]
    total = {k: g[k] for k in ("dWax", "dWaa", "dba")}
    for t in range(T - 2, -1, -1):
        g = rnn_cell_backward(da[..., t] + g["da_prev"], cells[t])
        dx.append(g["dxt"])
        total = {k: total[k] + g[k] for k in total}
    return {"dx": np.stack(dx[::-1], axis=-1), "da0": g["da_prev"], **total}
