# %%
import numpy as np
from lstm_lib import softmax

# %%
class Linear:
    def __init__(self, weight, bias=None):
        self.weight = weight
        self.bias = bias

    def __call__(self, v):
        out = self.weight @ v
        if self.bias is not None:
            out = out + self.bias
        return out

    def grad(self, dout, v):
        return self.weight.T @ dout, dout @ v.T

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    input_layer = Linear(parameters["Wax"], parameters["ba"])
    hidden_layer = Linear(parameters["Waa"])
    output_layer = Linear(parameters["Wya"])
    a_next = np.tanh(input_layer(xt) + hidden_layer(a_prev))
    yt_pred = softmax(output_layer(a_next))
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    a_next = a0
    states, outputs, caches = [], [], []
    for step in range(x.shape[2]):
        a_next, yt, cache = rnn_cell_forward(x[:, :, step], a_next, parameters)
        states.append(a_next)
        outputs.append(yt)
        caches.append(cache)
    return np.stack(states, axis=2), np.stack(outputs, axis=2), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = da_next * (1 - a_next ** 2)
    dxt, dWax = Linear(parameters["Wax"]).grad(dz, xt)
    da_prev, dWaa = Linear(parameters["Waa"]).grad(dz, a_prev)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dz.sum(axis=1, keepdims=True)}

# %%
class RunningSum:
    def __init__(self):
        self.value = 0

    def add(self, more):
        self.value = self.value + more

def rnn_backward(da, caches):
    cells, x = caches
    sums = {name: RunningSum() for name in ("dWax", "dWaa", "dba")}
    dx = np.zeros((x.shape[0], x.shape[1], da.shape[2]))
    da_prev = np.zeros(da.shape[:2])
    for t in range(da.shape[2] - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + da_prev, cells[t])
        da_prev = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        for name, s in sums.items():
            s.add(g[name])
    return {"dx": dx, "da0": da_prev, **{name: s.value for name, s in sums.items()}}
