# %%
import numpy as np
import lstm_lib

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    "the four gates as one array (4, n_a, m)"
    weights = np.stack([parameters["W" + k] for k in "fico"])
    biases = np.stack([parameters["b" + k] for k in "fico"])
    z = weights @ np.concatenate([a_prev, xt]) + biases
    ft, it, ot = lstm_lib.sigmoid(z[[0, 1, 3]])
    cct = np.tanh(z[2])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = lstm_lib.softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    a, c, y, cells = [], [], [], []
    now = [a0, np.zeros_like(a0)]
    for t in range(x.shape[2]):
        *now, yt, cell = lstm_cell_forward(x[:, :, t], now[0], now[1], parameters)
        a.append(now[0])
        c.append(now[1])
        y.append(yt)
        cells.append(cell)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (cells, x)

# %%
def chain(upstream, gate):
    "gradient through a sigmoid, from its value"
    return upstream * gate * (1 - gate)

def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = len(a_prev)
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    delta = np.stack([
        chain(dc * c_prev, ft),
        chain(dc * cct, it),
        dc * it * (1 - cct ** 2),
        chain(da_next * c_next, ot),
    ])
    stacked = np.concatenate([a_prev, xt])
    weights = np.stack([parameters["W" + k] for k in "fico"])
    dstacked = (weights.transpose(0, 2, 1) @ delta).sum(axis=0)
    dW = delta @ stacked.T
    db = delta.mean(axis=2, keepdims=True)
    return {"dxt": dstacked[n_a:], "da_prev": dstacked[:n_a], "dc_prev": dc * ft,
            **{"dW" + k: dW[j] for j, k in enumerate("fico")},
            **{"db" + k: db[j] for j, k in enumerate("fico")}}

# %%
def lstm_backward(da, caches):
    cells, x = caches
    carried = [np.zeros(da.shape[:2]), np.zeros(da.shape[:2])]
    out, dx = {}, []
    for t in reversed(range(da.shape[2])):
        g = lstm_cell_backward(da[:, :, t] + carried[0], carried[1], cells[t])
        carried = [g.pop("da_prev"), g.pop("dc_prev")]
        dx.append(g.pop("dxt"))
        out = {k: out.get(k, 0) + g[k] for k in g}
    return {"dx": np.stack(dx[::-1], axis=2), "da0": carried[0], **out}
