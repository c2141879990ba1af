# %%
from functools import partial, reduce
from operator import add, matmul, mul

import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def affine(p, name, v): return add(matmul(p["W" + name], v), p["b" + name])

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    z = partial(affine, parameters)
    v = np.vstack([a_prev, xt])
    ft, it, ot = (sigmoid(z(k, v)) for k in ("f", "i", "o"))
    cct = np.tanh(z("c", v))
    c_next = add(mul(ft, c_prev), mul(it, cct))
    a_next = mul(ot, np.tanh(c_next))
    return a_next, c_next, softmax(z("y", a_next)), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    def step(seen, xt):
        a, c = (seen[-1][0], seen[-1][1]) if seen else (a0, np.zeros_like(a0))
        return seen + [lstm_cell_forward(xt, a, c, parameters)]

    a, c, y, caches = zip(*reduce(step, np.moveaxis(x, -1, 0), []))
    a, y, c = (np.stack(s, axis=-1) for s in (a, y, c))
    return a, y, c, (list(caches), x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    v, h = np.vstack([a_prev, xt]), np.tanh(c_next)
    product = lambda *factors: reduce(mul, factors)
    dc = dc_next + product(da_next, ot, 1 + h, 1 - h)
    d = {
        "f": product(dc, c_prev, ft, 1 - ft),
        "i": product(dc, cct, it, 1 - it),
        "c": product(dc, it, 1 + cct, 1 - cct),
        "o": product(da_next, h, ot, 1 - ot),
    }
    dv = reduce(add, (parameters["W" + k].T @ d[k] for k in d))
    return {"da_prev": dv[:len(a_prev), :], "dxt": dv[len(a_prev):, :], "dc_prev": dc * ft,
            **{"dW" + k: d[k] @ v.T for k in d}, **{"db" + k: np.sum(d[k], 1, keepdims=True) for k in d}}

# %%
def lstm_backward(da, caches):
    cells, x = caches
    zero = np.zeros(da.shape[:2])

    def step(later, t):
        da_prev, dc_prev = (later[0]["da_prev"], later[0]["dc_prev"]) if later else (zero, zero)
        return [lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, cells[t])] + later

    steps = reduce(step, reversed(range(da.shape[2])), [])
    weights = [k for k in steps[0] if k.startswith("dW") or k.startswith("db")]
    return {"dx": np.stack([s["dxt"] for s in steps], axis=-1), "da0": steps[0]["da_prev"],
            **{k: reduce(add, (s[k] for s in steps)) for k in weights}}
