# %%
from collections import namedtuple
from dataclasses import dataclass, field
import numpy as np
from lstm_lib import sigmoid, softmax

Cache = namedtuple("Cache", "a_next c_next a_prev c_prev ft it cct ot xt parameters")

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    stacked = np.concatenate((a_prev, xt))
    ft = sigmoid(parameters["Wf"] @ stacked + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ stacked + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ stacked + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ stacked + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, Cache(a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
@dataclass
class History:
    a: list = field(default_factory=list)
    c: list = field(default_factory=list)
    y: list = field(default_factory=list)
    caches: list = field(default_factory=list)

    def add(self, a, c, y, cache):
        self.a.append(a)
        self.c.append(c)
        self.y.append(y)
        self.caches.append(cache)


def lstm_forward(x, a0, parameters):
    history = History()
    a_next, c_next = a0, np.zeros_like(a0)
    for t in range(x.shape[2]):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        history.add(a_next, c_next, yt_pred, cache)
    a, y, c = (np.stack(seq, axis=2) for seq in (history.a, history.y, history.c))
    return a, y, c, (history.caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    q = Cache(*cache)
    tanh_c = np.tanh(q.c_next)
    dc = dc_next + da_next * q.ot * (1 - tanh_c ** 2)
    dz = {
        "f": dc * q.c_prev * q.ft * (1 - q.ft),
        "i": dc * q.cct * q.it * (1 - q.it),
        "c": dc * q.it * (1 - q.cct ** 2),
        "o": da_next * tanh_c * q.ot * (1 - q.ot),
    }
    stacked = np.concatenate((q.a_prev, q.xt))
    dstacked = sum(q.parameters["W" + k].T @ v for k, v in dz.items())
    n_a = q.a_prev.shape[0]
    gradients = {"dxt": dstacked[n_a:], "da_prev": dstacked[:n_a], "dc_prev": dc * q.ft}
    gradients |= {"dW" + k: v @ stacked.T for k, v in dz.items()}
    gradients |= {"db" + k: v.sum(axis=1, keepdims=True) for k, v in dz.items()}
    return gradients
