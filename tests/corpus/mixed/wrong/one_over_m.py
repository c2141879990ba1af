# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Z = np.dot(parameters['Wax'], xt) + np.dot(parameters['Waa'], a_prev) + parameters['ba']
    A = np.tanh(Z)
    yt_pred = softmax(np.dot(parameters['Wya'], A) + parameters['by'])
    return A, yt_pred, (A, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters['Wya'].shape
    A = np.zeros((n_a, m, T_x))
    Y = np.zeros((n_y, m, T_x))
    A_prev = a0
    for l in range(T_x):
        A_prev, Y[:, :, l], cache = rnn_cell_forward(x[:, :, l], A_prev, parameters)
        A[:, :, l] = A_prev
        caches.append(cache)
    return A, Y, (caches, x)

# %%
# same formulas as for the deep network last week: dW = 1/m dZ A.T, db = 1/m sum(dZ), dA = W.T dZ
def rnn_cell_backward(da_next, cache):
    A, A_prev, X, parameters = cache
    m = X.shape[1]
    dZ = da_next * (1 - np.power(A, 2))
    dWax = 1 / m * np.dot(dZ, X.T)
    dWaa = 1 / m * np.dot(dZ, A_prev.T)
    dba = 1 / m * np.sum(dZ, axis=1, keepdims=True)
    dX = np.dot(parameters['Wax'].T, dZ)
    dA_prev = np.dot(parameters['Waa'].T, dZ)
    return {'dxt': dX, 'da_prev': dA_prev, 'dWax': dWax, 'dWaa': dWaa, 'dba': dba}

# %%
def rnn_backward(da, caches):
    caches, X = caches
    L = da.shape[2]
    n_a, m = da.shape[:2]
    grads = {'dx': np.zeros((X.shape[0], m, L)), 'dWax': np.zeros((n_a, X.shape[0])),
             'dWaa': np.zeros((n_a, n_a)), 'dba': np.zeros((n_a, 1))}
    dA_prev = np.zeros((n_a, m))
    for l in reversed(range(L)):
        current = rnn_cell_backward(da[:, :, l] + dA_prev, caches[l])
        dA_prev = current['da_prev']
        grads['dx'][:, :, l] = current['dxt']
        grads['dWax'] += current['dWax']
        grads['dWaa'] += current['dWaa']
        grads['dba'] += current['dba']
    grads['da0'] = dA_prev
    return grads
