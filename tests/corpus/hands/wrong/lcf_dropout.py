# %%
import numpy as np

from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    P = parameters
    n_a = a_prev.shape[0]

    def affine(k):
        W = P["W" + k]
        h_part = np.einsum("ij,jm->im", W[:, :n_a], a_prev)
        x_part = np.einsum("ij,jm->im", W[:, n_a:], xt)
        return h_part + x_part + P["b" + k]

    ft = sigmoid(affine("f"))
    it = sigmoid(affine("i"))
    ot = sigmoid(affine("o"))
    cct = np.tanh(affine("c"))
    c_next = np.einsum("im,im->im", ft, c_prev) + np.einsum("im,im->im", it, cct)
    a_next = np.einsum("im,im->im", ot, np.tanh(c_next))
    mask = np.random.rand(*a_next.shape) > 0.1
    a_next = a_next * mask
    yt_pred = softmax(np.einsum("ya,am->ym", P["Wy"], a_next) + P["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a, c = np.empty((2, n_a, m, T_x))
    y = np.empty((n_y, m, T_x))
    caches = [None] * T_x
    h = a0
    s = np.zeros((n_a, m))
    for t, xt in enumerate(np.moveaxis(x, 2, 0)):
        h, s, y[:, :, t], caches[t] = lstm_cell_forward(xt, h, s, parameters)
        a[:, :, t] = h
        c[:, :, t] = s
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = len(a_prev)
    th = np.tanh(c_next)
    dc = dc_next + np.einsum("im,im,im->im", da_next, ot, 1 - th**2)
    dz = {
        "f": np.einsum("im,im,im->im", dc, c_prev, ft * (1 - ft)),
        "i": np.einsum("im,im,im->im", dc, cct, it * (1 - it)),
        "c": np.einsum("im,im,im->im", dc, it, 1 - cct**2),
        "o": np.einsum("im,im,im->im", da_next, th, ot * (1 - ot)),
    }
    grads = {"dc_prev": np.einsum("im,im->im", dc, ft)}
    grads["da_prev"] = sum(np.einsum("ij,im->jm", parameters["W" + k][:, :n_a], dz[k]) for k in "fico")
    grads["dxt"] = sum(np.einsum("ij,im->jm", parameters["W" + k][:, n_a:], dz[k]) for k in "fico")
    for k in "fico":
        dWa = np.einsum("im,jm->ij", dz[k], a_prev)
        dWx = np.einsum("im,jm->ij", dz[k], xt)
        grads["dW" + k] = np.hstack([dWa, dWx])
        grads["db" + k] = np.einsum("im->i", dz[k])[:, None]
    return grads

# %%
def lstm_backward(da, caches):
    cs, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    G = {"dx": np.zeros((n_x, m, T))}
    for k in "fico":
        G["dW" + k] = np.zeros((n_a, n_a + n_x))
        G["db" + k] = np.zeros((n_a, 1))
    dh = np.zeros((n_a, m))
    ds = np.zeros((n_a, m))
    for t in range(T)[::-1]:
        g = lstm_cell_backward(da[..., t] + dh, ds, cs[t])
        G["dx"][..., t] = g["dxt"]
        dh = g["da_prev"]
        ds = g["dc_prev"]
        for k in "fico":
            G["dW" + k] += g["dW" + k]
            G["db" + k] += g["db" + k]
    G["da0"] = dh
    return G
