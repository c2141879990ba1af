# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_x, m = xt.shape

    tanh_c = np.tanh(c_next)
    dot = da_next * tanh_c * ot * (1 - ot)
    dc = da_next * ot * (1 - tanh_c * tanh_c) + dc_next
    dft = dc * c_prev * ft * (1 - ft)
    dit = dc * cct * it * (1 - it)
    dcct = dc * it * (1 - cct * cct)

    stacked = np.vstack((a_prev, xt))
    dWf, dWi, dWc, dWo = [np.dot(d, stacked.T) for d in (dft, dit, dcct, dot)]
    dbf, dbi, dbc, dbo = [np.sum(d, axis=1, keepdims=True) for d in (dft, dit, dcct, dot)]

    W = np.vstack([parameters[k] for k in ("Wf", "Wi", "Wc", "Wo")])
    dstacked = np.dot(W.T, np.vstack((dft, dit, dcct, dot)))
    dxt = dstacked[:n_x, :]
    da_prev = dstacked[n_x:, :]
    dc_prev = dc * ft

    gradients = {}
    for key, value in [("dxt", dxt), ("da_prev", da_prev), ("dc_prev", dc_prev), ("dWf", dWf), ("dbf", dbf),
                       ("dWi", dWi), ("dbi", dbi), ("dWc", dWc), ("dbc", dbc), ("dWo", dWo), ("dbo", dbo)]:
        gradients[key] = value
    return gradients

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    da_prevt, dc_prevt = np.zeros((n_a, m)), np.zeros((n_a, m))
    sums = [0] * 8
    keys = ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]
    for t in reversed(range(T)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt, dc_prevt = gradients["da_prev"], gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        sums = [s + gradients[k] for s, k in zip(sums, keys)]
    result = dict(zip(keys, sums))
    result["dx"] = dx
    result["da0"] = da_prevt
    return result
