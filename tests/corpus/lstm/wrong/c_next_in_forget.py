# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    inputs = np.concatenate([a_prev, xt], axis = 0)
    ft = sigmoid( np.add( np.dot(parameters["Wf"], inputs), parameters["bf"] ) )
    it = sigmoid( np.add( np.dot(parameters["Wi"], inputs), parameters["bi"] ) )
    cct = np.tanh( np.add( np.dot(parameters["Wc"], inputs), parameters["bc"] ) )
    ot = sigmoid( np.add( np.dot(parameters["Wo"], inputs), parameters["bo"] ) )
    c_next = np.add( np.multiply(ft, c_prev), np.multiply(it, cct) )
    a_next = np.multiply(ot, np.tanh(c_next))
    yt_pred = softmax( np.add( np.dot(parameters["Wy"], a_next), parameters["by"] ) )
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape

    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))

    a_next = a0
    c_next = np.zeros((n_a, m))

    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        y[:, :, t] = yt
        c[:, :, t] = c_next
        caches.append(cache)

    caches = (caches, x)
    return a, y, c, caches

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape
    dtanh = 1 - np.power(np.tanh(c_next), 2)

    gamma_o = np.multiply(da_next, np.tanh(c_next)) * ot * (1 - ot)
    p_cct = (dc_next * it + ot * dtanh * it * da_next) * (1 - np.power(cct, 2))
    gamma_u = (dc_next * cct + ot * dtanh * cct * da_next) * it * (1 - it)
    gamma_f = (dc_next * c_next + ot * dtanh * c_next * da_next) * ft * (1 - ft)

    inputs = np.concatenate([a_prev, xt], axis=0)
    dWf = np.matmul(gamma_f, inputs.T)
    dWi = np.matmul(gamma_u, inputs.T)
    dWc = np.matmul(p_cct, inputs.T)
    dWo = np.matmul(gamma_o, inputs.T)
    dbf = np.sum(gamma_f, axis=1, keepdims=True)
    dbi = np.sum(gamma_u, axis=1, keepdims=True)
    dbc = np.sum(p_cct, axis=1, keepdims=True)
    dbo = np.sum(gamma_o, axis=1, keepdims=True)

    d_inputs = (np.matmul(parameters["Wf"].T, gamma_f) + np.matmul(parameters["Wi"].T, gamma_u)
                + np.matmul(parameters["Wc"].T, p_cct) + np.matmul(parameters["Wo"].T, gamma_o))
    dc_prev = dc_next * ft + ot * dtanh * ft * da_next

    return {"dxt": d_inputs[n_a:, :], "da_prev": d_inputs[:n_a, :], "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf,
            "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape

    dx = np.zeros((n_x, m, T_x))
    da0 = np.zeros((n_a, m))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))

    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf = dWf + gradients["dWf"]
        dWi = dWi + gradients["dWi"]
        dWc = dWc + gradients["dWc"]
        dWo = dWo + gradients["dWo"]
        dbf = dbf + gradients["dbf"]
        dbi = dbi + gradients["dbi"]
        dbc = dbc + gradients["dbc"]
        dbo = dbo + gradients["dbo"]
    da0 = gradients["da_prev"]

    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

