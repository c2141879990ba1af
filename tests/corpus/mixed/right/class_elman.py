# %%
from typing import Any

import numpy as np
from lstm_lib import softmax

# %%
class ElmanCell:
    """One recurrent layer; the notebook's functions below are thin shells around it."""

    names = ("Wax", "Waa", "Wya", "ba", "by")

    def __init__(self, parameters: dict[str, np.ndarray]) -> None:
        self.parameters = parameters
        for name in self.names:
            setattr(self, name, parameters[name])

    def step(self, xt: np.ndarray, a_prev: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        a_next = np.tanh(self.Wax @ xt + self.Waa @ a_prev + self.ba)
        return a_next, softmax(self.Wya @ a_next + self.by)

    def step_back(self, da: np.ndarray, a: np.ndarray, a_prev: np.ndarray, xt: np.ndarray) -> dict[str, Any]:
        dz = da * (1 - np.square(a))
        return {
            "dxt": self.Wax.T @ dz,
            "da_prev": self.Waa.T @ dz,
            "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T,
            "dba": dz.sum(axis=1, keepdims=True),
        }

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next, yt_pred = ElmanCell(parameters).step(xt, a_prev)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
class Unroll:
    def __init__(self, parameters):
        self.parameters = parameters
        self.caches = []

    def __call__(self, x, a):
        for t in range(x.shape[-1]):
            a, y, cache = rnn_cell_forward(x[..., t], a, self.parameters)
            self.caches.append(cache)
            yield a, y


def rnn_forward(x, a0, parameters):
    unroll = Unroll(parameters)
    states, predictions = zip(*unroll(x, a0))
    return np.stack(states, axis=2), np.stack(predictions, axis=2), (unroll.caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    return ElmanCell(parameters).step_back(da_next, a_next, a_prev, xt)

# %%
class GradientSum(dict):
    def add(self, step):
        for name in ("dWax", "dWaa", "dba"):
            self[name] = self[name] + step[name] if name in self else step[name]


def rnn_backward(da, caches):
    steps, x = caches
    total = GradientSum(dx=np.zeros(x.shape[:2] + da.shape[2:]))
    carried = np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        step = rnn_cell_backward(da[:, :, t] + carried, steps[t])
        total["dx"][:, :, t] = step["dxt"]
        carried = step["da_prev"]
        total.add(step)
    total["da0"] = carried
    return total
