# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    # Retrieve parameters from "parameters"
    Wf = parameters["Wf"]; bf = parameters["bf"]
    Wi = parameters["Wi"]; bi = parameters["bi"]
    Wc = parameters["Wc"]; bc = parameters["bc"]
    Wo = parameters["Wo"]; bo = parameters["bo"]
    Wy = parameters["Wy"]; by = parameters["by"]

    n_x, m = xt.shape
    n_y, n_a = Wy.shape

    # Concatenate a_prev and xt
    concat = np.zeros((n_a + n_x, m))
    concat[: n_a, :] = a_prev
    concat[n_a :, :] = xt

    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = np.multiply(it, c_prev) + np.multiply(ft, cct)
    ot = sigmoid(np.dot(Wo, concat) + bo)
    a_next = np.multiply(ot, np.tanh(c_next))

    yt_pred = softmax(np.dot(Wy, a_next) + by)
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T_x = x.shape[2]
    c_init = np.zeros((n_a, m))
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((len(parameters["Wy"]), m, T_x))
    caches = []
    for t in range(T_x):
        if t:
            left_a, left_c = a[:, :, t - 1], c[:, :, t - 1]
        else:
            left_a, left_c = a0, c_init
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], left_a, left_c, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t] = a_t, c_t, y_t
        caches.append(cache)
    return a, y, c, (caches, x[...])

