# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, forget, update, cand, out, xt, parameters = cache
    n_a = a_prev.shape[0]

    # 1. output gate
    d_out = da_next * np.tanh(c_next)
    # 2. cell
    d_cell = da_next * out * (1 - np.tanh(c_next)) + dc_next
    # 3. what is inside the cell
    d_forget = d_cell * c_prev
    d_update = d_cell * cand
    d_cand = d_cell * update
    # 4. activations
    d_out *= out * (1 - out)
    d_forget *= forget * (1 - forget)
    d_update *= update * (1 - update)
    d_cand *= 1 - cand ** 2

    inp = np.concatenate((a_prev, xt))
    d_inp = (parameters['Wf'].T.dot(d_forget) + parameters['Wi'].T.dot(d_update)
             + parameters['Wc'].T.dot(d_cand) + parameters['Wo'].T.dot(d_out))
    return {
        'dxt': d_inp[n_a:], 'da_prev': d_inp[:n_a], 'dc_prev': d_cell * forget,
        'dWf': d_forget.dot(inp.T), 'dbf': d_forget.sum(1, keepdims=True),
        'dWi': d_update.dot(inp.T), 'dbi': d_update.sum(1, keepdims=True),
        'dWc': d_cand.dot(inp.T), 'dbc': d_cand.sum(1, keepdims=True),
        'dWo': d_out.dot(inp.T), 'dbo': d_out.sum(1, keepdims=True),
    }

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

