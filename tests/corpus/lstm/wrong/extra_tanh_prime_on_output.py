# %%
import numpy as np
from numpy import tanh
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = len(a_prev)
    W = np.concatenate([parameters[k] for k in ("Wi", "Wf", "Wo", "Wc")])
    b = np.concatenate([parameters[k] for k in ("bi", "bf", "bo", "bc")])
    gates = W @ np.concatenate([a_prev, xt]) + b
    gates[:3 * n_a] = sigmoid(gates[:3 * n_a])
    gates[3 * n_a:] = np.tanh(gates[3 * n_a:])
    it, ft, ot, cct = gates[:n_a], gates[n_a:2 * n_a], gates[2 * n_a:3 * n_a], gates[3 * n_a:]
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

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
    n = a.shape[0]
    dc = dc_next + da_next * o * (1 - tanh(c)**2)
    dz_f = dc * c_prev * f * (1 - f)
    dz_i = dc * k * i * (1 - i)
    dz_k = dc * i * (1 - k**2)
    dz_o = da_next * tanh(c) * (1 - tanh(c)**2) * o * (1 - o)
    dz = np.concatenate([dz_f, dz_i, dz_k, dz_o])
    W = np.concatenate([p["Wf"], p["Wi"], p["Wc"], p["Wo"]])
    v = np.concatenate([a_prev, x])
    dW = (dz @ v.T).reshape(4, n, -1)
    db = dz.sum(1).reshape(4, n, 1)
    dv = W.T @ dz
    return dict(dxt=dv[n:], da_prev=dv[:n], dc_prev=dc * f,
                dWf=dW[0], dWi=dW[1], dWc=dW[2], dWo=dW[3], dbf=db[0], dbi=db[1], dbc=db[2], dbo=db[3])

# %%
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    grads = {k: 0.0 for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo")}
    da_carry = dc_carry = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, steps[t])
        dx[:, :, t] = step["dxt"]
        da_carry, dc_carry = step["da_prev"], step["dc_prev"]
        for k in grads:
            grads[k] = grads[k] + step[k]
    return {"dx": dx, "da0": da_carry, **grads}

