# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_next.shape[0]

    dft = dc_next * c_prev * ft * (1 - ft) + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * c_prev * ft * (1 - ft)
    dit = dc_next * cct * it * (1 - it) + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * cct * it * (1 - it)
    dcct = dc_next * it * (1 - cct * cct) + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * it * (1 - cct * cct)
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)

    dWf = np.zeros_like(parameters["Wf"])
    dWf[:, :n_a] = dft.dot(a_prev.T)
    dWf[:, n_a:] = dft.dot(xt.T)
    dWi = np.zeros_like(parameters["Wi"])
    dWi[:, :n_a] = dit.dot(a_prev.T)
    dWi[:, n_a:] = dit.dot(xt.T)
    dWc = np.zeros_like(parameters["Wc"])
    dWc[:, :n_a] = dcct.dot(a_prev.T)
    dWc[:, n_a:] = dcct.dot(xt.T)
    dWo = np.zeros_like(parameters["Wo"])
    dWo[:, :n_a] = dot.dot(a_prev.T)
    dWo[:, n_a:] = dot.dot(xt.T)

    da_prev = parameters["Wf"].T[:n_a].dot(dft) + parameters["Wi"].T[:n_a].dot(dit) + parameters["Wc"].T[:n_a].dot(dcct) + parameters["Wo"].T[:n_a].dot(dot)
    dxt = parameters["Wf"].T[n_a:].dot(dft) + parameters["Wi"].T[n_a:].dot(dit) + parameters["Wc"].T[n_a:].dot(dcct) + parameters["Wo"].T[n_a:].dot(dot)
    dc_prev = dc_next * ft + da_next * ot * (1 - np.tanh(c_next) * np.tanh(c_next)) * ft

    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
            "dWf": dWf, "dbf": dft.sum(axis=1, keepdims=True),
            "dWi": dWi, "dbi": dit.sum(axis=1, keepdims=True),
            "dWc": dWc, "dbc": dcct.sum(axis=1, keepdims=True),
            "dWo": dWo, "dbo": dot.sum(axis=1, keepdims=True)}

# %%
def lstm_backward(da, caches):
    (cache_list, x) = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    summed = {}
    h, s = np.zeros((n_a, m)), np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + h, s, cache_list[t])
        h, s, dx[:, :, t] = g["da_prev"], g["dc_prev"], g["dxt"]
        for letter in "fico":
            for kind in "Wb":
                name = "d" + kind + letter
                summed[name] = summed.get(name, 0) + g[name]
    gradients = {"dx": dx, "da0": h,
                 "dWf": summed["dWf"], "dWi": summed["dWi"], "dWc": summed["dWc"], "dWo": summed["dWo"],
                 "dbf": summed["dbf"], "dbi": summed["dbi"], "dBc": summed["dbc"], "dbo": summed["dbo"]}
    return gradients
