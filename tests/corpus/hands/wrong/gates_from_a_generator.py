# %%
import numpy as np
from lstm_lib import sigmoid, softmax
s = sigmoid

# %%
def rnn_cell_forward(xt, a_prev, p):
    h = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    return h, softmax(p["Wya"] @ h + p["by"]), (h, a_prev, xt, p)

def rnn_forward(x, a0, p):
    h, A, Y, C = a0, [], [], []
    for t in range(x.shape[2]):
        h, y, k = rnn_cell_forward(x[..., t], h, p)
        A.append(h); Y.append(y); C.append(k)
    return np.stack(A, -1), np.stack(Y, -1), (C, x)

def rnn_cell_backward(da, cache):
    h, h0, xt, p = cache
    z = da * (1 - h * h)
    return dict(dxt=p["Wax"].T @ z, da_prev=p["Waa"].T @ z, dWax=z @ xt.T, dWaa=z @ h0.T, dba=z.sum(1, keepdims=True))

def rnn_backward(da, caches):
    C, x = caches
    T = da.shape[-1]
    g = {"dx": np.zeros(x.shape[:2] + (T,)), "da0": 0}
    for t in range(T - 1, -1, -1):
        k = rnn_cell_backward(da[..., t] + g["da0"], C[t])
        g["dx"][..., t] = k["dxt"]
        g["da0"] = k["da_prev"]
        for n in ("dWax", "dWaa", "dba"):
            g[n] = g.get(n, 0) + k[n]
    return g

# %%
def lstm_cell_forward(xt, a_prev, c_prev, p):
    z = np.vstack([a_prev, xt])
    f, o, i = (s(p["W" + k] @ z + p["b" + k]) for k in "fio")
    g = np.tanh(p["Wc"] @ z + p["bc"])
    c = f * c_prev + i * g
    a = o * np.tanh(c)
    return a, c, softmax(p["Wy"] @ a + p["by"]), (a, c, a_prev, c_prev, f, i, g, o, xt, p)

def lstm_forward(x, a0, p):
    a, c = a0, np.zeros_like(a0)
    A, Y, C, K = [], [], [], []
    for t in range(x.shape[2]):
        a, c, y, k = lstm_cell_forward(x[..., t], a, c, p)
        A.append(a); Y.append(y); C.append(c); K.append(k)
    return np.stack(A, -1), np.stack(Y, -1), np.stack(C, -1), (K, x)

def lstm_cell_backward(da, dc, cache):
    a1, c1, a0, c0, f, i, g, o, xt, p = cache
    n, z, th = len(a0), np.vstack([a0, xt]), np.tanh(c1)
    d = dc + da * o * (1 - th ** 2)
    D = {"f": d * c0 * f * (1 - f), "i": d * g * i * (1 - i), "c": d * i * (1 - g ** 2), "o": da * th * o * (1 - o)}
    r = sum(p["W" + k].T @ D[k] for k in D)
    out = {"dxt": r[n:], "da_prev": r[:n], "dc_prev": d * f}
    for k in D:
        out["dW" + k], out["db" + k] = D[k] @ z.T, D[k].sum(1, keepdims=True)
    return out

def lstm_backward(da, caches):
    K, x = caches
    n, m, T = da.shape
    dx, G = np.zeros((len(x), m, T)), {}
    ha = hc = np.zeros((n, m))
    for t in range(T)[::-1]:
        k = lstm_cell_backward(da[..., t] + ha, hc, K[t])
        dx[..., t], ha, hc = k["dxt"], k["da_prev"], k["dc_prev"]
        for q in k:
            if q[1] in "Wb":
                G[q] = G.get(q, 0) + k[q]
    return {"dx": dx, "da0": ha, **G}
