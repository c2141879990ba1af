# %%
import numpy as np
from lstm_lib import sigmoid, softmax
DEBUG = False

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """LSTM cell, one time step.

    Arguments:
    xt -- (n_x, m)
    a_prev -- (n_a, m)
    c_prev -- (n_a, m)
    parameters -- dictionary Wf bf Wi bi Wc bc Wo bo Wy by

    Returns:
    a_next, c_next, yt_pred, cache
    """
    concat = np.concatenate([a_prev, xt])
    pre = {}
    for name in ['f', 'i', 'c', 'o']:
        pre[name] = np.dot(parameters['W' + name], concat) + parameters['b' + name]
    ft, it, ot = sigmoid(pre['f']), sigmoid(pre['i']), sigmoid(pre['o'])
    cct = np.tanh(pre['c'])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters['Wy'], a_next) + parameters['by'])
    if DEBUG:
        print('ft', ft.mean(), 'it', it.mean(), 'ot', ot.mean())
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters['Wy'].shape
    # one more step than T_x: index 0 is the start, index t + 1 comes after step t
    a = np.zeros((n_a, m, T_x + 1))
    c = np.zeros((n_a, m, T_x + 1))
    y = np.zeros((n_y, m, T_x))
    a[:, :, 0] = a0
    caches = []
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a[:, :, t], c[:, :, t], parameters)
        a[:, :, t + 1] = a_next
        c[:, :, t + 1] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a[:, :, 1:], y, c[:, :, 1:], (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_next.shape
    # paths into c_next: from the future, and through a_next
    dc_total = np.zeros((n_a, m))
    dc_total += dc_next
    dc_total += da_next * ot * (1 - np.tanh(c_next) ** 2)

    # first the gradients of the gates' values, then through the activations
    d_ft, d_it, d_cct, d_ot = dc_total * c_prev, dc_total * cct, dc_total * it, da_next * np.tanh(c_next)
    z_ft = d_ft * ft * (1 - ft)
    z_it = d_it * it * (1 - it)
    z_cct = d_cct * (1 - cct ** 2)
    z_ot = d_ot * ot * (1 - ot)

    z_all = np.concatenate([z_ft, z_it, z_cct, z_ot])                            # (4 n_a, m)
    W_all = np.concatenate([parameters[W] for W in ('Wf', 'Wi', 'Wc', 'Wo')])    # (4 n_a, n_a + n_x)
    d_concat = np.dot(W_all.T, z_all)
    dW_all = np.dot(z_all, np.concatenate([a_prev, xt]).T)
    db_all = z_all.sum(axis=1, keepdims=True)
    gradients = {'da_prev': d_concat[:n_a, :], 'dxt': d_concat[n_a:, :], 'dc_prev': dc_total * ft}
    for i, name in enumerate(['f', 'i', 'c', 'o']):
        rows = slice(i * n_a, (i + 1) * n_a)
        gradients['dW' + name] = dW_all[rows]
        gradients['db' + name] = db_all[rows]
    return gradients

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    # same trick: index t + 1 is what arrives at step t from the future
    da_future = np.zeros((n_a, m, T + 1))
    dc_future = np.zeros((n_a, m, T + 1))
    gradients = {'dx': np.zeros((n_x, m, T))}
    for name in ['f', 'i', 'c', 'o']:
        gradients['dW' + name] = np.zeros((n_a, n_a + n_x))
        gradients['db' + name] = np.zeros((n_a, 1))
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t] + da_future[:, :, t + 1], dc_future[:, :, t + 1], caches[t])
        da_future[:, :, t] = g['da_prev']
        dc_future[:, :, t] = g['dc_prev']
        gradients['dx'][:, :, t] = g['dxt']
        for name in ['f', 'i', 'c', 'o']:
            gradients['dW' + name] += g['dW' + name]
            gradients['db' + name] += g['db' + name]
    gradients['da0'] = da_future[:, :, 0]
    return gradients
