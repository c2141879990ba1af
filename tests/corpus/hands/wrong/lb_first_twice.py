# %%
import numpy as np
from lstm_lib import sigmoid, softmax


class Cell:
    """One LSTM cell; holds the parameters."""

    def __init__(self, parameters):
        self.p = parameters

    def gate(self, name, fn, stacked):
        return fn(self.p["W" + name] @ stacked + self.p["b" + name])

    def step(self, xt, a_prev, c_prev):
        stacked = np.concatenate((a_prev, xt), axis=0)
        f = self.gate("f", sigmoid, stacked)
        i = self.gate("i", sigmoid, stacked)
        g = self.gate("c", np.tanh, stacked)
        o = self.gate("o", sigmoid, stacked)
        c_next = f * c_prev + i * g
        a_next = o * np.tanh(c_next)
        return a_next, c_next, (f, i, g, o)

    def predict(self, a_next):
        return softmax(self.p["Wy"] @ a_next + self.p["by"])


class BackStep:
    def __init__(self, cache):
        (self.a1, self.c1, self.a0, self.c0, self.f, self.i, self.g, self.o, self.x, self.p) = cache

    def into_cell(self, da, dc):
        return dc + da * self.o * (1 - np.tanh(self.c1) ** 2)

    def deltas(self, da, dc):
        s = self.into_cell(da, dc)
        yield "f", s * self.c0 * self.f * (1 - self.f)
        yield "i", s * self.g * self.i * (1 - self.i)
        yield "c", s * self.i * (1 - self.g ** 2)
        yield "o", da * np.tanh(self.c1) * self.o * (1 - self.o)

    def run(self, da, dc):
        n = self.a0.shape[0]
        stacked = np.concatenate((self.a0, self.x), axis=0)
        d_stacked = np.zeros(stacked.shape)
        grads = {}
        for name, d in self.deltas(da, dc):
            grads["dW" + name] = np.dot(d, stacked.T)
            grads["db" + name] = np.sum(d, axis=1, keepdims=True)
            d_stacked = d_stacked + np.dot(self.p["W" + name].T, d)
        grads["da_prev"] = d_stacked[:n, :]
        grads["dxt"] = d_stacked[n:, :]
        grads["dc_prev"] = self.into_cell(da, dc) * self.f
        return grads

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    cell = Cell(parameters)
    a_next, c_next, (ft, it, cct, ot) = cell.step(xt, a_prev, c_prev)
    yt_pred = cell.predict(a_next)
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
class Recorder:
    def __init__(self):
        self.a, self.y, self.c, self.caches = [], [], [], []

    def add(self, a, c, y, cache):
        self.a.append(a)
        self.y.append(y)
        self.c.append(c)
        self.caches.append(cache)
        return a, c


def lstm_forward(x, a0, parameters):
    rec = Recorder()
    a, c = a0, np.zeros(a0.shape)
    for t in range(x.shape[2]):
        a, c = rec.add(*lstm_cell_forward(x[:, :, t], a, c, parameters))
    last = lambda arrays: np.moveaxis(np.array(arrays), 0, 2)
    return last(rec.a), last(rec.y), last(rec.c), (rec.caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    return BackStep(cache).run(da_next, dc_next)

# %%
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    totals = None
    da_back = np.zeros((n_a, m))
    dc_back = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + da_back, dc_back, list_of_cache[t])
        da_back = g["da_prev"]
        dc_back = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        weights = {k: v for k, v in g.items() if k[:2] in ("dW", "db")}
        if totals is None:
            totals = weights
        totals = {k: totals[k] + weights[k] for k in totals}
    totals["dx"] = dx
    totals["da0"] = da_back
    return totals
