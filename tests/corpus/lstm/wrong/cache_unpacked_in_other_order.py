# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# 1. one step of the LSTM

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    n_x = xt.shape[0]
    m = xt.shape[1]
    z = np.zeros([n_a + n_x, m])
    z[:n_a, :] = a_prev
    z[n_a:, :] = xt

    forget = sigmoid(parameters['Wf'].dot(z) + parameters['bf'])
    update = sigmoid(parameters['Wi'].dot(z) + parameters['bi'])
    cand = np.tanh(parameters['Wc'].dot(z) + parameters['bc'])
    out = sigmoid(parameters['Wo'].dot(z) + parameters['bo'])

    c_next = forget*c_prev + update*cand
    a_next = out*np.tanh(c_next)
    yt_pred = softmax(parameters['Wy'].dot(a_next) + parameters['by'])

    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, forget, update, cand, out, xt, parameters)

# %%
# 2. all steps

def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T_x = x.shape[-1]
    n_y = parameters['by'].shape[0]
    a, c, y = np.zeros([n_a, m, T_x]), np.zeros([n_a, m, T_x]), np.zeros([n_y, m, T_x])
    caches = []
    a_t = a0
    c_t = np.zeros(a0.shape)
    for t in range(T_x):
        a_t, c_t, y_t, cache_t = lstm_cell_forward(x[..., t], a_t, c_t, parameters)
        a[..., t], c[..., t], y[..., t] = a_t, c_t, y_t
        caches += [cache_t]
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, f, i, o, g, xt, p = cache
    tc = np.tanh(c_next)
    dc = dc_next + da_next * o * (1 - tc**2)
    df = dc * c_prev * f * (1 - f)
    di = dc * g * i * (1 - i)
    do = da_next * tc * o * (1 - o)
    dg = dc * i * (1 - g**2)
    n_a = len(a_prev)
    h = np.concatenate((a_prev, xt))
    dh = p['Wf'].T @ df + p['Wi'].T @ di + p['Wo'].T @ do + p['Wc'].T @ dg
    grads = {'dxt': dh[n_a:], 'da_prev': dh[:n_a], 'dc_prev': dc * f}
    grads['dWf'], grads['dWi'], grads['dWo'], grads['dWc'] = (d @ h.T for d in (df, di, do, dg))
    grads['dbf'], grads['dbi'], grads['dbo'], grads['dbc'] = (d.sum(axis=1, keepdims=True) for d in (df, di, do, dg))
    return grads

# %%
# 4. back through time

def lstm_backward(da, caches):
    list_of_caches, x = caches
    n_a, m, T = da.shape
    dx = np.zeros([x.shape[0], m, T])
    da_t = np.zeros([n_a, m])
    dc_t = np.zeros([n_a, m])
    total = {}
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + da_t, dc_t, list_of_caches[t])
        dx[:, :, t] = g['dxt']
        da_t = g['da_prev']
        dc_t = g['dc_prev']
        for k in ['dWf', 'dbf', 'dWi', 'dbi', 'dWc', 'dbc', 'dWo', 'dbo']:
            total[k] = total.get(k, 0) + g[k]
    total['dx'] = dx
    total['da0'] = da_t
    return total

