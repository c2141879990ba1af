# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """one time step"""
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wi, bi = parameters["Wi"], parameters["bi"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bo"]
    Wy, by = parameters["Wy"], parameters["by"]

    a_and_x = np.concatenate((a_prev, xt), axis=0)
    ft = sigmoid(Wf @ a_and_x + bf)
    it = sigmoid(Wi @ a_and_x + bi)
    cct = np.tanh(Wc @ a_and_x)
    ot = sigmoid(Wo @ a_and_x + bo)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(Wy @ a_next + by)
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    assert x.ndim == 3 and a0.ndim == 2
    if x.shape[1] != a0.shape[1]:
        raise ValueError(f"x has {x.shape[1]} examples, a0 has {a0.shape[1]}")
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a, y, c = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x)), np.zeros((n_a, m, T_x))
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        assert a_next.shape == c_next.shape == (n_a, m)
        a[:, :, t], y[:, :, t], c[:, :, t] = a_next, yt_pred, c_next
        caches.append(cache)
    assert len(caches) == T_x
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    """gradients of one time step"""
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape
    # YOUR CODE HERE
    raise NotImplementedError()
