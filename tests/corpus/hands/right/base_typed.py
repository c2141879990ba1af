# %%
from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lstm_lib import sigmoid, softmax

Array = NDArray[np.float64]


class StepCache(NamedTuple):
    a_next: Array
    c_next: Array
    a_prev: Array
    c_prev: Array
    ft: Array
    it: Array
    cct: Array
    ot: Array
    xt: Array
    parameters: dict


def checked(fn):
    @functools.wraps(fn)
    def inner(*args):
        result = fn(*args)
        assert result is not None
        return result
    return inner


def dense(W: Array, b: Array):
    return lambda s: W @ s + b

# %%
@checked
def lstm_cell_forward(xt: Array, a_prev: Array, c_prev: Array, parameters: dict):
    stack = np.concatenate([a_prev, xt])
    layer = {g: dense(parameters[f"W{g}"], parameters[f"b{g}"]) for g in "fico"}
    ft = sigmoid(layer["f"](stack))
    it = sigmoid(layer["i"](stack))
    cct = np.tanh(layer["c"](stack))
    ot = sigmoid(layer["o"](stack))
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(dense(parameters["Wy"], parameters["by"])(a_next))
    cache = StepCache(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
@checked
def lstm_forward(x: Array, a0: Array, parameters: dict):
    T_x = x.shape[2]

    def run():
        a_state, c_state = a0, np.zeros_like(a0)
        for t in range(T_x):
            a_state, c_state, prediction, cache = lstm_cell_forward(x[:, :, t], a_state, c_state, parameters)
            yield a_state, prediction, c_state, cache

    a_list, y_list, c_list, caches = zip(*run())
    a = np.stack(a_list, axis=2)
    y = np.stack(y_list, axis=2)
    c = np.stack(c_list, axis=2)
    return a, y, c, (list(caches), x)

# %%
@checked
def lstm_cell_backward(da_next: Array, dc_next: Array, cache: tuple) -> dict[str, Array]:
    k = StepCache(*cache)
    n_a = k.a_prev.shape[0]
    tanh_c = np.tanh(k.c_next)
    d_tanh = lambda out: 1 - out**2
    d_sig = lambda out: out * (1 - out)

    dc: Array = dc_next + da_next * k.ot * d_tanh(tanh_c)
    dz = {
        "f": dc * k.c_prev * d_sig(k.ft),
        "i": dc * k.cct * d_sig(k.it),
        "c": dc * k.it * d_tanh(k.cct),
        "o": da_next * tanh_c * d_sig(k.ot),
    }
    stack = np.concatenate([k.a_prev, k.xt])
    dstack = functools.reduce(np.add, (k.parameters[f"W{g}"].T @ dz[g] for g in dz))
    result = {"dxt": dstack[n_a:], "da_prev": dstack[:n_a], "dc_prev": dc * k.ft}
    for g in dz:
        result[f"dW{g}"] = dz[g] @ stack.T
        result[f"db{g}"] = dz[g].sum(axis=1, keepdims=True)
    return result

# %%
@checked
def lstm_backward(da: Array, caches: tuple) -> dict[str, Array]:
    list_of_cache, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    zero = np.zeros((n_a, m))
    da_carry, dc_carry = zero, zero
    sums: dict[str, Array] = {}
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, list_of_cache[t])
        dx[:, :, t] = step.pop("dxt")
        da_carry = step.pop("da_prev")
        dc_carry = step.pop("dc_prev")
        for name, value in step.items():
            sums[name] = sums[name] + value if name in sums else value
    return {"dx": dx, "da0": da_carry, **sums}
