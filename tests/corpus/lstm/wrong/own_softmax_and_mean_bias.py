# %%
import numpy as np

# %%
def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

def softmax(x):
    e_x = np.exp(x - np.max(x))
    return e_x / e_x.sum()

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    conc = np.concatenate((a_prev, xt), axis=0)
    zf = np.dot(parameters['Wf'], conc) + parameters['bf']
    zi = np.dot(parameters['Wi'], conc) + parameters['bi']
    zc = np.dot(parameters['Wc'], conc) + parameters['bc']
    zo = np.dot(parameters['Wo'], conc) + parameters['bo']
    ft = sigmoid(zf)
    it = sigmoid(zi)
    cct = np.tanh(zc)
    ot = sigmoid(zo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    zy = np.dot(parameters['Wy'], a_next) + parameters['by']
    yt_pred = softmax(zy)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    T_x = x.shape[2]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, y[:, :, t], cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    grad_h = 1 - np.tanh(c_next) ** 2
    grad_c = dc_next + da_next * ot * grad_h
    grad_f = grad_c * c_prev * ft * (1 - ft)
    grad_i = grad_c * cct * it * (1 - it)
    grad_g = grad_c * it * (1 - cct ** 2)
    grad_o = da_next * np.tanh(c_next) * ot * (1 - ot)
    conc = np.concatenate((a_prev, xt), axis=0)
    grad_conc = (np.dot(parameters['Wf'].T, grad_f) + np.dot(parameters['Wi'].T, grad_i)
                 + np.dot(parameters['Wc'].T, grad_g) + np.dot(parameters['Wo'].T, grad_o))
    return {'dxt': grad_conc[n_a:], 'da_prev': grad_conc[:n_a], 'dc_prev': grad_c * ft,
            'dWf': np.dot(grad_f, conc.T), 'dbf': np.mean(grad_f, axis=1, keepdims=True),
            'dWi': np.dot(grad_i, conc.T), 'dbi': np.mean(grad_i, axis=1, keepdims=True),
            'dWc': np.dot(grad_g, conc.T), 'dbc': np.mean(grad_g, axis=1, keepdims=True),
            'dWo': np.dot(grad_o, conc.T), 'dbo': np.mean(grad_o, axis=1, keepdims=True)}

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]

    class Total:
        pass

    total = Total()
    for g in "fico":
        setattr(total, "dW" + g, np.zeros((n_a, n_a + n_x)))
        setattr(total, "db" + g, np.zeros((n_a, 1)))
    total.dx = np.zeros((n_x, m, T))
    total.da0 = np.zeros((n_a, m))
    dc = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + total.da0, dc, caches[t])
        total.da0 = step["da_prev"]
        dc = step["dc_prev"]
        total.dx[:, :, t] = step["dxt"]
        for g in "fico":
            setattr(total, "dW" + g, getattr(total, "dW" + g) + step["dW" + g])
            setattr(total, "db" + g, getattr(total, "db" + g) + step["db" + g])
    return vars(total)

