# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate([a_prev, xt])
    [ft, it, ot] = [sigmoid(parameters[W].dot(concat) + parameters[b]) for W, b in [["Wf", "bf"], ["Wi", "bi"], ["Wo", "bo"]]]
    cct = np.tanh(parameters["Wc"].dot(concat) + parameters["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    cache = [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]
    return [a_next, c_next, yt_pred, cache]

# %%
def lstm_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    a_next = a0
    c_next = np.zeros_like(a0)
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, caches

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]

    dgo = da_next * np.tanh(c_next) * ot * (1 - ot)
    dc = da_next * ot * (1 - np.tanh(c_next) ** 2) + dc_next
    dgc = dc * it * (1 - cct ** 2)
    dgu = dc * cct * it * (1 - it)
    dgf = dc * c_prev * ft * (1 - ft)

    xa = np.concatenate((a_prev, xt))
    da_prev = Wf[:, :n_a].T @ dgf + Wi[:, :n_a].T @ dgu + Wc[:, :n_a].T @ dgo + Wo[:, :n_a].T @ dgc
    dxt = Wf[:, n_a:].T @ dgf + Wi[:, n_a:].T @ dgu + Wc[:, n_a:].T @ dgo + Wo[:, n_a:].T @ dgc
    return dict(dxt=dxt, da_prev=da_prev, dc_prev=dc * ft,
                dWf=dgf @ xa.T, dWi=dgu @ xa.T, dWc=dgc @ xa.T, dWo=dgo @ xa.T,
                dbf=dgf.sum(1, keepdims=True), dbi=dgu.sum(1, keepdims=True),
                dbc=dgc.sum(1, keepdims=True), dbo=dgo.sum(1, keepdims=True))

# %%
def lstm_backward(da, caches):
    [cache_list, x] = caches
    [n_a, m, T] = da.shape
    dx = np.zeros([x.shape[0], m, T])
    dW = [0, 0, 0, 0]
    db = [0, 0, 0, 0]
    carry = [np.zeros([n_a, m]), np.zeros([n_a, m])]
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + carry[0], carry[1], cache_list[t])
        carry = [g["da_prev"], g["dc_prev"]]
        dx[:, :, t] = g["dxt"]
        dW = [s + g["dW" + k] for s, k in zip(dW, "fico")]
        db = [s + g["db" + k] for s, k in zip(db, "fico")]
    return {"dx": dx, "da0": carry[0],
            "dWf": dW[0], "dWi": dW[1], "dWc": dW[2], "dWo": dW[3],
            "dbf": db[0], "dbi": db[1], "dbc": db[2], "dbo": db[3]}

