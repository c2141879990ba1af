# %%
import numpy as np
from numpy.random import randn
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = [parameters[i] for i in ['Wax', 'Waa', 'Wya', 'ba', 'by']]
    a_next = randn(Waa.shape[0], xt.shape[1])
    a_next[...] = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters['Wya'].shape
    a, y_pred, caches = randn(n_a, m, T_x), randn(n_y, m, T_x), []
    a_next = a0
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t], y_pred[:, :, t] = a_next, yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next ** 2) * da_next
    return {'dxt': np.dot(parameters['Wax'].T, dtanh), 'da_prev': np.dot(parameters['Waa'].T, dtanh),
            'dWax': np.dot(dtanh, xt.T), 'dWaa': np.dot(dtanh, a_prev.T), 'dba': np.sum(dtanh, axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    n_x = x.shape[0]
    # initialise with the right sizes
    dx = randn(n_x, m, T_x)
    dWax = randn(n_a, n_x)
    dWaa = randn(n_a, n_a)
    dba = randn(n_a, 1)
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        da_prevt = gradients['da_prev']
        dx[:, :, t] = gradients['dxt']
        dWax += gradients['dWax']
        dWaa += gradients['dWaa']
        dba += gradients['dba']
    return {'dx': dx, 'da0': da_prevt, 'dWax': dWax, 'dWaa': dWaa, 'dba': dba}
