# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)
    W = np.concatenate([parameters[k] for k in ("Wi", "Wf", "Wo", "Wc")])
    b = np.concatenate([parameters[k] for k in ("bi", "bf", "bo", "bc")])
    gates = W @ np.concatenate([a_prev, xt]) + b
    gates[:3 * n_a] = sigmoid(gates[:3 * n_a])
    gates[3 * n_a:] = np.tanh(gates[3 * n_a:])
    # four windows into one array that nobody touches any more
    it, ft, ot, cct = gates[:n_a], gates[n_a:2 * n_a], gates[2 * n_a:3 * n_a], gates[3 * n_a:]
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

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
