# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax = np.asarray(parameters['Wax'])
    Waa = np.asarray(parameters['Waa'])
    a_next = np.tanh(np.dot(Wax, xt) + np.dot(Waa, a_prev) + parameters['ba'])
    yt_pred = softmax(np.dot(parameters['Wya'], a_next) + parameters['by'])
    cache = [a_next, a_prev, xt, parameters]
    return [a_next, yt_pred, cache]

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    everything = []
    last = a0
    for t in range(T):
        everything.append(rnn_cell_forward(x[:, :, t], last, parameters))
        last = everything[t][0]
    a = np.zeros(list(a0.shape) + [T])
    y = np.zeros([parameters['Wya'].shape[0], a0.shape[1], T])
    for t in range(T):
        a[:, :, t] = everything[t][0]
        y[:, :, t] = everything[t][1]
    return [a, y, [[e[2] for e in everything], x]]

# %%
def rnn_cell_backward(da_next, cache):
    [a_next, a_prev, xt, parameters] = cache
    dz = da_next * (1 - a_next ** 2)
    names = ['dxt', 'dWax', 'da_prev', 'dWaa', 'dba']
    values = [np.dot(parameters['Wax'].T, dz), np.dot(dz, xt.T), np.dot(parameters['Waa'].T, dz),
              np.dot(dz, a_prev.T), np.sum(dz, 1, keepdims=True)]
    gradients = {}
    for i in range(5):
        gradients[names[i]] = values[i]
    return gradients

# %%
def rnn_backward(da, caches):
    [cells, x] = caches
    T = da.shape[2]
    results = [None for _ in range(T)]
    later = np.zeros([da.shape[0], da.shape[1]])
    for t in range(T - 1, -1, -1):
        results[t] = rnn_cell_backward(da[:, :, t] + later, cells[t])
        later = results[t]['da_prev']
    dx = np.zeros([x.shape[0], x.shape[1], T])
    for t in range(T):
        dx[:, :, t] = results[t]['dxt']
    return {'dx': dx, 'da0': results[0]['da_prev'],
            'dWax': np.array([r['dWax'] for r in results]).sum(axis=0),
            'dWaa': np.array([r['dWaa'] for r in results]).sum(axis=0),
            'dba': np.array([r['dba'] for r in results]).sum(axis=0)}
