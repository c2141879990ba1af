# %%
from __future__ import annotations

from typing import Dict, List, Tuple

import numpy as np
from numpy.typing import NDArray

import lstm_lib as lib

Array = NDArray[np.float64]
Params = Dict[str, Array]
Cache = Tuple

# %%
def lstm_cell_forward(xt: Array, a_prev: Array, c_prev: Array, parameters: Params) -> Tuple[Array, Array, Array, Cache]:
    def lin(which: str, v: Array) -> Array:
        return parameters[f"W{which}"] @ v + parameters[f"b{which}"]

    v: Array = np.vstack((a_prev, xt))
    ft: Array = lib.sigmoid(lin("f", v))
    it: Array = lib.sigmoid(lin("i", v))
    cct: Array = np.tanh(lin("c", v))
    ot: Array = lib.sigmoid(lin("o", v))
    c_next: Array = ft * c_prev + it * cct
    a_next: Array = ot * np.tanh(c_next)
    yt_pred: Array = lib.softmax(lin("y", a_next))
    assert a_next.shape == a_prev.shape and c_next.shape == c_prev.shape
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x: Array, a0: Array, parameters: Params, c0: Array | None = None):
    a: List[Array] = [a0]
    c: List[Array] = [np.zeros_like(a0) if c0 is None else c0]
    y: List[Array] = []
    caches: List[Cache] = []
    for t in range(x.shape[2]):
        an, cn, yt, cache = lstm_cell_forward(x[:, :, t], a[t], c[t], parameters)
        a.append(an)
        c.append(cn)
        y.append(yt)
        caches.append(cache)
    return np.dstack(a[1:]), np.dstack(y), np.dstack(c[1:]), (caches, x)

# %%
def lstm_cell_backward(da_next: Array, dc_next: Array, cache: Cache) -> Params:
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    sech2: Array = 1.0 / np.cosh(c_next) ** 2
    dc: Array = dc_next + da_next * ot * sech2
    deltas: Params = {
        "f": dc * c_prev * (ft - ft**2),
        "i": dc * cct * (it - it**2),
        "c": dc * (it - it * cct**2),
        "o": da_next * np.tanh(c_next) * (ot - ot**2),
    }
    v = np.vstack((a_prev, xt))
    dv: Array = sum(parameters[f"W{k}"].T @ d for k, d in deltas.items())
    da_prev, dxt = dv[: len(a_prev)], dv[len(a_prev):]
    out: Params = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc * ft}
    out |= {f"dW{k}": d @ v.T for k, d in deltas.items()}
    out |= {f"db{k}": d.sum(axis=1, keepdims=True) for k, d in deltas.items()}
    return out

# %%
def lstm_backward(da: Array, caches: Tuple[List[Cache], Array], dc_last: Array | None = None) -> Params:
    cells, x = caches
    dx: List[Array] = []
    total: Params = {}
    da_prev: Array = np.zeros(da.shape[:2])
    dc_prev: Array = np.zeros(da.shape[:2]) if dc_last is None else dc_last
    for cache, da_t in zip(cells[da.shape[2] - 1 :: -1], np.moveaxis(da, 2, 0)[::-1]):
        g = lstm_cell_backward(da_t + da_prev, dc_prev, cache)
        da_prev, dc_prev = g["da_prev"], g["dc_prev"]
        dx = [g["dxt"], *dx]
        for k in g.keys() - {"da_prev", "dc_prev", "dxt"}:
            total[k] = total[k] + g[k] if k in total else g[k]
    return {"dx": np.dstack(dx), "da0": da_prev, **total}
