# %%
import numpy as np
from lstm_lib import sigmoid, softmax

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
    (caches, x) = caches
    n_a, m, T = da.shape
    gradients = {"dx": np.zeros((x.shape[0], m, T)), "da_all": np.zeros((n_a, m, T)), "dc_all": np.zeros((n_a, m, T)), "steps": T}
    dc = np.zeros((n_a, m))
    extra = np.zeros((n_a, m))
    for t in reversed(range(T)):
        gradients["da_all"][:, :, t] = da[:, :, t] + extra
        g = lstm_cell_backward(gradients["da_all"][:, :, t], dc, caches[t])
        extra, dc = g["da_prev"], g["dc_prev"]
        gradients["dc_all"][:, :, t] = dc
        gradients["dx"][:, :, t] = g["dxt"]
        for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
            gradients[k] = gradients[k] + g[k] if k in gradients else g[k]
    gradients["da0"] = extra
    gradients["dc0"] = dc
    return gradients
