# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_forward, lstm_backward

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.zeros((a_prev.shape[0] + xt.shape[0], xt.shape[1]))
    concat[:a_prev.shape[0]] = a_prev
    concat[a_prev.shape[0]:] = xt

    ft = sigmoid(np.dot(parameters['Wf'], concat) + parameters['bf'])    # forget
    it = sigmoid(np.dot(parameters['Wi'], concat) + parameters['bi'])    # update
    cct = np.tanh(np.dot(parameters['Wc'], concat) + parameters['bc'])   # candidate
    c_next = ft * (c_prev + it * cct)                                    # memory
    ot = sigmoid(np.dot(parameters['Wo'], concat) + parameters['bo'])    # output
    a_next = ot * np.tanh(c_next)                                        # hidden
    yt_pred = softmax(np.dot(parameters['Wy'], a_next) + parameters['by'])

    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]
    dc = da_next * ot * (1 - np.tanh(c_next) ** 2) + dc_next             # memory
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)                      # output
    dcct = dc * it * (1 - cct ** 2)                                      # candidate
    dit = dc * cct * it * (1 - it)                                       # update
    dft = dc * c_prev * ft * (1 - ft)                                    # forget
    concat = np.concatenate((a_prev, xt), axis=0)
    dconcat = (np.dot(parameters['Wf'].T, dft) + np.dot(parameters['Wi'].T, dit)
               + np.dot(parameters['Wc'].T, dcct) + np.dot(parameters['Wo'].T, dot))
    return {'dxt': dconcat[n_a:], 'da_prev': dconcat[:n_a], 'dc_prev': dc * ft,
            'dWf': np.dot(dft, concat.T), 'dbf': np.sum(dft, axis=1, keepdims=True),
            'dWi': np.dot(dit, concat.T), 'dbi': np.sum(dit, axis=1, keepdims=True),
            'dWc': np.dot(dcct, concat.T), 'dbc': np.sum(dcct, axis=1, keepdims=True),
            'dWo': np.dot(dot, concat.T), 'dbo': np.sum(dot, axis=1, keepdims=True)}
