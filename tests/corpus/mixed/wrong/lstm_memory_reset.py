# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_backward, lstm_backward

# %%
class LSTM:
    def __init__(self, parameters, n_a):
        self.parameters = parameters
        self.n_a = n_a
        self.caches = []

    def empty_memory(self, m):
        return np.zeros((self.n_a, m))

    def step(self, xt, a_prev):
        a, c, y, cache = lstm_cell_forward(xt, a_prev, self.empty_memory(xt.shape[1]), self.parameters)
        self.caches.append(cache)
        return a, c, y

    def run(self, x, a):
        for t in range(x.shape[2]):
            a, c, y = self.step(x[:, :, t], a)
            yield a, c, y


# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    z = {k: parameters["W" + k] @ np.vstack((a_prev, xt)) + parameters["b" + k] for k in "fico"}
    ft, it, ot = sigmoid(z["f"]), sigmoid(z["i"]), sigmoid(z["o"])
    cct = np.tanh(z["c"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return (a_next, c_next, softmax(parameters["Wy"] @ a_next + parameters["by"]),
            (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters))

# %%
def lstm_forward(x, a0, parameters):
    model = LSTM(parameters, a0.shape[0])
    a, c, y = (np.stack(s, axis=2) for s in zip(*model.run(x, a0)))
    return a, y, c, (model.caches, x)
