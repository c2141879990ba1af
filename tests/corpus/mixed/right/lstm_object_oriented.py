# %%
from dataclasses import dataclass

import numpy as np
from lstm_lib import sigmoid, softmax

# %%
@dataclass
class Gate:
    W: np.ndarray
    b: np.ndarray
    kind: str = "sigmoid"

    def __call__(self, v):
        z = self.W @ v + self.b
        self.value = sigmoid(z) if self.kind == "sigmoid" else np.tanh(z)
        return self.value

    @staticmethod
    def slope(value, kind):
        return value * (1 - value) if kind == "sigmoid" else 1 - value**2


class Cell:
    kinds = {"f": "sigmoid", "i": "sigmoid", "c": "tanh", "o": "sigmoid"}

    def __init__(self, parameters):
        self.parameters = parameters
        self.gates = {k: Gate(parameters["W" + k], parameters["b" + k], kind) for k, kind in self.kinds.items()}

    def forward(self, xt, a_prev, c_prev):
        v = np.vstack((a_prev, xt))
        f, i, g, o = (self.gates[k](v) for k in "fico")
        c = f * c_prev + i * g
        return o * np.tanh(c), c, (f, i, g, o)

    def backward(self, da, dc, a_prev, c_prev, xt, c, values):
        f, i, g, o = values
        th = np.tanh(c)
        dc = dc + da * o * (1 - th**2)
        upstream = {"f": dc * c_prev, "i": dc * g, "c": dc * i, "o": da * th}
        v = np.vstack((a_prev, xt))
        dv = np.zeros(v.shape)
        grads = {}
        for k, value in zip("fico", values):
            d = upstream[k] * Gate.slope(value, self.kinds[k])
            grads["dW" + k] = d @ v.T
            grads["db" + k] = d.sum(axis=1, keepdims=True)
            dv += self.gates[k].W.T @ d
        grads["da_prev"], grads["dxt"] = np.vsplit(dv, [len(a_prev)])
        grads["dc_prev"] = dc * f
        return grads

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    a_next, c_next, values = Cell(parameters).forward(xt, a_prev, c_prev)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, *values, xt, parameters)

# %%
class Sequence:
    def __init__(self, parameters):
        self.parameters, self.a, self.c, self.y, self.caches = parameters, [], [], [], []

    def run(self, x, a, c):
        for t in range(x.shape[2]):
            a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, self.parameters)
            self.a.append(a); self.c.append(c); self.y.append(y); self.caches.append(cache)
        return self


def lstm_forward(x, a0, parameters):
    s = Sequence(parameters).run(x, a0, np.zeros_like(a0))
    a, y, c = (np.stack(v, axis=-1) for v in (s.a, s.y, s.c))
    return a, y, c, (s.caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, *values, xt, parameters = cache
    return Cell(parameters).backward(da_next, dc_next, a_prev, c_prev, xt, c_next, values)

# %%
class Accumulator:
    def __init__(self):
        self.sums = {}

    def __iadd__(self, gradients):
        for k, v in gradients.items():
            if k.startswith(("dW", "db")):
                self.sums[k] = self.sums[k] + v if k in self.sums else v
        return self


def lstm_backward(da, caches):
    cells, x = caches
    acc, dxs = Accumulator(), []
    da_later, dc_later = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in reversed(range(da.shape[2])):
        g = lstm_cell_backward(da[:, :, t] + da_later, dc_later, cells[t])
        acc += g
        dxs.insert(0, g["dxt"])
        da_later, dc_later = g["da_prev"], g["dc_prev"]
    return {"dx": np.stack(dxs, axis=-1), "da0": da_later, **acc.sums}
