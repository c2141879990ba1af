# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n = a_prev.shape[0]
    W = np.concatenate([parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]], axis=0)
    b = np.concatenate([parameters["bf"], parameters["bi"], parameters["bc"], parameters["bo"]], axis=0)
    z = W @ np.concatenate([a_prev, xt], axis=0) + b

    ft = sigmoid(z[0 * n:1 * n])
    it = sigmoid(z[1 * n:2 * n])
    cct = np.tanh(z[2 * n:3 * n])
    ot = sigmoid(z[2 * n:3 * n])

    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    n_y = parameters["Wy"].shape[0]
    a = np.empty((n_a, m, T_x))
    c = np.empty((n_a, m, T_x))
    y = np.empty((n_y, m, T_x))
    caches = []
    for t in range(T_x):
        if t == 0:
            a_before, c_before = a0, np.zeros((n_a, m))
        else:
            a_before, c_before = a_next, c_next
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_before, c_before, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_prev.shape
    D = np.empty((4 * n_a, m))
    di, df, do, dg = (D[k * n_a:(k + 1) * n_a] for k in range(4))
    th = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - th ** 2)
    di[:] = dc * cct * it * (1 - it)
    df[:] = dc * c_prev * ft * (1 - ft)
    do[:] = da_next * th * ot * (1 - ot)
    dg[:] = dc * it * (1 - cct ** 2)
    W = np.concatenate([parameters[k] for k in ("Wi", "Wf", "Wo", "Wc")])
    dW = D @ np.concatenate([a_prev, xt]).T
    db = D.sum(axis=1, keepdims=True)
    din = W.T @ D
    g = {"da_prev": din[:n_a], "dxt": din[n_a:], "dc_prev": dc * ft}
    for k, name in enumerate("ifoc"):
        g["dW" + name] = dW[k * n_a:(k + 1) * n_a]
        g["db" + name] = db[k * n_a:(k + 1) * n_a]
    return g

# %%
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    n_x = len(x)
    block = np.zeros((4 * n_a, n_a + n_x + 1))
    dx = np.zeros((n_x, m, T))
    da_prev = dc_prev = np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, steps[t])
        dx[:, :, t], da_prev, dc_prev = g["dxt"], g["da_prev"], g["dc_prev"]
        for k, name in enumerate("fico"):
            rows = block[k * n_a:(k + 1) * n_a]
            rows[:, :-1] += g["dW" + name]
            rows[:, -1:] += g["db" + name]
    result = {"dx": dx, "da0": da_prev}
    for k, name in enumerate("fico"):
        rows = block[k * n_a:(k + 1) * n_a]
        result["dW" + name], result["db" + name] = rows[:, :-1], rows[:, -1:]
    return result

