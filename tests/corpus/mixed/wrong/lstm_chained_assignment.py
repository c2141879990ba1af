# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    both = np.vstack([a_prev, xt])
    ft = sigmoid(parameters["Wf"].dot(both) + parameters["bf"])
    it = sigmoid(parameters["Wi"].dot(both) + parameters["bi"])
    cct = np.tanh(parameters["Wc"].dot(both) + parameters["bc"])
    ot = sigmoid(parameters["Wo"].dot(both) + parameters["bo"])
    c_next = it * cct + ft * c_prev
    a_next = np.tanh(c_next) * ot
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        y[:, :, t] = yt
        c[:, :, t] = c_next
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    both = np.vstack([a_prev, xt])
    n_a = a_prev.shape[0]
    dtanh_c = da_next * ot * (1 - np.tanh(c_next) ** 2)
    dc = dtanh_c + dc_next
    d = {"o": da_next * np.tanh(c_next) * ot * (1 - ot), "c": dc * it * (1 - cct ** 2),
         "i": dc * cct * it * (1 - it), "f": dc * c_prev * ft * (1 - ft)}
    gradients = {"dc_prev": dc * ft}
    gradients["da_prev"] = sum([parameters["W" + k][:, :n_a].T.dot(d[k]) for k in d])
    gradients["dxt"] = sum([parameters["W" + k][:, n_a:].T.dot(d[k]) for k in d])
    for k in d:
        gradients["dW" + k] = d[k].dot(both.T)
        gradients["db" + k] = d[k].sum(axis=1, keepdims=True)
    return gradients

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros((x.shape[0], m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dW = {k: np.zeros((n_a, n_a + x.shape[0])) for k in "fico"}
    db = {k: np.zeros((n_a, 1)) for k in "fico"}
    for t in reversed(range(T_x)):
        g = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt, dc_prevt = g["da_prev"], g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for k in "fico":
            dW[k] += g["dW" + k]
            db[k] += g["db" + k]
    gradients = {"dx": dx, "da0": da_prevt}
    for k in "fico":
        gradients["dW" + k] = dW[k]
        gradients["db" + k] = db[k]
    return gradients
