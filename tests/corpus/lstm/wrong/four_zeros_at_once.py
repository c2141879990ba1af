# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]
    dot = da_next * np.tanh(c_next)
    dtanh = da_next * ot
    dc = dc_next + dtanh * (1 - np.tanh(c_next) ** 2)
    dft = dc * c_prev
    dc_prev = dc * ft
    dit = dc * cct
    dcct = dc * it
    dft_z = dft * ft * (1 - ft)
    dit_z = dit * it * (1 - it)
    dcct_z = dcct * (1 - cct ** 2)
    dot_z = dot * ot * (1 - ot)
    everything = np.concatenate((a_prev, xt), axis=0)
    deverything = (np.dot(parameters["Wf"].T, dft_z) +
                   np.dot(parameters["Wi"].T, dit_z) +
                   np.dot(parameters["Wc"].T, dcct_z) +
                   np.dot(parameters["Wo"].T, dot_z))

    gradients = {
        "dxt": deverything[n_a:, :],    
        "da_prev": deverything[:n_a, :],
        "dc_prev": dc_prev,
        "dWf": np.dot(dft_z, everything.T),
        "dbf": np.sum(dft_z, axis=1, keepdims=True),
        "dWi": np.dot(dit_z, everything.T),
        "dbi": np.sum(dit_z, axis=1, keepdims=True),
        "dWc": np.dot(dcct_z, everything.T),
        "dbc": np.sum(dcct_z, axis=1, keepdims=True),
        "dWo": np.dot(dot_z, everything.T),
        "dbo": np.sum(dot_z, axis=1, keepdims=True),
    }
    return gradients

# %%
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]

    dx = np.zeros((n_x, m, T))
    da_prev = dc_prev = np.zeros((n_a, m))
    dWf = dWi = dWc = dWo = np.zeros((n_a, n_a + n_x))
    dbf = dbi = dbc = dbo = np.zeros((n_a, 1))

    for t in range(T - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, list_of_cache[t])
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        dWf += step["dWf"]
        dWi += step["dWi"]
        dWc += step["dWc"]
        dWo += step["dWo"]
        dbf += step["dbf"]
        dbi += step["dbi"]
        dbc += step["dbc"]
        dbo += step["dbo"]

    return dict(dx=dx, da0=da_prev, dWf=dWf, dbf=dbf, dWi=dWi, dbi=dbi, dWc=dWc, dbc=dbc, dWo=dWo, dbo=dbo)
