# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_cell_backward

# %%
def walk(x, a, parameters):
    """yields what each step returns"""
    c = np.zeros_like(a)
    for t in range(x.shape[-1]):
        step = a, c, _, _ = lstm_cell_forward(x[..., t], a, c, parameters)
        yield step


def lstm_forward(x, a0, parameters):
    a, c, y, caches = zip(*walk(x, a0, parameters))
    join = lambda seq: np.concatenate([s[..., np.newaxis] for s in seq], axis=-1)
    return join(a), join(y), join(c), (list(caches), x)

# %%
def walk_back(da, cache_list):
    da_prev = dc_prev = np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[-1])):
        g = lstm_cell_backward(da_prev + da[..., t], dc_prev, cache_list[t])
        da_prev, dc_prev = g["da_prev"], g["dc_prev"]
        yield t, g


def lstm_backward(da, caches):
    cache_list, x = caches
    out = {"dx": np.zeros((x.shape[0],) + da.shape[1:])}
    for t, g in walk_back(da, cache_list):
        out["dx"][..., t] = g["dxt"]
        out["da0"] = g["da_prev"]
        for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
            out[k] = out.get(k, 0) + g[k]
    return out
