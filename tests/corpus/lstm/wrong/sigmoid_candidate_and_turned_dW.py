# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    s = np.zeros((n_a + xt.shape[0], xt.shape[1]))
    s[:n_a] = a_prev
    s[n_a:] = xt
    g = []
    for k in ['f', 'i', 'c', 'o']:
        g.append(sigmoid(parameters['W' + k].dot(s) + parameters['b' + k]))
    f, i, k, o = g
    c = f * c_prev + i * k
    a = o * np.tanh(c)
    y = softmax(parameters['Wy'].dot(a) + parameters['by'])
    return a, c, y, (a, c, a_prev, c_prev, f, i, k, o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    a = np.zeros((n_a, m, T_x)); c = np.zeros((n_a, m, T_x)); y = np.zeros((n_y, m, T_x))
    caches = []
    a_t, c_t = a0, np.zeros((n_a, m))
    for t in range(T_x):
        (a_t, c_t, y_t, cache_t) = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a[:, :, t] = a_t; c[:, :, t] = c_t; y[:, :, t] = y_t
        caches.append(cache_t)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a, c, a_prev, c_prev, f, i, k, o, xt, parameters = cache
    n_a = a_prev.shape[0]
    dc = dc_next + da_next * o * (1 - np.tanh(c) ** 2)
    d = [dc * c_prev * f * (1 - f), dc * k * i * (1 - i), dc * i * (1 - k ** 2), da_next * np.tanh(c) * o * (1 - o)]
    s = np.vstack((a_prev, xt))
    ds = 0
    grads = {}
    for name, delta in zip(['f', 'i', 'c', 'o'], d):
        grads['dW' + name] = np.dot(s, delta.T)
        grads['db' + name] = np.sum(delta, axis=1, keepdims=True)
        ds = ds + np.dot(parameters['W' + name].T, delta)
    grads['da_prev'] = ds[:n_a]
    grads['dxt'] = ds[n_a:]
    grads['dc_prev'] = dc * f
    return grads

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    d_a = np.zeros((n_a, m))
    d_c = np.zeros((n_a, m))
    W_sum = np.zeros((4, n_a, n_a + n_x))
    b_sum = np.zeros((4, n_a, 1))
    for t in range(T - 1, -1, -1):
        grads = lstm_cell_backward(da[:, :, t] + d_a, d_c, caches[t])
        d_a, d_c = grads["da_prev"], grads["dc_prev"]
        dx[:, :, t] = grads["dxt"]
        for k, g in enumerate("fico"):
            W_sum[k] += grads["dW" + g]
            b_sum[k] += grads["db" + g]
    out = {"dx": dx, "da0": d_a}
    for k, g in enumerate("fico"):
        out["dW" + g] = W_sum[k]
        out["db" + g] = b_sum[k]
    return out

