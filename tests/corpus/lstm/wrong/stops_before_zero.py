# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    D = np.empty((4 * n_a, m))
    di, df, do, dg = (D[k * n_a:(k + 1) * n_a] for k in range(4))
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th ** 2)
    di[:] = dc * cct * it * (1 - it)
    df[:] = dc * c_prev * ft * (1 - ft)
    do[:] = da_next * th * ot * (1 - ot)
    dg[:] = dc * it * (1 - cct ** 2)
    W = np.concatenate([parameters[k] for k in ("Wi", "Wf", "Wo", "Wc")])
    dW = D @ np.concatenate([a_prev, xt]).T
    db = D.sum(axis=1, keepdims=True)
    din = W.T @ D
    g = {"da_prev": din[:n_a], "dxt": din[n_a:], "dc_prev": dc * ft}
    for k, name in enumerate("ifoc"):
        g["dW" + name] = dW[k * n_a:(k + 1) * n_a]
        g["db" + name] = db[k * n_a:(k + 1) * n_a]
    return g

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x, _, _ = x.shape
    dx = np.zeros((n_x, m, T))
    da_cur = np.zeros((n_a, m))
    dc_cur = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))
    for t in range(T - 1, 0, -1):
        g = lstm_cell_backward(da[:, :, t] + da_cur, dc_cur, caches[t])
        da_cur, dc_cur = g["da_prev"], g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        dWf += g["dWf"]; dWi += g["dWi"]; dWc += g["dWc"]; dWo += g["dWo"]
        dbf += g["dbf"]; dbi += g["dbi"]; dbc += g["dbc"]; dbo += g["dbo"]
    return {"dx": dx, "da0": da_cur, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
