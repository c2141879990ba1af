# %%
from __future__ import annotations

import numpy as np
import numpy.typing as npt
from lstm_lib import sigmoid, softmax

Array = npt.NDArray[np.float64]
Params = dict[str, Array]
Cache = tuple[Array, Array, Array, Array, Array, Array, Array, Array, Array, Params]

# %%
def lstm_cell_forward(xt: Array, a_prev: Array, c_prev: Array, parameters: Params) -> tuple[Array, Array, Array, Cache]:
    concat: Array = np.concatenate((a_prev, xt), axis=0)
    ft: Array = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it: Array = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct: Array = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    ot: Array = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    c_next: Array = ft * c_prev + it * cct
    a_next: Array = ot * np.tanh(c_next)
    yt_pred: Array = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache: Cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x: Array, a0: Array, parameters: Params) -> tuple[Array, Array, Array, tuple[list[Cache], Array]]:
    n_a, m = a0.shape
    n_y: int = parameters["Wy"].shape[0]
    steps: int = x.shape[2]
    a: Array = np.empty((n_a, m, steps), dtype=np.float64)
    c: Array = np.empty_like(a)
    y: Array = np.empty((n_y, m, steps), dtype=np.float64)
    caches: list[Cache] = []
    hidden: Array = a0
    cell: Array = np.zeros_like(a0)
    for t in range(steps):
        hidden, cell, prediction, cache = lstm_cell_forward(x[:, :, t], hidden, cell, parameters)
        a[:, :, t] = hidden
        c[:, :, t] = cell
        y[:, :, t] = prediction
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next: Array, dc_next: Array, cache: Cache) -> dict[str, Array]:
    _, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a: int = a_prev.shape[0]
    tanh_c_next: Array = np.tanh(c_next)
    dc: Array = dc_next + da_next * ot * (1.0 - tanh_c_next**2)
    deltas: dict[str, Array] = {
        "f": dc * c_prev * ft * (1.0 - ft),
        "i": dc * cct * it * (1.0 - it),
        "c": dc * it * (1.0 - cct**2),
        "o": da_next * tanh_c_next * ot * (1.0 - ot),
    }
    concat: Array = np.concatenate((a_prev, xt), axis=0)
    dconcat: Array = np.zeros_like(concat)
    gradients: dict[str, Array] = {}
    for name, delta in deltas.items():
        gradients[f"dW{name}"] = delta @ concat.T
        gradients[f"db{name}"] = delta.sum(axis=1, keepdims=True)
        dconcat += parameters[f"W{name}"].T @ delta
    gradients["dxt"] = dconcat[n_a:]
    gradients["da_prev"] = dconcat[:n_a]
    gradients["dc_prev"] = dc * ft
    return gradients

# %%
def lstm_backward(da: Array, caches: tuple[list[Cache], Array]) -> dict[str, Array]:
    history, x = caches
    n_a, m, steps = da.shape
    dx: Array = np.zeros((x.shape[0], m, steps))
    gradients: dict[str, Array] = {f"d{name}": np.zeros_like(value) for name, value in history[0][-1].items() if name[1] != "y"}
    da_prev: Array = np.zeros((n_a, m))
    dc_prev: Array = np.zeros((n_a, m))
    for t in reversed(range(steps)):
        step: dict[str, Array] = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, history[t])
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        for name in gradients:
            gradients[name] += step[name]
    gradients["dx"] = dx
    gradients["da0"] = da_prev
    return gradients
