# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_next.shape[0]

    dtanh = 1 - np.tanh(c_next) ** 2
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = (dc_next + da_next * ot * dtanh) * it * (1 - cct ** 2)
    dit = (dc_next + da_next * ot * dtanh) * cct * it * (1 - it)
    dft = (dc_next + da_next * ot * dtanh) * c_prev * ft * (1 - ft)

    concat = np.vstack((a_prev, xt))
    dWf, dWi, dWc, dWo = dft @ concat.T, dit @ concat.T, dcct @ concat.T, dot @ concat.T
    dbf = dft.sum(axis=1, keepdims=True)
    dbi = dit.sum(axis=1, keepdims=True)
    dbc = dcct.sum(axis=1, keepdims=True)
    dbo = dot.sum(axis=1, keepdims=True)

    Wf, Wi, Wc, Wo = [parameters[k] for k in ["Wf", "Wi", "Wc", "Wo"]]
    da_prev = Wf[:n_a, :].T @ dft + Wi[:n_a, :].T @ dit + Wc[:n_a, :].T @ dcct + Wo[:n_a, :].T @ dot
    dxt = Wf[:, n_a:].T @ dft + Wi[:, n_a:].T @ dit + Wc[:, n_a:].T @ dcct + Wo[:, n_a:].T @ dot
    dc_prev = (dc_next + da_next * ot * dtanh) * ft

    return {"dx": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

# %%
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    grads = {k: 0.0 for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo")}
    da_carry = dc_carry = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, steps[t])
        dx[:, :, t] = step["dxt"]
        da_carry, dc_carry = step["da_prev"], step["dc_prev"]
        for k in grads:
            grads[k] = grads[k] + step[k]
    return {"dx": dx, "da0": da_carry, **grads}

