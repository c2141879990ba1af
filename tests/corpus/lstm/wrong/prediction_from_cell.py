# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
class Cell:
    def __init__(self, parameters):
        self.p = parameters

    def gate(self, name, v):
        return self.p["W" + name] @ v + self.p["b" + name]

    def predict(self, v):
        return softmax(self.p["Wy"] @ v + self.p["by"])

    def __call__(self, xt, a_prev, c_prev):
        v = np.vstack((a_prev, xt))
        ft, it, ot = (sigmoid(self.gate(name, v)) for name in "fio")
        cct = np.tanh(self.gate("c", v))
        c_next = ft * c_prev + it * cct
        a_next = ot * np.tanh(c_next)
        yt_pred = self.predict(c_next)
        return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, self.p)


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    return Cell(parameters)(xt, a_prev, c_prev)

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    seq = {"a": [], "c": [], "y": []}
    caches = []
    now = {"a": a0, "c": np.zeros(a0.shape)}
    for t in range(T_x):
        now["a"], now["c"], now["y"], cache = lstm_cell_forward(x[:, :, t], now["a"], now["c"], parameters)
        for k in seq:
            seq[k].append(now[k])
        caches.append(cache)
    seq = {k: np.stack(v, axis=2) for k, v in seq.items()}
    return seq["a"], seq["y"], seq["c"], (caches, x)

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]

    class Total:
        pass

    total = Total()
    for g in "fico":
        setattr(total, "dW" + g, np.zeros((n_a, n_a + n_x)))
        setattr(total, "db" + g, np.zeros((n_a, 1)))
    total.dx = np.zeros((n_x, m, T))
    total.da0 = np.zeros((n_a, m))
    dc = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + total.da0, dc, caches[t])
        total.da0 = step["da_prev"]
        dc = step["dc_prev"]
        total.dx[:, :, t] = step["dxt"]
        for g in "fico":
            setattr(total, "dW" + g, getattr(total, "dW" + g) + step["dW" + g])
            setattr(total, "db" + g, getattr(total, "db" + g) + step["db" + g])
    return vars(total)

