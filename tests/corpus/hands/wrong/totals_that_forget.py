# %%
import numpy as np
from dataclasses import dataclass

class Affine:
    """W @ s + b, with the way back."""
    def __init__(self, W, b):
        self.W, self.b = W, b
    def __call__(self, s):
        return self.W @ s + self.b
    def back(self, dz, s):
        return dz @ s.T, np.sum(dz, axis=1, keepdims=True), self.W.T @ dz

def logistic(z):
    return 1 / (1 + np.exp(-z))

def columns_softmax(z):
    z = np.exp(z - np.max(z, axis=0))
    return z / np.sum(z, axis=0)

# %%
class RNNCell:
    def __init__(self, parameters):
        self.p = parameters
    def forward(self, xt, a_prev):
        p = self.p
        a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
        yt = columns_softmax(p["Wya"] @ a_next + p["by"])
        return a_next, yt, (a_next, a_prev, xt, p)
    @staticmethod
    def backward(da_next, cache):
        a_next, a_prev, xt, p = cache
        dz = da_next * (1 - a_next ** 2)
        return {
            "dxt": p["Wax"].T @ dz,
            "da_prev": p["Waa"].T @ dz,
            "dWax": dz @ xt.T,
            "dWaa": dz @ a_prev.T,
            "dba": np.sum(dz, axis=1, keepdims=True),
        }

def rnn_cell_forward(xt, a_prev, parameters):
    return RNNCell(parameters).forward(xt, a_prev)

def rnn_cell_backward(da_next, cache):
    return RNNCell.backward(da_next, cache)

# %%
@dataclass
class Totals:
    dWax: np.ndarray
    dWaa: np.ndarray
    dba: np.ndarray
    def add(self, step):
        self.dWax = self.dWax + step["dWax"]
        self.dWaa = step["dWaa"]
        self.dba = self.dba + step["dba"]

def rnn_forward(x, a0, parameters):
    n_y, n_a = parameters["Wya"].shape
    _, m, T_x = x.shape
    a = np.empty((n_a, m, T_x))
    y_pred = np.empty((n_y, m, T_x))
    memory = []
    state = a0
    for t in range(T_x):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        memory.append(cache)
    return a, y_pred, (memory, x)

def rnn_backward(da, caches):
    memory, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    totals = Totals(np.zeros((n_a, n_x)), np.zeros((n_a, n_a)), np.zeros((n_a, 1)))
    dx = np.zeros((n_x, m, T))
    carried = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = rnn_cell_backward(da[:, :, t] + carried, memory[t])
        totals.add(step)
        dx[:, :, t] = step["dxt"]
        carried = step["da_prev"]
    return {"dx": dx, "da0": carried, "dWax": totals.dWax, "dWaa": totals.dWaa, "dba": totals.dba}

# %%
class LSTMCell:
    def __init__(self, parameters):
        self.p = parameters
        self.forget = Affine(parameters["Wf"], parameters["bf"])
        self.update = Affine(parameters["Wi"], parameters["bi"])
        self.candidate = Affine(parameters["Wc"], parameters["bc"])
        self.output = Affine(parameters["Wo"], parameters["bo"])
        self.predict = Affine(parameters["Wy"], parameters["by"])

    def forward(self, xt, a_prev, c_prev):
        s = np.vstack((a_prev, xt))
        ft = logistic(self.forget(s))
        it = logistic(self.update(s))
        cct = np.tanh(self.candidate(s))
        ot = logistic(self.output(s))
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt = columns_softmax(self.predict(a_next))
        return a_next, c_next, yt, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, self.p)

    def backward(self, da_next, dc_next, cache):
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, _ = cache
        s = np.vstack((a_prev, xt))
        n_a = a_prev.shape[0]
        tc = np.tanh(c_next)
        dct = dc_next + da_next * ot * (1 - tc ** 2)
        dzf = dct * c_prev * ft * (1 - ft)
        dzi = dct * cct * it * (1 - it)
        dzc = dct * it * (1 - cct ** 2)
        dzo = da_next * tc * ot * (1 - ot)
        dWf, dbf, sf = self.forget.back(dzf, s)
        dWi, dbi, si = self.update.back(dzi, s)
        dWc, dbc, sc = self.candidate.back(dzc, s)
        dWo, dbo, so = self.output.back(dzo, s)
        ds = sf + si + sc + so
        return {
            "dxt": ds[n_a:],
            "da_prev": ds[:n_a],
            "dc_prev": dct * ft,
            "dWf": dWf, "dbf": dbf,
            "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc,
            "dWo": dWo, "dbo": dbo,
        }

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    return LSTMCell(parameters).forward(xt, a_prev, c_prev)

def lstm_cell_backward(da_next, dc_next, cache):
    return LSTMCell(cache[-1]).backward(da_next, dc_next, cache)

# %%
class LSTM:
    def __init__(self, parameters):
        self.parameters = parameters
        self.n_y, self.n_a = parameters["Wy"].shape

    def forward(self, x, a0):
        _, m, T_x = x.shape
        a = np.zeros((self.n_a, m, T_x))
        c = np.zeros((self.n_a, m, T_x))
        y = np.zeros((self.n_y, m, T_x))
        self.memory = []
        at, ct = a0, np.zeros((self.n_a, m))
        for t in range(T_x):
            at, ct, yt, cache = lstm_cell_forward(x[:, :, t], at, ct, self.parameters)
            a[:, :, t], c[:, :, t], y[:, :, t] = at, ct, yt
            self.memory.append(cache)
        return a, y, c, (self.memory, x)

def lstm_forward(x, a0, parameters):
    return LSTM(parameters).forward(x, a0)

def lstm_backward(da, caches):
    memory, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    grads = {}
    for g in "fico":
        grads["dW" + g] = np.zeros((n_a, n_a + n_x))
        grads["db" + g] = np.zeros((n_a, 1))
    grads["dx"] = np.zeros((n_x, m, T))
    back_a = np.zeros((n_a, m))
    back_c = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + back_a, back_c, memory[t])
        for g in "fico":
            grads["dW" + g] += step["dW" + g]
            grads["db" + g] += step["db" + g]
        grads["dx"][:, :, t] = step["dxt"]
        back_a = step["da_prev"]
        back_c = step["dc_prev"]
    grads["da0"] = back_a
    return grads
