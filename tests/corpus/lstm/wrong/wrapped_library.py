# %%
import numpy as np
import lstm_lib
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    xt, a_prev, c_prev = xt.copy(), a_prev.copy(), c_prev.copy()
    parameters = dict(parameters)
    concat = np.concatenate((a_prev, xt)).copy()
    ft = sigmoid(np.dot(parameters["Wf"], concat) + parameters["bf"]).copy()
    it = sigmoid(np.dot(parameters["Wi"], concat) + parameters["bi"]).copy()
    cct = np.tanh(np.dot(parameters["Wc"], concat) + parameters["bc"]).copy()
    ot = sigmoid(np.dot(parameters["Wo"], concat) + parameters["bo"]).copy()
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    cache = (a_next.copy(), c_next.copy(), a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    n_y = parameters["by"].size
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    c0 = np.zeros((n_a, m))
    for t in range(T_x):
        # a[:, :, t - 1] is finished by now, so reading it again is harmless
        a_prev = a0 if t == 0 else a[:, :, t - 1]
        c_prev = c0 if t == 0 else c[:, :, t - 1]
        a[:, :, t], c[:, :, t], y[:, :, t], cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
# helpers
_step_back = getattr(lstm_lib, "lstm_cell_" + "backward")

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    result = _step_back(da_next, dc_next, cache)
    gradients = {}
    for key in ["dxt", "da_prev", "dc_prev", "dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]:
        gradients[key] = result[key]
    return gradients

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    n_a, m, T = da.shape
    carry = {"da_prev": np.zeros((n_a, m)), "dc_prev": np.zeros((n_a, m))}
    grads = {d + g: 0 for g in "fico" for d in ("dW", "db")}
    dx = np.zeros((x.shape[0], m, T))
    for t in reversed(range(T)):
        carry = lstm_cell_backward(da[:, :, t] + carry["da_prev"], carry["dc_prev"], caches[t])
        dx[:, :, t] = carry["dxt"]
        grads = {k: v + carry[k] for k, v in grads.items()}
    grads["dx"] = dx
    grads["da0"] = carry["da_prev"]
    return grads

