# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate((a_prev, xt))
    gates = {}
    for letter in "cfio":
        z = parameters["W" + letter] @ concat + parameters["b" + letter]
        gates[letter] = np.tanh(z) if letter == "c" else sigmoid(z)
    c_next = gates["f"] * c_prev + gates["i"] * gates["c"]
    a_next = gates["o"] * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, *gates.values(), xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x = x.shape[0] 
    m = x.shape[1]   
    T_x = x.shape[2] 
    n_a = a0.shape[0]
    n_y = parameters["by"].shape[0]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m))

    for t in range(T_x):
        a_prev = a_next
        c_prev = c_next
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt_pred
        caches.append(cache)

    return a, y, c, (caches, x)

# %%
# 3. back through one step. I work with the gradient at the cell state first, the rest follows

def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, forget, update, cand, out, xt, parameters = cache
    n_a = a_prev.shape[0]

    d_out = da_next * np.tanh(c_next)
    d_cell = dc_next + da_next * out * (1 - np.tanh(c_next)**2)
    d_forget = d_cell * c_prev
    d_update = d_cell * cand
    d_cand = d_cell * update

    # through the activations
    d_out = d_out * out * (1 - out)
    d_forget = d_forget * forget * (1 - forget)
    d_update = d_update * update * (1 - update)
    d_cand = d_cand * (1 - cand**2)

    z = np.zeros([n_a + xt.shape[0], xt.shape[1]])
    z[:n_a, :] = a_prev
    z[n_a:, :] = xt

    dz = parameters['Wf'].T.dot(d_forget)
    dz += parameters['Wi'].T.dot(d_update)
    dz += parameters['Wc'].T.dot(d_cand)
    dz += parameters['Wo'].T.dot(d_out)

    g = {}
    g['dxt'] = dz[n_a:, :]
    g['da_prev'] = dz[:n_a, :]
    g['dc_prev'] = d_cell * forget
    for name, d in [('f', d_forget), ('i', d_update), ('c', d_cand), ('o', d_out)]:
        g['dW' + name] = d.dot(z.T)
        g['db' + name] = d.sum(axis=1).reshape(n_a, 1)
    return g

# %%
# 4. back through time

def lstm_backward(da, caches):
    history, x = caches
    n_a, m, T = da.shape
    dx = np.zeros([x.shape[0], m, T])
    da_t = np.zeros([n_a, m])
    dc_t = np.zeros([n_a, m])
    total = {}
    for t in range(T - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, t] + da_t, dc_t, history[t])
        dx[:, :, t] = g['dxt']
        da_t = g['da_prev']
        dc_t = g['dc_prev']
        for k in ['dWf', 'dbf', 'dWi', 'dbi', 'dWc', 'dbc', 'dWo', 'dbo']:
            total[k] = total.get(k, 0) + g[k]
    total['dx'] = dx
    total['da0'] = da_t
    return total

