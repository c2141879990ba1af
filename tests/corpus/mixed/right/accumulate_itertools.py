# %%
from functools import reduce
from itertools import accumulate

import numpy as np
from lstm_lib import softmax

# %%
rnn_cell_forward = lambda xt, a_prev, parameters: (
    a := np.tanh(parameters["Wax"] @ xt + parameters["Waa"] @ a_prev + parameters["ba"]),
    softmax(parameters["Wya"] @ a + parameters["by"]),
    (a, a_prev, xt, parameters),
)

# %%
def rnn_forward(x, a0, parameters):
    steps = list(accumulate(
        x.transpose(2, 0, 1),
        lambda last, xt: rnn_cell_forward(xt, last[0], parameters),
        initial=(a0, None, None),
    ))[1:]
    a, y_pred, caches = zip(*steps)
    return np.stack(a, axis=-1), np.stack(y_pred, axis=-1), (list(caches), x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next - da_next * a_next * a_next
    return {"dxt": parameters["Wax"].T @ dz, "da_prev": parameters["Waa"].T @ dz,
            "dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": np.add.reduce(dz, axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    list_of_cache, x = caches
    T = da.shape[2]

    def go(state, t):
        carried, sums, dxs = state
        g = rnn_cell_backward(da[:, :, t] + carried, list_of_cache[t])
        return g["da_prev"], {k: v + g[k] for k, v in sums.items()}, [g["dxt"], *dxs]

    zero = {"dWax": 0, "dWaa": 0, "dba": 0}
    da0, sums, dxs = reduce(go, range(T - 1, -1, -1), (np.zeros(da.shape[:2]), zero, []))
    return {"dx": np.stack(dxs, axis=-1), "da0": da0, **sums}
