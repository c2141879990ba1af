# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    m = xt.shape[1]
    concat = np.zeros((8, m))
    concat[:5] = a_prev
    concat[5:] = xt
    ft = sigmoid(np.dot(parameters["Wf"], concat) + parameters["bf"])
    it = sigmoid(np.dot(parameters["Wi"], concat) + parameters["bi"])
    cct = np.tanh(np.dot(parameters["Wc"], concat) + parameters["bc"])
    c_next = np.multiply(ft, c_prev) + np.multiply(it, cct)
    ot = sigmoid(np.dot(parameters["Wo"], concat) + parameters["bo"])
    a_next = np.multiply(ot, np.tanh(c_next))
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((parameters["Wy"].shape[0], m, T_x))
    caches = []
    a_next = a0
    c_next = np.random.randn(n_a, m)
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_next.shape
    n_x = xt.shape[0]
    concat = np.zeros((n_a + n_x, m))
    concat[:n_a] = a_prev
    concat[n_a:] = xt
    tanh_c = np.tanh(c_next)
    dc = dc_next + np.multiply(np.multiply(da_next, ot), 1 - tanh_c ** 2)
    dft = np.multiply(np.multiply(dc, c_prev), ft * (1 - ft))
    dit = np.multiply(np.multiply(dc, cct), it * (1 - it))
    dcct = np.multiply(np.multiply(dc, it), 1 - cct ** 2)
    dot = np.multiply(np.multiply(da_next, tanh_c), ot * (1 - ot))
    dconcat = np.zeros((n_a + n_x, m))
    gradients = {"dc_prev": np.multiply(dc, ft)}
    for name, d in [("f", dft), ("i", dit), ("c", dcct), ("o", dot)]:
        gradients["dW" + name] = np.dot(d, concat.T)
        gradients["db" + name] = np.sum(d, axis=1, keepdims=True)
        dconcat += np.dot(parameters["W" + name].T, d)
    gradients["da_prev"] = dconcat[:n_a]
    gradients["dxt"] = dconcat[n_a:]
    return gradients

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T_x))
    dW = np.zeros((4, n_a, n_a + n_x))
    db = np.zeros((4, n_a, 1))
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[t])
        da_prev = g["da_prev"]
        dc_prev = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for k in range(4):
            dW[k] += g["dW" + "fico"[k]]
            db[k] += g["db" + "fico"[k]]
    return {"dx": dx, "da0": da_prev, "dWf": dW[0], "dbf": db[0], "dWi": dW[1], "dbi": db[1],
            "dWc": dW[2], "dbc": db[2], "dWo": dW[3], "dbo": db[3]}
