# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    c_next = cache[1]
    a_prev = cache[2]
    c_prev = cache[3]
    ft = cache[4]
    it = cache[5]
    cct = cache[6]
    ot = cache[7]
    xt = cache[8]
    p = cache[9]
    n_a = a_prev.shape[0]
    n_x = xt.shape[0]
    m = xt.shape[1]
    tanh_c = np.tanh(c_next)
    dc = np.zeros((n_a, m))
    d_f = np.zeros((n_a, m))
    d_i = np.zeros((n_a, m))
    d_c = np.zeros((n_a, m))
    d_o = np.zeros((n_a, m))
    for k in range(n_a):
        for j in range(m):
            dc[k, j] = dc_next[k, j] + da_next[k, j] * ot[k, j] * (1 - tanh_c[k, j] * tanh_c[k, j])
            d_f[k, j] = dc[k, j] * c_prev[k, j] * ft[k, j] * (1 - ft[k, j])
            d_i[k, j] = dc[k, j] * cct[k, j] * it[k, j] * (1 - it[k, j])
            d_c[k, j] = dc[k, j] * it[k, j] * (1 - cct[k, j] * cct[k, j])
            d_o[k, j] = da_next[k, j] * tanh_c[k, j] * ot[k, j] * (1 - ot[k, j])
    arr_in = np.ndarray((n_a + n_x, m))
    arr_in[0:n_a] = a_prev
    arr_in[n_a:n_a + n_x] = xt
    d_in = p["Wf"].T @ d_f + p["Wi"].T @ d_i + p["Wc"].T @ d_c + p["Wo"].T @ d_o
    gradients = dict()
    gradients["dxt"] = d_in[n_a:n_a + n_x]
    gradients["da_prev"] = d_in[0:n_a]
    gradients["dc_prev"] = dc * ft
    gradients["dWf"] = d_f @ arr_in.T
    gradients["dWi"] = d_i @ arr_in.T
    gradients["dWc"] = d_c @ arr_in.T
    gradients["dWo"] = d_o @ arr_in.T
    gradients["dbf"] = d_f @ np.ones((m, 1))
    gradients["dbi"] = d_i @ np.ones((m, 1))
    gradients["dbc"] = d_c @ np.ones((m, 1))
    gradients["dbo"] = d_o @ np.ones((m, 1))
    return gradients

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    dWf, dWi, dWc, dWo = (np.zeros((n_a, n_a + n_x)) for _ in range(4))
    dbf, dbi, dbc, dbo = (np.zeros((n_a, 1)) for _ in range(4))
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[t])
        da_prev = g["da_prev"]
        dc_prev = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        dWf += g["dWf"]
        dWi += g["dWi"]
        dWc += g["dWc"]
        dWo += g["dWo"]
        dbf += g["dbf"]
        dbi += g["dbi"]
        dbc += g["dbc"]
        dbo += g["dbo"]
    return {
        "dx": dx,
        "da0": da_prev,
        "dWf": dWf,
        "dbf": dbf,
        "dWi": dWi,
        "dbi": dbi,
        "dWo": dWc,
        "dbo": dbc,
        "dWc": dWo,
        "dbc": dbo,
    }
