# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_cell_backward

# %% [markdown]
# The forward pass is a fold over time, so it can be written as a recursion: do one step, then the rest of the sequence.

# %%
def lstm_forward(x, a0, parameters):
    def go(t, a_prev, c_prev):
        if t == x.shape[2]:
            return [], [], [], []
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        a_rest, y_rest, c_rest, caches_rest = go(t + 1, a_t, c_t)
        return [a_t] + a_rest, [y_t] + y_rest, [c_t] + c_rest, [cache] + caches_rest

    a, y, c, caches = go(0, a0, np.zeros_like(a0))
    return np.stack(a, axis=-1), np.stack(y, axis=-1), np.stack(c, axis=-1), (caches, x)

# %%
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape

    def go(t):
        """gradients that step t hands to step t - 1, dx from t on, and the sums from t on"""
        if t == T:
            zero = np.zeros((n_a, m))
            return zero, zero, [], {}
        da_after, dc_after, dx_after, sums = go(t + 1)
        g = lstm_cell_backward(da[:, :, t] + da_after, dc_after, steps[t])
        sums = {k: sums.get(k, 0) + g[k] for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo")}
        return g["da_prev"], g["dc_prev"], [g["dxt"]] + dx_after, sums

    da0, _, dx, sums = go(0)
    return {"dx": np.stack(dx, axis=-1), "da0": da0, **sums}
