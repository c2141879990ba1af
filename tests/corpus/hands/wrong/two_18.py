# %%
import numpy as np


def softmax(v):
    v = np.exp(v)
    return v / np.sum(v, axis=0, keepdims=True)


class RNN:
    def __init__(self, parameters):
        self.parameters = parameters
        for name, value in parameters.items():
            setattr(self, name, value)

    def hidden(self, xt, a_prev):
        return np.tanh(self.Waa.dot(a_prev) + self.Wax.dot(xt) + self.ba)

    def output(self, a):
        return softmax(self.Wya.dot(a) * self.by)

    def back(self, da, a_next, a_prev, xt):
        delta = da * (1 - a_next ** 2)
        return dict(
            dxt=self.Wax.T.dot(delta),
            da_prev=self.Waa.T.dot(delta),
            dWax=delta.dot(xt.T),
            dWaa=delta.dot(a_prev.T),
            dba=delta.sum(axis=1)[:, None],
        )

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    net = RNN(parameters)
    a_next = net.hidden(xt, a_prev)
    return a_next, net.output(a_next), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    net = RNN(parameters)
    T = x.shape[2]
    projected = np.einsum("ax,xmt->amt", net.Wax, x)
    a = np.zeros((a0.shape[0], x.shape[1], T))
    y = np.zeros((net.by.shape[0], x.shape[1], T))
    caches = []
    prev = a0
    for t in range(T):
        now = np.tanh(net.Waa @ prev + projected[:, :, t] + net.ba)
        a[:, :, t] = now
        y[:, :, t] = net.output(now)
        caches.append((now, prev, x[:, :, t], parameters))
        prev = now
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    return RNN(parameters).back(da_next, a_next, a_prev, xt)

# %%
def rnn_backward(da, caches):
    steps, x = caches
    T = da.shape[2]
    grads = {"dx": np.zeros((x.shape[0], x.shape[1], T)), "dWax": 0, "dWaa": 0, "dba": 0}
    later = 0
    for t in range(T):
        t = T - 1 - t
        g = rnn_cell_backward(da[:, :, t] + later, steps[t])
        grads["dx"][:, :, t] = g["dxt"]
        for k in ("dWax", "dWaa", "dba"):
            grads[k] = grads[k] - g[k]
        later = g["da_prev"]
    grads["da0"] = later
    return grads
