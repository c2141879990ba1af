# %%
import numpy as np

sigmoid = lambda x: 1 / (1 + np.exp(-x))

def softmax(x):
    return np.exp(x) / np.sum(np.exp(x), axis=0)

def dsigmoid(s):
    return s * (1 - s)

def dtanh(t):
    return 1 - t ** 2

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
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    tanh_c = np.tanh(c_next)
    dzo = da_next * tanh_c * dsigmoid(ot)
    dc_total = dc_next + da_next * ot * dtanh(tanh_c)
    dzf = dc_total * c_prev * dsigmoid(ft)
    dzi = dc_total * cct * dsigmoid(it)
    dzc = dc_total * it * dtanh(cct)
    conc = np.concatenate((a_prev, xt), axis=0)
    dconc = (np.dot(parameters['Wf'].T, dzf) + np.dot(parameters['Wi'].T, dzi)
             + np.dot(parameters['Wc'].T, dzc) + np.dot(parameters['Wo'].T, dzo))
    return {'dxt': dconc[n_a:], 'da_prev': dconc[:n_a], 'dc_prev': dc_total * ft,
            'dWf': np.dot(dzf, conc.T), 'dbf': np.sum(dzf, 1, keepdims=True),
            'dWi': np.dot(dzi, conc.T), 'dbi': np.sum(dzi, 1, keepdims=True),
            'dWc': np.dot(dzc, conc.T), 'dbc': np.sum(dzc, 1, keepdims=True),
            'dWo': np.dot(dzo, conc.T), 'dbo': np.sum(dzo, 1, keepdims=True)}
