# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    n_x, m = xt.shape
    n_a, _ = a_prev.shape
    # make a matrix with the right size, then put the numbers in
    both = np.random.randn(n_a + n_x, m)
    both[:n_a, :] = a_prev
    both[n_a:, :] = xt
    W = np.random.randn(n_a, n_a + n_x)
    W[:, :n_a] = parameters['Waa']
    W[:, n_a:] = parameters['Wax']
    a_next = np.tanh(np.dot(W, both) + parameters['ba'])
    yt_pred = softmax(np.dot(parameters['Wya'], a_next) + parameters['by'])
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters['Wya'].shape
    a = np.random.randn(n_a, m, T_x)
    y_pred = np.random.randn(n_y, m, T_x)
    caches = []
    a_next = np.copy(a0)
    for t in range(0, T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = np.copy(a_next)
        y_pred[:, :, t] = np.copy(yt_pred)
        caches.append(cache)
    caches = (caches, x)
    return a, y_pred, caches

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters['Wax'], parameters['Waa']
    dtanh = np.random.randn(*da_next.shape)
    dtanh[:, :] = (1 - a_next ** 2) * da_next
    gradients = {
        'dxt': np.dot(Wax.T, dtanh),
        'da_prev': np.dot(Waa.T, dtanh),
        'dWax': np.dot(dtanh, xt.T),
        'dWaa': np.dot(dtanh, a_prev.T),
        'dba': np.sum(dtanh, keepdims=True, axis=1),
    }
    return gradients

# %%
def rnn_backward(da, caches):
    caches, x = caches
    a1, a0, x1, parameters = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.random.randn(n_x, m, T_x)
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da0 = np.zeros((n_a, m))
    da_prevt = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        dxt, da_prevt, dWaxt, dWaat, dbat = gradients['dxt'], gradients['da_prev'], gradients['dWax'], gradients['dWaa'], gradients['dba']
        dx[:, :, t] = dxt
        dWax += dWaxt
        dWaa += dWaat
        dba += dbat
    da0 = da_prevt
    gradients = {'dx': dx, 'da0': da0, 'dWax': dWax, 'dWaa': dWaa, 'dba': dba}
    return gradients
