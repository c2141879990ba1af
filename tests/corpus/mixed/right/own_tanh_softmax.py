# %%
import numpy as np

EPSILON = 0.0     # tried 1e-12 in the denominator, was not necessary
TIME = 2          # axis of the time steps

# %%
def my_tanh(z):
    return 2.0 / (1.0 + np.exp(-2.0 * z)) - 1.0

def my_softmax(z):
    exps = np.exp(z)
    return exps / (np.sum(exps, axis=0) + EPSILON)

def my_tanh_derivative_from_value(v):
    return 1.0 - v * v

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = my_tanh(parameters['Wax'] @ xt + parameters['Waa'] @ a_prev + parameters['ba'])
    yt_pred = my_softmax(parameters['Wya'] @ a_next + parameters['by'])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T_x = x.shape[TIME]
    a_prev = a0
    hidden, out, caches = {}, {}, []
    for t in range(T_x):
        hidden[t], out[t], cache = rnn_cell_forward(x.take(t, axis=TIME), a_prev, parameters)
        a_prev = hidden[t]
        caches.append(cache)
    a = np.concatenate([hidden[t][:, :, None] for t in range(T_x)], axis=TIME)
    y_pred = np.concatenate([out[t][:, :, None] for t in range(T_x)], axis=TIME)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = my_tanh_derivative_from_value(a_next) * da_next
    gradients = {}
    gradients['dba'] = dtanh.sum(axis=1, keepdims=True)
    gradients['dWaa'] = dtanh @ a_prev.T
    gradients['da_prev'] = parameters['Waa'].T @ dtanh
    gradients['dWax'] = dtanh @ xt.T
    gradients['dxt'] = parameters['Wax'].T @ dtanh
    return gradients

# %%
def rnn_backward(da, caches):
    list_caches, x = caches
    gradients = {}
    T = da.shape[TIME]
    dxs = []
    da_prev = 0 * da.take(0, axis=TIME)
    for t in reversed(range(T)):
        step = rnn_cell_backward(da.take(t, axis=TIME) + da_prev, list_caches[t])
        da_prev = step['da_prev']
        dxs.append(step['dxt'])
        for key in ('dWax', 'dWaa', 'dba'):
            gradients[key] = gradients.get(key, 0) + step[key]
    gradients['dx'] = np.stack(dxs[::-1], axis=TIME)
    gradients['da0'] = da_prev
    return gradients
