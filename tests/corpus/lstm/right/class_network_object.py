# %%
import numpy as np
import lstm_lib as lib

# %%
class LSTM(object):
    """Holds the parameters; the four functions of the exercise only call its methods."""

    gates = ("f", "i", "c", "o")

    def __init__(self, parameters):
        self.parameters = parameters
        self.W = {g: parameters["W" + g] for g in self.gates}
        self.b = {g: parameters["b" + g] for g in self.gates}

    def step(self, xt, a_prev, c_prev):
        z = {g: self.W[g] @ np.vstack([a_prev, xt]) + self.b[g] for g in self.gates}
        ft, it, ot = (lib.sigmoid(z[g]) for g in "fio")
        cct = np.tanh(z["c"])
        c_next = c_prev * ft + cct * it
        a_next = np.tanh(c_next) * ot
        logits = self.parameters["Wy"] @ a_next + self.parameters["by"]
        cache = a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, self.parameters
        return a_next, c_next, lib.softmax(logits), cache

    def step_back(self, da_next, dc_next, cache):
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, _ = cache
        squash = np.tanh(c_next)
        dc = da_next * ot * (1 - squash ** 2) + dc_next
        dz = dict(f=dc * c_prev * (ft - ft ** 2), i=dc * cct * (it - it ** 2),
                  c=dc * it * (1 - cct ** 2), o=da_next * squash * (ot - ot ** 2))
        v = np.vstack([a_prev, xt])
        dv = sum(self.W[g].T @ dz[g] for g in self.gates)
        n_a = self.W["f"].shape[0]
        grads = {"dxt": dv[n_a:], "da_prev": dv[:n_a], "dc_prev": ft * dc}
        grads.update({"dW" + g: dz[g] @ v.T for g in self.gates})
        grads.update({"db" + g: dz[g].sum(axis=1)[:, None] for g in self.gates})
        return grads

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    return LSTM(parameters).step(xt, a_prev, c_prev)


def lstm_cell_backward(da_next, dc_next, cache):
    return LSTM(cache[-1]).step_back(da_next, dc_next, cache)

# %%
def lstm_forward(x, a0, parameters):
    net = LSTM(parameters)
    history = []
    a_t, c_t = a0, np.zeros(a0.shape)
    for t in range(x.shape[2]):
        out = net.step(x[:, :, t], a_t, c_t)
        a_t, c_t = out[0], out[1]
        history.append(out)
    a, c, y = (np.stack([h[k] for h in history], axis=2) for k in range(3))
    return a, y, c, ([h[3] for h in history], x)


def lstm_backward(da, caches):
    net = LSTM(caches[0][0][-1])
    T = da.shape[2]
    da_t = dc_t = np.zeros(da.shape[:2])
    back = []
    for t in range(T - 1, -1, -1):
        g = net.step_back(da[:, :, t] + da_t, dc_t, caches[0][t])
        da_t, dc_t = g["da_prev"], g["dc_prev"]
        back.insert(0, g)
    result = {"dx": np.stack([g["dxt"] for g in back], axis=2), "da0": da_t}
    for g in LSTM.gates:
        result["dW" + g] = sum(b["dW" + g] for b in back)
        result["db" + g] = sum(b["db" + g] for b in back)
    return result
