# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_backward, lstm_backward

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = {k: parameters["W" + k] for k in "fico"}
    b = {k: parameters["b" + k] for k in "fico"}
    inp = np.vstack([a_prev, xt])
    forget = sigmoid(W["f"] @ inp + b["f"])
    update = sigmoid(W["i"] @ inp + b["i"])
    candidate = np.tanh(W["c"] @ inp + b["c"])
    output = sigmoid(W["o"] @ inp)
    c_next = forget * c_prev + update * candidate
    a_next = output * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, forget, update, candidate, output, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    hidden, memory, predictions, caches = [], [], [], []
    a, c = a0, np.zeros_like(a0)
    for t in range(T_x):
        a, c, yt, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        hidden.append(a)
        memory.append(c)
        predictions.append(yt)
        caches.append(cache)
    # same order as the cell: a, c, y
    return np.stack(hidden, 2), np.stack(memory, 2), np.stack(predictions, 2), (caches, x)
