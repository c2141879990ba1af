# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_forward(x, a0, parameters):
    """Does not call the cell: the input's share of all gates is computed for all steps at once."""
    n_x, m, T = x.shape
    n_a = a0.shape[0]
    order = "fioc"
    W = np.concatenate([parameters["W" + k] for k in order])
    b = np.concatenate([parameters["b" + k] for k in order])
    Wh, Wx = W[:, :n_a], W[:, n_a:]
    proj = (Wx @ x.reshape(n_x, m * T)).reshape(4 * n_a, m, T) + b[:, :, None]
    hs = np.zeros((T + 1, n_a, m))
    cs = np.zeros((T + 1, n_a, m))
    hs[0] = a0
    ys, caches = [], []
    for t in range(T):
        z = proj[:, :, t] + Wh @ hs[t]
        f, i, o = sigmoid(z[: 3 * n_a]).reshape(3, n_a, m)
        g = np.tanh(z[3 * n_a :])
        cs[t + 1] = f * cs[t] + i * g
        hs[t + 1] = o * np.tanh(cs[t + 1])
        ys.append(softmax(parameters["Wy"] @ hs[t + 1] + parameters["by"]))
        caches.append((hs[t + 1], cs[t + 1], hs[t], cs[t], f, i, g, o, x[:, :, t], parameters))
    return np.moveaxis(hs[1:], 0, -1), np.stack(ys, -1), np.moveaxis(cs[1:], 0, -1), (caches, x)

# %%
def lstm_backward(da, caches):
    """Does not call the cell either; the weights' gradients are one product over all the steps."""
    L, x = caches
    n_a, m, T = da.shape
    P = L[0][-1]
    Z = {k: [None] * T for k in "fico"}
    dh, ds = np.zeros((n_a, m)), np.zeros((n_a, m))
    dx = np.zeros((x.shape[0], m, T))
    for t in range(T - 1, -1, -1):
        h1, c1, h, c, f, i, g, o, xt, _ = L[t]
        dh = dh + da[:, :, t]
        th = np.tanh(c1)
        ds = ds + dh * o * (1 - th ** 2)
        Z["f"][t] = ds * c * f * (1 - f)
        Z["i"][t] = ds * g * i * (1 - i)
        Z["c"][t] = ds * i * (1 - g ** 2)
        Z["o"][t] = dh * th * o * (1 - o)
        back = sum(P["W" + k].T @ Z[k][t] for k in "fico")
        dh, dx[:, :, t] = back[:n_a], back[n_a:]
        ds = ds * f
    stacks = np.concatenate([np.concatenate((L[t][2], L[t][8])) for t in range(T)], axis=1)
    out = {"dx": dx, "da0": dh}
    for k in "fico":
        z = np.concatenate(Z[k], axis=1)
        out["dW" + k] = z @ stacks.T
        out["db" + k] = z.sum(axis=1, keepdims=True)
    return out
