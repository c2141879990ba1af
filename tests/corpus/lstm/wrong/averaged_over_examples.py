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
    concat = np.vstack((a_prev, xt))

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
# 2. all steps

def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T_x = x.shape[-1]
    n_y = parameters['by'].shape[0]
    a, c, y = np.zeros([n_a, m, T_x]), np.zeros([n_a, m, T_x]), np.zeros([n_y, m, T_x])
    caches = []
    a_t = a0
    c_t = np.zeros(a0.shape)
    for t in range(T_x):
        a_t, c_t, y_t, cache_t = lstm_cell_forward(x[..., t], a_t, c_t, parameters)
        a[..., t], c[..., t], y[..., t] = a_t, c_t, y_t
        caches += [cache_t]
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_x, m = xt.shape
    n_a, m = a_next.shape

    dZo = da_next * np.tanh(c_next) * ot * (1 - ot)
    dZc = (dc_next + ot * (1 - np.tanh(c_next) ** 2) * da_next) * it * (1 - cct ** 2)
    dZi = (dc_next + ot * (1 - np.tanh(c_next) ** 2) * da_next) * cct * it * (1 - it)
    dZf = (dc_next + ot * (1 - np.tanh(c_next) ** 2) * da_next) * c_prev * ft * (1 - ft)

    A = np.concatenate((a_prev, xt), axis=0)
    # same formulas as for a dense layer
    dWf = 1 / m * np.dot(dZf, A.T)
    dWi = 1 / m * np.dot(dZi, A.T)
    dWc = 1 / m * np.dot(dZc, A.T)
    dWo = 1 / m * np.dot(dZo, A.T)
    dbf = 1 / m * np.sum(dZf, axis=1, keepdims=True)
    dbi = 1 / m * np.sum(dZi, axis=1, keepdims=True)
    dbc = 1 / m * np.sum(dZc, axis=1, keepdims=True)
    dbo = 1 / m * np.sum(dZo, axis=1, keepdims=True)

    dA = np.dot(parameters["Wf"].T, dZf) + np.dot(parameters["Wi"].T, dZi) + np.dot(parameters["Wc"].T, dZc) + np.dot(parameters["Wo"].T, dZo)
    da_prev, dxt = dA[:n_a, :], dA[n_a:, :]
    dc_prev = (dc_next + ot * (1 - np.tanh(c_next) ** 2) * da_next) * ft

    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    da_prevt, dc_prevt = np.zeros((n_a, m)), np.zeros((n_a, m))
    dWf, dWi, dWc, dWo = [np.zeros((n_a, n_a + n_x)) for _ in range(4)]
    dbf, dbi, dbc, dbo = [np.zeros((n_a, 1)) for _ in range(4)]
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt, dc_prevt = gradients["da_prev"], gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf += gradients["dWf"]
        dWi += gradients["dWi"]
        dWc += gradients["dWc"]
        dWo += gradients["dWo"]
        dbf += gradients["dbf"]
        dbi += gradients["dbi"]
        dbc += gradients["dbc"]
        dbo += gradients["dbo"]
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

