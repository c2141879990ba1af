# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def init(n_x, n_a, n_y):
    np.random.seed(7)
    return (np.random.randn(n_a, n_x), np.random.randn(n_a, n_a), np.random.randn(n_y, n_a),
            np.random.randn(n_a, 1), np.random.randn(n_y, 1))

Wax, Waa, Wya, ba, by = init(3, 5, 2)
params = {'Wax': Wax, 'Waa': Waa, 'Wya': Wya, 'ba': ba, 'by': by}

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax = parameters['Wax']
    Waa = parameters['Waa']
    Wya = parameters['Wya']
    ba = parameters['ba']
    a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba)
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache

# %%
a1, y1, c1 = rnn_cell_forward(np.random.randn(3, 4), np.random.randn(5, 4), params)
print(a1.shape, y1.shape)

# %%
def rnn_forward(x, a0, parameters):
    caches = []
    n_x, m, T_x = x.shape
    n_y, n_a = parameters['Wya'].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    a_next = a0
    for t in range(T_x):
        xt = x[:, t, :]
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next ** 2) * da_next
    gradients = {'dxt': np.dot(parameters['Wax'].T, dtanh),
                 'da_prev': np.dot(parameters['Waa'].T, dtanh),
                 'dWax': np.dot(dtanh, xt.T),
                 'dWaa': np.dot(dtanh, a_prev.T),
                 'dba': np.sum(dtanh, axis=1, keepdims=True)}
    return gradients

# %%
def rnn_backward(da, caches):
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros((x.shape[0], m, T_x))
    sums = {'dWax': np.zeros((n_a, x.shape[0])), 'dWaa': np.zeros((n_a, n_a)), 'dba': np.zeros((n_a, 1))}
    da_prev = np.zeros((n_a, m))
    for t in range(T_x)[::-1]:
        gradients = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev = gradients['da_prev']
        dx[:, :, t] = gradients['dxt']
        for k in sums:
            sums[k] += gradients[k]
    sums['dx'] = dx
    sums['da0'] = da_prev
    return sums
