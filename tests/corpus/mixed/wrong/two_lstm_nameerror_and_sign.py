# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    c_next = ft * c_prev + it * cct
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, y_t, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    dc = dc_next - da_next * ot * (1 - np.tanh(c_next) ** 2)
    dft = dc * c_prev * ft * (1 - ft)
    dit = dc * cct * it * (1 - it)
    dcct = dc * it * (1 - cct ** 2)
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    concat = np.concatenate((a_prev, xt), axis=0)
    gradients = {"dc_prev": dc * ft}
    dconcat = 0
    for gate, d in {"f": dft, "i": dit, "c": dcct, "o": dot}.items():
        gradients["dW" + gate] = d @ concat.T
        gradients["db" + gate] = np.sum(d, axis=1, keepdims=True)
        dconcat = dconcat + parameters["W" + gate].T @ d
    gradients["da_prev"] = dconcat[:n_a]
    gradients["dxt"] = dconcat[n_a:]
    return gradients

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    gradients = {"dx": np.zeros((x.shape[0], m, T))}
    for gate in "fico":
        gradients["dW" + gate] = np.zeros((n_a, n_a + x.shape[0]))
        gradients["db" + gate] = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        gradients["dx"][:, :, t] = step["dxt"]
        for gate in "fico":
            gradients["dW" + gate] += step["dW" + gate]
            gradients["db" + gate] += step["db" + gate]
        da_prevt = step["da_prev"]
        dc_prevt = step["dc_prev"]
    gradients["da0"] = da_prevt
    return gradients
