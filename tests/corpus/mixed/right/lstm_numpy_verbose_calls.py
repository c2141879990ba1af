# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.append(a_prev, xt, axis=0)
    ft = sigmoid(np.add(np.matmul(parameters['Wf'], concat), parameters['bf']))
    it = sigmoid(np.add(np.matmul(parameters['Wi'], concat), parameters['bi']))
    cct = np.tanh(np.add(np.matmul(parameters['Wc'], concat), parameters['bc']))
    ot = sigmoid(np.add(np.matmul(parameters['Wo'], concat), parameters['bo']))
    c_next = np.add(np.multiply(ft, c_prev), np.multiply(it, cct))
    a_next = np.multiply(ot, np.tanh(c_next))
    yt_pred = softmax(np.add(np.matmul(parameters['Wy'], a_next), parameters['by']))
    cache = a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = np.shape(x)
    n_a = np.size(a0, 0)
    n_y = np.size(parameters['by'])
    a = np.zeros([n_a, m, T_x])
    c = np.zeros_like(a)
    y = np.zeros([n_y, m, T_x])
    caches = []
    for t in np.arange(T_x):
        if t == 0:
            previous = (a0, np.zeros([n_a, m]))
        else:
            previous = (a_next, c_next)
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], previous[0], previous[1], parameters)
        np.copyto(a[:, :, t], a_next)
        np.copyto(c[:, :, t], c_next)
        np.copyto(y[:, :, t], yt)
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    one_minus_tanh2 = np.subtract(1, np.power(np.tanh(c_next), 2))
    dot = np.multiply(np.multiply(da_next, np.tanh(c_next)), np.multiply(ot, np.subtract(1, ot)))
    dcct = np.multiply(np.add(np.multiply(dc_next, it), np.multiply(np.multiply(ot, one_minus_tanh2), np.multiply(it, da_next))), np.subtract(1, np.square(cct)))
    dit = np.multiply(np.add(np.multiply(dc_next, cct), np.multiply(np.multiply(ot, one_minus_tanh2), np.multiply(cct, da_next))), np.multiply(it, np.subtract(1, it)))
    dft = np.multiply(np.add(np.multiply(dc_next, c_prev), np.multiply(np.multiply(ot, one_minus_tanh2), np.multiply(c_prev, da_next))), np.multiply(ft, np.subtract(1, ft)))
    dc_prev = np.add(np.multiply(dc_next, ft), np.multiply(np.multiply(ot, one_minus_tanh2), np.multiply(ft, da_next)))
    concat_T = np.transpose(np.append(a_prev, xt, axis=0))
    gradients = {}
    dconcat = 0
    for letter, d in (('f', dft), ('i', dit), ('c', dcct), ('o', dot)):
        gradients['dW' + letter] = np.matmul(d, concat_T)
        gradients['db' + letter] = np.sum(d, axis=1, keepdims=True)
        dconcat = np.add(dconcat, np.matmul(np.transpose(parameters['W' + letter]), d))
    gradients['da_prev'] = np.take(dconcat, range(n_a), axis=0)
    gradients['dxt'] = np.delete(dconcat, range(n_a), axis=0)
    gradients['dc_prev'] = dc_prev
    return gradients

# %%
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T_x = np.shape(da)
    n_x = np.size(x, 0)
    totals = {}
    for letter in 'fico':
        totals['dW' + letter] = np.zeros([n_a, n_a + n_x])
        totals['db' + letter] = np.zeros([n_a, 1])
    dx = np.zeros([n_x, m, T_x])
    carried_a = np.zeros([n_a, m])
    carried_c = np.zeros([n_a, m])
    for t in np.flip(np.arange(T_x)):
        step = lstm_cell_backward(np.add(da[:, :, t], carried_a), carried_c, list_of_cache[t])
        carried_a, carried_c = step['da_prev'], step['dc_prev']
        np.copyto(dx[:, :, t], step['dxt'])
        for name in totals:
            totals[name] = np.add(totals[name], step[name])
    totals['dx'], totals['da0'] = dx, carried_a
    return totals
