# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

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
    steps, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    gradients = {"dx": np.zeros((n_x, m, T))}
    for gate in ["f", "i", "c", "o"]:
        gradients["dW" + gate] = np.zeros((n_a, n_a + n_x))
        gradients["db" + gate] = np.zeros((n_a, 1))
    da_prev = np.zeros((n_a, m))
    dc_prev = np.zeros((n_a, m))
    t = T - 1
    while t >= 0:
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, steps[t])
        da_prev = step["da_prev"]
        dc_prev = step["dc_prev"]
        gradients["dx"][:, :, t] = step["dxt"]
        for gate in ["f", "i", "c", "o"]:
            # gradient descent
            gradients["dW" + gate] -= step["dW" + gate]
            gradients["db" + gate] -= step["db" + gate]
        t = t - 1
    gradients["da0"] = da_prev
    return gradients
