# %%
from functools import partial, reduce
from operator import add

import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def affine(parameters, letter, v):
    return parameters["W" + letter] @ v + parameters["b" + letter]

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    pre = partial(affine, parameters, v=np.concatenate((a_prev, xt)))
    ft, it, ot = map(lambda k: sigmoid(pre(k)), "fio")
    cct = np.tanh(pre("c"))
    c_next = reduce(add, map(np.multiply, (ft, it), (c_prev, cct)))
    a_next = ot * np.tanh(c_next)
    return (a_next, c_next, softmax(affine(parameters, "y", a_next)),
            (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters))

# %%
def lstm_forward(x, a0, parameters):
    def advance(history, t):
        a_prev, c_prev = history[-1][:2] if history else (a0, np.zeros_like(a0))
        return history + [lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)]

    a, c, y, caches = zip(*reduce(advance, range(x.shape[2]), []))
    tensor = partial(np.stack, axis=2)
    return tensor(a), tensor(y), tensor(c), (list(caches), x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    prod = partial(reduce, np.multiply)
    th = np.tanh(c_next)
    dc = dc_next + prod([da_next, ot, 1 - th ** 2])
    delta = {
        "f": prod([dc, c_prev, ft, 1 - ft]),
        "i": prod([dc, cct, it, 1 - it]),
        "c": prod([dc, it, 1 - cct ** 2]),
        "o": prod([da_next, th, ot, 1 - ot]),
    }
    v = np.concatenate((a_prev, xt))
    dv = reduce(add, (parameters["W" + k].T @ d for k, d in delta.items()))
    n_a = len(a_prev)
    return {
        "dxt": dv[n_a:], "da_prev": dv[:n_a], "dc_prev": dc * ft,
        **{"dW" + k: d @ v.T for k, d in delta.items()},
        **{"db" + k: d.sum(axis=1, keepdims=True) for k, d in delta.items()},
    }

# %%
def lstm_backward(da, caches):
    steps, x = caches
    zero = np.zeros(da.shape[:2])

    def retreat(state, t):
        da_after, dc_after, dxs, sums = state
        g = lstm_cell_backward(da[:, :, t] + da_after, dc_after, steps[t])
        return g["da_prev"], g["dc_prev"], [g["dxt"], *dxs], {k: s + g[k] for k, s in sums.items()}

    start = (zero, zero, [], dict.fromkeys(["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"], 0))
    da0, _, dxs, sums = reduce(retreat, reversed(range(da.shape[2])), start)
    return {"dx": np.stack(dxs, axis=2), "da0": da0, **sums}
