# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate([a_prev, xt], axis = 0)
    ft = sigmoid( np.add( np.dot(parameters["Wf"], concat), parameters["bf"] ) )
    it = sigmoid( np.add( np.dot(parameters["Wi"], concat), parameters["bi"] ) )
    cct = np.tanh( np.add( np.dot(parameters["Wc"], concat), parameters["bc"] ) )
    ot = sigmoid( np.add( np.dot(parameters["Wo"], concat), parameters["bo"] ) )
    c_next = np.add( np.multiply(ft, c_prev), np.multiply(it, cct) )
    a_next = np.multiply(ot, np.tanh(c_next))
    yt_pred = softmax( np.add( np.dot(parameters["Wy"], a_next), parameters["by"] ) )
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    caches = []
    T_x = x.shape[2]
    # n_a = 5, m = 10, n_y = 2
    a = np.zeros((5, 10, T_x))
    c = np.zeros((5, 10, T_x))
    y = np.zeros((2, 10, T_x))
    a_next = a0
    c_next = np.zeros((5, 10))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = np.shape(a_next)[0]
    tc = np.tanh(c_next)
    dtc = np.subtract(1, np.power(tc, 2))
    dc = np.add(dc_next, np.multiply(np.multiply(da_next, ot), dtc))
    dft = np.multiply(np.multiply(dc, c_prev), np.multiply(ft, np.subtract(1, ft)))
    dit = np.multiply(np.multiply(dc, cct), np.multiply(it, np.subtract(1, it)))
    dcct = np.multiply(np.multiply(dc, it), np.subtract(1, np.power(cct, 2)))
    dot = np.multiply(np.multiply(da_next, tc), np.multiply(ot, np.subtract(1, ot)))
    concatT = np.transpose(np.concatenate([a_prev, xt], axis = 0))
    dconcat = np.add(
        np.add(np.dot(np.transpose(parameters["Wf"]), dft), np.dot(np.transpose(parameters["Wi"]), dit)),
        np.add(np.dot(np.transpose(parameters["Wc"]), dcct), np.dot(np.transpose(parameters["Wo"]), dot)))
    gradients = {"dxt": dconcat[n_a:, :], "da_prev": dconcat[0:n_a, :], "dc_prev": np.multiply(dc, ft),
                 "dWf": np.dot(dft, concatT), "dbf": np.sum(dft, axis=1, keepdims=True),
                 "dWi": np.dot(dit, concatT), "dbi": np.sum(dit, axis=1, keepdims=True),
                 "dWc": np.dot(dcct, concatT), "dbc": np.sum(dcct, axis=1, keepdims=True),
                 "dWo": np.dot(dot, concatT), "dbo": np.sum(dot, axis=1, keepdims=True)}
    return gradients

# %%
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = np.shape(da)
    n_x = np.shape(x)[0]
    gradients = {"dx": np.zeros(shape=(n_x, m, T)), "da0": np.zeros(shape=(n_a, m))}
    for g in ["f", "i", "c", "o"]:
        gradients["dW" + g] = np.zeros(shape=(n_a, n_a + n_x))
        gradients["db" + g] = np.zeros(shape=(n_a, 1))
    dc_next = np.zeros(shape=(n_a, m))
    for t in np.flip(np.arange(T)):
        step = lstm_cell_backward(np.add(da[:, :, t], gradients["da0"]), dc_next, list_of_cache[t])
        gradients["dx"][:, :, t] = step["dxt"]
        gradients["da0"] = step["da_prev"]
        dc_next = step["dc_prev"]
        for g in ["f", "i", "c", "o"]:
            gradients["dW" + g] = np.add(gradients["dW" + g], step["dW" + g])
            gradients["db" + g] = np.add(gradients["db" + g], step["db" + g])
    return gradients

