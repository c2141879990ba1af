# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th ** 2)
    dft = dc * c_prev * ft * (1 - ft)
    dit = dc * cct * it * (1 - it)
    dcct = dc * it * (1 - cct ** 2)
    dot = da_next * th * ot * (1 - ot)
    concat = np.concatenate((a_prev, xt), axis=0)
    dconcat = parameters["Wf"].T @ dft + parameters["Wi"].T @ dit + parameters["Wc"].T @ dcct + parameters["Wo"].T @ dot
    gradients = {
        "dxt": dconcat[n_a:], "da_prev": dconcat[:n_a], "dc_prev": dc * ft,
        "dWf": dft @ concat.T, "dbf": np.sum(dft, axis=1, keepdims=True),
        "dWi": dit @ concat.T, "dbi": np.sum(dit, axis=1, keepdims=True),
        "dWc": dcct @ concat.T, "dbc": np.sum(dcct, axis=1, keepdims=True),
        "dWo": dot @ concat.T, "dbo": np.sum(dot, axis=1, keepdims=True),
    }
    for name, value in gradients.items():
        print(name, value.shape)

# %%
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = da.shape
    assert T <= len(list_of_cache), "more gradients than steps"
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    sums = {f"dW{g}": np.zeros((n_a, n_a + n_x)) for g in "fico"}
    sums |= {f"db{g}": np.zeros((n_a, 1)) for g in "fico"}
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, list_of_cache[t])
        dx[:, :, t] = step["dxt"]
        da_prevt, dc_prevt = step["da_prev"], step["dc_prev"]
        for k in sums:
            assert sums[k].shape == step[k].shape, k
            sums[k] += step[k]
    assert np.isfinite(dx).all()
    return {"dx": dx, "da0": da_prevt, **sums}

