# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.concatenate([a_prev, xt])
    [ft, it, ot] = [sigmoid(parameters[W].dot(concat) + parameters[b]) for W, b in [["Wf", "bf"], ["Wi", "bi"], ["Wo", "bo"]]]
    cct = np.tanh(parameters["Wc"].dot(concat) + parameters["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    cache = [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]
    return [a_next, c_next, yt_pred, cache]

# %%
def lstm_forward(x, a0, parameters):
    caches = []
    [n_x, m, T_x] = x.shape
    [n_y, n_a] = parameters["Wy"].shape
    a = np.zeros([n_a, m, T_x])
    c = np.zeros([n_a, m, T_x])
    y = np.zeros([n_y, m, T_x])
    a_next = a0
    c_next = np.zeros([n_a, m])
    for t in range(T_x):
        [a_next, c_next, yt, cache] = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return [a, y, c, [caches, x]]

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters] = cache
    n_a = a_prev.shape[0]
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    d = [dc * c_prev * ft * (1 - ft),
         dc * cct * it * (1 - it),
         dc * it * (1 - cct ** 2),
         da_next * np.tanh(c_next) * ot * (1 - ot)]
    W = [parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]]
    concat = np.concatenate([a_prev, xt])
    dconcat = W[0].T.dot(d[0]) + W[1].T.dot(d[1]) + W[2].T.dot(d[2]) + W[3].T.dot(d[3])
    gradients = {"dxt": dconcat[n_a:], "da_prev": dconcat[:n_a], "dc_prev": dc * ft}
    for k in range(4):
        gradients["dW" + "fico"[k]] = d[k].dot(concat.T)
        gradients["db" + "fico"[k]] = d[k].sum(axis=1, keepdims=True)
    return gradients

# %%
def lstm_backward(da, caches):
    stack, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]

    # forward pushed the caches, so backward pops them (last in, first out)
    while len(stack) > T:
        stack.pop()

    dx = np.zeros([n_x, m, T])
    total = {"dW" + g: np.zeros([n_a, n_a + n_x]) for g in "fico"}
    total.update({"db" + g: np.zeros([n_a, 1]) for g in "fico"})
    carry_a = np.zeros([n_a, m])
    carry_c = np.zeros([n_a, m])
    t = T - 1
    while stack:
        grad = lstm_cell_backward(da[:, :, t] + carry_a, carry_c, stack.pop())
        carry_a, carry_c = grad["da_prev"], grad["dc_prev"]
        dx[:, :, t] = grad["dxt"]
        for key in total:
            total[key] += grad[key]
        t -= 1
    total["dx"] = dx
    total["da0"] = carry_a
    return total
