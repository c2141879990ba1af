# %%
import numpy as np
from numpy.linalg import multi_dot
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    ones = np.ones((1, xt.shape[1]))
    h = np.concatenate((a_prev, xt, ones))                       # the bias becomes one more column of W
    pre = {g: np.inner(np.hstack((parameters["W" + g], parameters["b" + g])), h.T) for g in "fico"}
    ft, it, ot = sigmoid(pre["f"]), sigmoid(pre["i"]), sigmoid(pre["o"])
    cct = np.tanh(pre["c"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.inner(parameters["Wy"], a_next.T) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    n_x = xt.shape[0]
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th ** 2)
    dz = {"f": dc * c_prev * ft * (1 - ft), "i": dc * cct * it * (1 - it),
          "c": dc * it * (1 - cct ** 2), "o": da_next * th * ot * (1 - ot)}
    h1 = np.concatenate((a_prev, xt, np.ones((1, m))))
    pick_a = np.eye(n_a, n_a + n_x)                              # selects the rows of a_prev
    pick_x = np.eye(n_x, n_a + n_x, k=n_a)                       # selects the rows of xt
    g = {"dc_prev": dc * ft}
    g["da_prev"] = sum(multi_dot([pick_a, parameters["W" + q].T, dz[q]]) for q in "fico")
    g["dxt"] = sum(multi_dot([pick_x, parameters["W" + q].T, dz[q]]) for q in "fico")
    for q in "fico":
        both = np.inner(dz[q], h1)
        g["dW" + q], g["db" + q] = both[:, :-1], both[:, -1:]
    return g

# %%
def lstm_forward(x, a0, parameters):
    a_list, y_list, c_list, caches = [], [], [], []
    a_next, c_next = a0, np.zeros(a0.shape)
    for xt in np.split(x, x.shape[2], axis=2):
        a_next, c_next, yt, cache = lstm_cell_forward(xt.squeeze(2), a_next, c_next, parameters)
        a_list.append(a_next[:, :, None])
        c_list.append(c_next[:, :, None])
        y_list.append(yt[:, :, None])
        caches.append(cache)
    return np.concatenate(a_list, 2), np.concatenate(y_list, 2), np.concatenate(c_list, 2), (caches, x)
