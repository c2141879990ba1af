# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_cell_backward

# %%
def lstm_forward(x, a0, parameters):
    xs = x.transpose(2, 0, 1)
    T = xs.shape[0]
    a = np.zeros((T,) + a0.shape)
    c = np.zeros((T,) + a0.shape)
    y = np.zeros((T, len(parameters["by"]), a0.shape[1]))
    caches = []
    at, ct = a0, np.zeros(a0.shape)
    for t in range(T):
        at, ct, yt, cache = lstm_cell_forward(xs[t], at, ct, parameters)
        a[t], c[t], y[t] = at, ct, yt
        caches.append(cache)
    return a.T, y.T, c.T, (caches, x)

# %%
def lstm_backward(da, caches):
    cache_list, x = caches
    T = da.shape[2]
    das = da.transpose(2, 0, 1)
    dxs = np.zeros((T,) + x.shape[:2])
    da_prev = dc_prev = np.zeros(das[0].shape)
    grads = dict.fromkeys(("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"), 0.0)
    for t in reversed(range(T)):
        step = lstm_cell_backward(das[t] + da_prev, dc_prev, cache_list[t - 1])
        dxs[t] = step["dxt"]
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        grads = {name: grads[name] + step[name] for name in grads}
    return {"dx": dxs.transpose(1, 2, 0), "da0": da_prev, **grads}
