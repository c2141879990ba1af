# %%
import numpy as np
from lstm_lib import softmax, rnn_cell_backward, rnn_backward

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = (parameters['Wax'], parameters['Waa'], parameters['Wya'],
                             parameters['ba'], parameters['by'])
    a_next = np.tanh(np.dot(Waa, a_prev) + np.dot(Wax, xt)) + ba
    yt_pred = softmax(np.dot(Wya, a_next) + by)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T_x = x.shape[2]
    n_y, n_a = parameters['Wya'].shape
    a, y_pred = np.zeros((n_a, x.shape[1], T_x)), np.zeros((n_y, x.shape[1], T_x))
    caches = []
    a_prev = a0.copy()
    for t in range(T_x):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        a[:, :, t], y_pred[:, :, t] = a_next, yt
        caches.append(cache)
        a_prev = a_next
    return a, y_pred, (caches, x)

# %%
# gradients: the library's for now, I do mine tomorrow
