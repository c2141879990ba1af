# %%
import numpy as np
from lstm_lib import sigmoid, softmax

ORDER = "fico"

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    W = np.concatenate([parameters["W" + g] for g in ORDER])
    b = np.concatenate([parameters["b" + g] for g in ORDER])
    f, i, k, o = np.split(W @ np.concatenate([a_prev, xt]) + b, 4)
    f, i, o, k = sigmoid(f), sigmoid(i), sigmoid(o), np.tanh(k)
    c = f * c_prev + i * k
    a = o * np.tanh(c)
    y = softmax(parameters["Wy"] @ a + parameters["by"])
    return a, c, y, (a, c, a_prev, c_prev, f, i, k, o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T = x.shape[2]
    A, Y, C, caches = [], [], [], []
    a, c = a0, 0 * a0
    for t in range(T):
        a, c, y, cache = lstm_cell_forward(x[:, :, t], a, c, parameters)
        A.append(a); Y.append(y); C.append(c); caches.append(cache)
    return np.stack(A, -1), np.stack(Y, -1), np.stack(C, -1), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a, c, a_prev, c_prev, f, i, k, o, x, p = cache
    n = len(a)
    s = np.tanh(c)
    dc = dc_next + da_next * o * (1 - s * s)
    dG = np.concatenate([dc * c_prev * f * (1 - f),
                         dc * k * i * (1 - i),
                         dc * i * (1 - k * k),
                         da_next * s * o * (1 - o)])
    W = np.concatenate([p["W" + g] for g in ORDER])
    dz = W.T @ dG
    grads = dict(dxt=dz[n:], da_prev=dz[:n], dc_prev=dc * f)
    for g, dW, db in zip(ORDER,
                         np.split(dG @ np.concatenate([a_prev, x]).T, 4),
                         np.split(dG.sum(1, keepdims=True), 4)):
        grads["dW" + g], grads["db" + g] = dW, db
    return grads

# %%
def lstm_backward(da, caches):
    cs, x = caches
    T = da.shape[2]
    back_a = back_c = np.zeros(da.shape[:2])
    dx, W = [None] * T, 0
    for t in range(T)[::-1]:
        g = lstm_cell_backward(da[:, :, t] + back_a, back_c, cs[t])
        back_a, back_c, dx[t] = g["da_prev"], g["dc_prev"], g["dxt"]
        W = W + np.concatenate([np.hstack([g["dW" + q], g["db" + q]]) for q in ORDER])
    out = {"dx": np.stack(dx, -1), "da0": back_a}
    for q, block in zip(ORDER, np.split(W, 4)):
        out["dW" + q], out["db" + q] = block[:, :-1], block[:, -1:]
    return out
