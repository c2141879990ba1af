# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape
    gradients = {}
    gradients["dtanh"] = da_next * ot
    gradients["dc"] = dc_next + gradients["dtanh"] * (1 - np.tanh(c_next) ** 2)
    gradients["dot"] = da_next * np.tanh(c_next) * ot * (1 - ot)
    gradients["dft"] = gradients["dc"] * c_prev * ft * (1 - ft)
    gradients["dit"] = gradients["dc"] * cct * it * (1 - it)
    gradients["dcct"] = gradients["dc"] * it * (1 - cct ** 2)
    gradients["concat"] = np.concatenate((a_prev, xt), axis=0)
    for W, d in (("Wf", "dft"), ("Wi", "dit"), ("Wc", "dcct"), ("Wo", "dot")):
        gradients["d" + W] = np.dot(gradients[d], gradients["concat"].T)
        gradients["db" + W[1]] = np.sum(gradients[d], axis=1, keepdims=True)
    gradients["dconcat"] = sum(
        np.dot(parameters[W].T, gradients[d]) for W, d in (("Wf", "dft"), ("Wi", "dit"), ("Wc", "dcct"), ("Wo", "dot")))
    gradients["da_prev"] = gradients["dconcat"][:n_a]
    gradients["dxt"] = gradients["dconcat"][n_a:]
    gradients["dc_prev"] = gradients["dc"] * ft
    gradients["m"] = m
    return gradients

# %%
def lstm_backward(da, caches):
    list_of_caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]

    # d_hidden[:, :, t] is what arrives at the state before step t
    d_hidden = np.zeros((n_a, m, T + 1))
    d_cell = np.zeros((n_a, m, T + 1))
    dx = np.zeros((n_x, m, T))
    dW = {g: np.zeros((n_a, n_a + n_x)) for g in "fico"}
    db = {g: np.zeros((n_a, 1)) for g in "fico"}
    for t in range(T, 0, -1):
        back = lstm_cell_backward(da[:, :, t - 1] + d_hidden[:, :, t], d_cell[:, :, t], list_of_caches[t - 1])
        d_hidden[:, :, t - 1] = back["da_prev"]
        d_cell[:, :, t - 1] = back["dc_prev"]
        dx[:, :, t - 1] = back["dxt"]
        for g in "fico":
            dW[g] += back["dW" + g]
            db[g] += back["db" + g]
    gradients = {"dx": dx, "da0": d_hidden[:, :, :1]}
    for g in "fico":
        gradients["dW" + g] = dW[g]
        gradients["db" + g] = db[g]
    return gradients
