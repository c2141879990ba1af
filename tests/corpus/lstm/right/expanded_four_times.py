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
    n_a, m, T = da.shape
    n_x = caches[1].shape[0]
    dx = np.zeros((n_x, m, T))
    dWf, dWi, dWc, dWo = np.zeros((4, n_a, n_a + n_x))
    dbf, dbi, dbc, dbo = np.zeros((4, n_a, 1))
    # last step separately: nothing comes from behind
    step = lstm_cell_backward(da[:, :, T - 1], np.zeros((n_a, m)), caches[0][T - 1])
    for t in range(T - 2, -2, -1):
        dx[:, :, t + 1] = step["dxt"]
        dWf += step["dWf"]; dWi += step["dWi"]; dWc += step["dWc"]; dWo += step["dWo"]
        dbf += step["dbf"]; dbi += step["dbi"]; dbc += step["dbc"]; dbo += step["dbo"]
        if t >= 0:
            step = lstm_cell_backward(da[:, :, t] + step["da_prev"], step["dc_prev"], caches[0][t])
    return {"dx": dx, "da0": step["da_prev"], "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
