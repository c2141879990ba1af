# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    stacked = np.vstack([xt, a_prev])
    ft = sigmoid(parameters["Wf"].dot(stacked) + parameters["bf"])
    it = sigmoid(parameters["Wi"].dot(stacked) + parameters["bi"])
    cct = np.tanh(parameters["Wc"].dot(stacked) + parameters["bc"])
    ot = sigmoid(parameters["Wo"].dot(stacked) + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_a = a0.shape[0]
    m = a0.shape[1]
    n_y = parameters["Wy"].shape[0]
    T = x.shape[2]
    caches = [None] * T
    a = np.zeros((n_a, m, T))
    y = np.zeros((n_y, m, T))
    c = np.zeros((n_a, m, T))
    a_cur = a0.copy()
    c_cur = np.zeros((n_a, m))
    t = 0
    while t < T:
        a_cur, c_cur, y_cur, caches[t] = lstm_cell_forward(x[:, :, t], a_cur, c_cur, parameters)
        a[:, :, t] = a_cur
        y[:, :, t] = y_cur
        c[:, :, t] = c_cur
        t = t + 1
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]
    d_cell = dc_next + da_next * ot * (1 - np.tanh(c_next ** 2))
    d_ft = d_cell * c_prev * ft * (1 - ft)
    d_it = d_cell * cct * it * (1 - it)
    d_cct = d_cell * it * (1 - cct ** 2)
    d_ot = da_next * np.tanh(c_next) * ot * (1 - ot)
    Wf, Wi, Wc, Wo = (parameters[n] for n in ("Wf", "Wi", "Wc", "Wo"))
    gradients = {
        "da_prev": Wf[:, :n_a].T.dot(d_ft) + Wi[:, :n_a].T.dot(d_it) + Wc[:, :n_a].T.dot(d_cct) + Wo[:, :n_a].T.dot(d_ot),
        "dxt": Wf[:, n_a:].T.dot(d_ft) + Wi[:, n_a:].T.dot(d_it) + Wc[:, n_a:].T.dot(d_cct) + Wo[:, n_a:].T.dot(d_ot),
        "dc_prev": d_cell * ft,
    }
    for g, d in {"f": d_ft, "i": d_it, "c": d_cct, "o": d_ot}.items():
        gradients["dW" + g] = np.hstack([d.dot(a_prev.T), d.dot(xt.T)])
        gradients["db" + g] = d.sum(axis=1, keepdims=True)
    return gradients

# %%
def lstm_backward(da, caches):
    list_of_cache = caches[0]
    n_a = da.shape[0]
    m = da.shape[1]
    T = da.shape[2]
    n_x = caches[1].shape[0]
    dx = np.zeros((n_x, m, T))
    da_cur = np.zeros((n_a, m))
    dc_cur = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x)); dbf = np.zeros((n_a, 1))
    dWi = np.zeros((n_a, n_a + n_x)); dbi = np.zeros((n_a, 1))
    dWc = np.zeros((n_a, n_a + n_x)); dbc = np.zeros((n_a, 1))
    dWo = np.zeros((n_a, n_a + n_x)); dbo = np.zeros((n_a, 1))
    t = T
    while t > 0:
        t -= 1
        g = lstm_cell_backward(da[:, :, t] + da_cur, dc_cur, list_of_cache[t])
        da_cur = g["da_prev"]
        dc_cur = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        dWf += g["dWf"]; dbf += g["dbf"]
        dWi += g["dWi"]; dbi += g["dbi"]
        dWc += g["dWc"]; dbc += g["dbc"]
        dWo += g["dWo"]; dbo += g["dbo"]
    gradients = dict()
    gradients["dx"] = dx
    gradients["da0"] = da_cur
    gradients["dWf"] = dWf; gradients["dbf"] = dbf
    gradients["dWi"] = dWi; gradients["dbi"] = dbi
    gradients["dWc"] = dWc; gradients["dbc"] = dbc
    gradients["dWo"] = dWo; gradients["dbo"] = dbo
    return gradients

