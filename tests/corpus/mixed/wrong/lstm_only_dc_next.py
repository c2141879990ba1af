# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate((a_prev, xt), axis=0)

    # forget gate, update gate
    ft = sigmoid(np.dot(parameters["Wf"], concat) + parameters["bf"])
    it = sigmoid(np.dot(parameters["Wi"], concat) + parameters["bi"])
    # candidate and memory
    cct = np.tanh(np.dot(parameters["Wc"], concat) + parameters["bc"])
    c_next = ft * c_prev + it * cct
    # output gate and hidden state
    ot = sigmoid(np.dot(parameters["Wo"], concat) + parameters["bo"])
    a_next = ot * np.tanh(c_next)

    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    caches = []
    n_a, m = a0.shape
    T_x = x.shape[2]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((parameters["Wy"].shape[0], m, T_x))
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_next.shape[0]
    tanh_c = np.tanh(c_next)

    # output gate
    dot = da_next * tanh_c * ot * (1 - ot)
    # gradient that reaches the memory
    dc = da_next * ot * (1 - tanh_c ** 2)
    # candidate, update and forget gates
    dcct = dc * it * (1 - cct ** 2)
    dit = dc * cct * it * (1 - it)
    dft = dc * c_prev * ft * (1 - ft)
    # memory of the step before
    dc_prev = dc * ft

    concat = np.concatenate((a_prev, xt), axis=0)
    dconcat = np.zeros(concat.shape)
    grads = {"dc_prev": dc_prev}
    for gate, dgate in [("f", dft), ("i", dit), ("c", dcct), ("o", dot)]:
        grads["dW" + gate] = np.dot(dgate, concat.T)
        grads["db" + gate] = np.sum(dgate, axis=1, keepdims=True)
        dconcat += np.dot(parameters["W" + gate].T, dgate)
    grads["da_prev"] = dconcat[:n_a, :]
    grads["dxt"] = dconcat[n_a:, :]
    return grads

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    T_x = da.shape[2]
    sums = None
    dx = np.zeros((x.shape[0], x.shape[1], T_x))
    da_prevt = np.zeros(da.shape[:2])
    dc_prevt = np.zeros(da.shape[:2])
    for t in reversed(range(T_x)):
        grads = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        dx[:, :, t] = grads.pop("dxt")
        da_prevt = grads.pop("da_prev")
        dc_prevt = grads.pop("dc_prev")
        if sums is None:
            sums = grads
        else:
            for name in grads:
                sums[name] = sums[name] + grads[name]
    sums["dx"] = dx
    sums["da0"] = da_prevt
    return sums
