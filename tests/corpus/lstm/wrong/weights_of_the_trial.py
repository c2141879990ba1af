# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# data for trying things out
np.random.seed(1)
n_x, n_a, n_y, m = 3, 5, 2, 10
xt_tmp = np.random.randn(n_x, m)
a_prev_tmp = np.random.randn(n_a, m)
c_prev_tmp = np.random.randn(n_a, m)
parameters_tmp = {}
for g in "fico":
    parameters_tmp["W" + g] = np.random.randn(n_a, n_a + n_x)
    parameters_tmp["b" + g] = np.random.randn(n_a, 1)
parameters_tmp["Wy"] = np.random.randn(n_y, n_a)
parameters_tmp["by"] = np.random.randn(n_y, 1)

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    h = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(np.dot(parameters["Wf"], h) + parameters["bf"])
    it = sigmoid(np.dot(parameters["Wi"], h) + parameters["bi"])
    cct = np.tanh(np.dot(parameters["Wc"], h) + parameters["bc"])
    ot = sigmoid(np.dot(parameters_tmp["Wo"], h) + parameters_tmp["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
a_next_tmp, c_next_tmp, yt_tmp, cache_tmp = lstm_cell_forward(xt_tmp, a_prev_tmp, c_prev_tmp, parameters_tmp)
print("a_next[4] =", a_next_tmp[4])
print("c_next.shape =", c_next_tmp.shape)

# %%
def lstm_forward(x, a0, parameters):
    steps = []
    a_next, c_next = a0, np.zeros_like(a0)
    for t in range(x.shape[2]):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        steps.append((a_next, yt, c_next, cache))
    a, y, c, caches = zip(*steps)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (list(caches), x)

