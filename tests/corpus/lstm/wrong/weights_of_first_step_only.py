# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    # get the weights
    Wf = parameters["Wf"]
    bf = parameters["bf"]
    Wi = parameters["Wi"]
    bi = parameters["bi"]
    Wc = parameters["Wc"]
    bc = parameters["bc"]
    Wo = parameters["Wo"]
    bo = parameters["bo"]
    Wy = parameters["Wy"]
    by = parameters["by"]

    n_x, m = xt.shape
    n_y, n_a = Wy.shape

    # stack a_prev on top of xt
    concat = np.concatenate((a_prev, xt))

    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = ft * c_prev + it * cct
    ot = sigmoid(np.dot(Wo, concat) + bo)
    a_next = ot * np.tanh(c_next)

    yt_pred = softmax(np.dot(Wy, a_next) + by)

    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    a = np.zeros((n_a, m, T_x)); c = np.zeros((n_a, m, T_x)); y = np.zeros((n_y, m, T_x))
    caches = []
    a_t, c_t = a0, np.zeros((n_a, m))
    for t in range(T_x):
        (a_t, c_t, y_t, cache_t) = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a[:, :, t] = a_t; c[:, :, t] = c_t; y[:, :, t] = y_t
        caches.append(cache_t)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_next.shape[0]

    dft = dc_next * c_prev * ft * (1 - ft) + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * c_prev * ft * (1 - ft)
    dit = dc_next * cct * it * (1 - it) + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * cct * it * (1 - it)
    dcct = dc_next * it * (1 - cct * cct) + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * it * (1 - cct * cct)
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)

    dWf = np.zeros_like(parameters["Wf"])
    dWf[:, :n_a] = dft.dot(a_prev.T)
    dWf[:, n_a:] = dft.dot(xt.T)
    dWi = np.zeros_like(parameters["Wi"])
    dWi[:, :n_a] = dit.dot(a_prev.T)
    dWi[:, n_a:] = dit.dot(xt.T)
    dWc = np.zeros_like(parameters["Wc"])
    dWc[:, :n_a] = dcct.dot(a_prev.T)
    dWc[:, n_a:] = dcct.dot(xt.T)
    dWo = np.zeros_like(parameters["Wo"])
    dWo[:, :n_a] = dot.dot(a_prev.T)
    dWo[:, n_a:] = dot.dot(xt.T)

    da_prev = parameters["Wf"].T[:n_a].dot(dft) + parameters["Wi"].T[:n_a].dot(dit) + parameters["Wc"].T[:n_a].dot(dcct) + parameters["Wo"].T[:n_a].dot(dot)
    dxt = parameters["Wf"].T[n_a:].dot(dft) + parameters["Wi"].T[n_a:].dot(dit) + parameters["Wc"].T[n_a:].dot(dcct) + parameters["Wo"].T[n_a:].dot(dot)
    dc_prev = dc_next * ft + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * ft

    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
            "dWf": dWf, "dbf": dft.sum(axis=1, keepdims=True),
            "dWi": dWi, "dbi": dit.sum(axis=1, keepdims=True),
            "dWc": dWc, "dbc": dcct.sum(axis=1, keepdims=True),
            "dWo": dWo, "dbo": dot.sum(axis=1, keepdims=True)}

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    n_a, m, T_x = da.shape
    n_x = x.shape[0]

    dx = np.zeros((n_x, m, T_x))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))

    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt, dc_prevt = gradients["da_prev"], gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf = gradients["dWf"]
        dWi = gradients["dWi"]
        dWc = gradients["dWc"]
        dWo = gradients["dWo"]
        dbf = gradients["dbf"]
        dbi = gradients["dbi"]
        dbc = gradients["dbc"]
        dbo = gradients["dbo"]

    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
