# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_cell_backward

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
