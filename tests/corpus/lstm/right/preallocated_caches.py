# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    int_m = xt.shape[1]
    int_na = a_prev.shape[0]
    int_nx = xt.shape[0]
    arr_in = np.ndarray((int_na + int_nx, int_m))
    for j in range(int_m):
        arr_in[0:int_na, j] = a_prev[:, j]
        arr_in[int_na:int_na + int_nx, j] = xt[:, j]
    ft = sigmoid(parameters["Wf"] @ arr_in + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ arr_in + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ arr_in + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ arr_in + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = [None] * 10
    cache[0] = a_next
    cache[1] = c_next
    cache[2] = a_prev
    cache[3] = c_prev
    cache[4] = ft
    cache[5] = it
    cache[6] = cct
    cache[7] = ot
    cache[8] = xt
    cache[9] = parameters
    return a_next, c_next, yt_pred, tuple(cache)

# %%
def lstm_forward(x, a0, parameters):
    n_a = a0.shape[0]
    m = a0.shape[1]
    n_y = parameters["Wy"].shape[0]
    T = x.shape[2]
    caches = [None] * T
    a = np.zeros((n_a, m, T))
    y = np.zeros((n_y, m, T))
    c = np.zeros((n_a, m, T))
    a_cur = a0.copy()
    c_cur = np.zeros((n_a, m))
    t = 0
    while t < T:
        a_cur, c_cur, y_cur, caches[t] = lstm_cell_forward(x[:, :, t], a_cur, c_cur, parameters)
        a[:, :, t] = a_cur
        y[:, :, t] = y_cur
        c[:, :, t] = c_cur
        t = t + 1
    return a, y, c, (caches, x)

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
    list_of_cache = caches[0]
    n_a = da.shape[0]
    m = da.shape[1]
    T = da.shape[2]
    n_x = caches[1].shape[0]
    dx = np.zeros((n_x, m, T))
    da_cur = np.zeros((n_a, m))
    dc_cur = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x)); dbf = np.zeros((n_a, 1))
    dWi = np.zeros((n_a, n_a + n_x)); dbi = np.zeros((n_a, 1))
    dWc = np.zeros((n_a, n_a + n_x)); dbc = np.zeros((n_a, 1))
    dWo = np.zeros((n_a, n_a + n_x)); dbo = np.zeros((n_a, 1))
    t = T
    while t > 0:
        t -= 1
        g = lstm_cell_backward(da[:, :, t] + da_cur, dc_cur, list_of_cache[t])
        da_cur = g["da_prev"]
        dc_cur = g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        dWf += g["dWf"]; dbf += g["dbf"]
        dWi += g["dWi"]; dbi += g["dbi"]
        dWc += g["dWc"]; dbc += g["dbc"]
        dWo += g["dWo"]; dbo += g["dbo"]
    gradients = dict()
    gradients["dx"] = dx
    gradients["da0"] = da_cur
    gradients["dWf"] = dWf; gradients["dbf"] = dbf
    gradients["dWi"] = dWi; gradients["dbi"] = dbi
    gradients["dWc"] = dWc; gradients["dbc"] = dbc
    gradients["dWo"] = dWo; gradients["dbo"] = dbo
    return gradients
