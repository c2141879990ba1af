# %%
from collections import namedtuple
from dataclasses import dataclass, field

import numpy as np
from lstm_lib import softmax

Weights = namedtuple("Weights", "Wax Waa Wya ba by")
Step = namedtuple("Step", ["a_next", "a_prev", "xt", "parameters"])


@dataclass
class BackwardState:
    dx: list = field(default_factory=list)
    da_prev: np.ndarray | float = 0.0
    dWax: np.ndarray | float = 0.0
    dWaa: np.ndarray | float = 0.0
    dba: np.ndarray | float = 0.0

    def push(self, g):
        self.dx.insert(0, g["dxt"])
        self.da_prev = g["da_prev"]
        for name in ("dWax", "dWaa", "dba"):
            setattr(self, name, getattr(self, name) + g[name])

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    w = Weights(**{k: parameters[k] for k in Weights._fields})
    a_next = np.tanh(w.Wax @ xt + w.Waa @ a_prev + w.ba)
    step = Step(a_next, a_prev, xt, parameters)
    return a_next, softmax(w.Wya @ a_next + w.by), tuple(step)

# %%
def rnn_forward(x, a0, parameters):
    a_list, y_list, caches = [], [], []
    a_prev = a0
    for t in range(x.shape[2]):
        a_prev, yt, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        a_list.append(a_prev)
        y_list.append(yt)
        caches.append(cache)
    return np.stack(a_list, axis=2), np.stack(y_list, axis=2), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    s = Step(*cache)
    dz = da_next * (1 - s.a_next ** 2)
    p = s.parameters
    return {"dxt": p["Wax"].T @ dz, "da_prev": p["Waa"].T @ dz, "dWax": dz @ s.xt.T,
            "dWaa": dz @ s.a_prev.T, "dba": dz.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    state = BackwardState()
    for t in reversed(range(da.shape[2])):
        state.push(rnn_cell_backward(da[:, :, t] + state.da_prev, caches[0][t]))
    return {"dx": np.stack(state.dx, axis=2), "da0": state.da_prev,
            "dWax": state.dWax, "dWaa": state.dWaa, "dba": state.dba}
