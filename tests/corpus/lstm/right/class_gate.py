# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
class Gate:
    def __init__(self, W, b, kind="sigmoid"):
        self.W = W
        self.b = b
        self.kind = kind
        self.value = None

    def forward(self, inputs):
        self.inputs = inputs
        z = np.dot(self.W, inputs) + self.b
        if self.kind == "sigmoid":
            self.value = sigmoid(z)
        else:
            self.value = np.tanh(z)
        return self.value

    def backward(self, dvalue):
        if self.kind == "sigmoid":
            dz = dvalue * self.value * (1.0 - self.value)
        else:
            dz = dvalue * (1.0 - self.value * self.value)
        self.dW = np.dot(dz, self.inputs.T)
        self.db = np.sum(dz, axis=1, keepdims=True)
        return np.dot(self.W.T, dz)


def make_gates(parameters):
    return (Gate(parameters["Wf"], parameters["bf"]),
            Gate(parameters["Wi"], parameters["bi"]),
            Gate(parameters["Wc"], parameters["bc"], "tanh"),
            Gate(parameters["Wo"], parameters["bo"]))

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    forget, update, candidate, output = make_gates(parameters)
    h = np.concatenate((a_prev, xt), axis=0)
    ft = forget.forward(h)
    it = update.forward(h)
    cct = candidate.forward(h)
    ot = output.forward(h)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    forget, update, candidate, output = gates = make_gates(parameters)
    h = np.concatenate((a_prev, xt), axis=0)
    for gate, value in zip(gates, (ft, it, cct, ot)):
        gate.inputs, gate.value = h, value

    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1.0 - tanh_c * tanh_c)
    dh = output.backward(da_next * tanh_c)
    dh = dh + forget.backward(dc * c_prev)
    dh = dh + update.backward(dc * cct)
    dh = dh + candidate.backward(dc * it)

    n_a = a_prev.shape[0]
    return {"dxt": dh[n_a:, :], "da_prev": dh[:n_a, :], "dc_prev": dc * ft,
            "dWf": forget.dW, "dbf": forget.db,
            "dWi": update.dW, "dbi": update.db,
            "dWc": candidate.dW, "dbc": candidate.db,
            "dWo": output.dW, "dbo": output.db}

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    T_x = x.shape[2]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, y[:, :, t], cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        caches.append(cache)
    return a, y, c, (caches, x)

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
