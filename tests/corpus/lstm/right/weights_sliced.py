# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def split_weights(W, n_a):
    """recurrent part, input part"""
    return W[:, :n_a], W[:, n_a:]

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    Wfa, Wfx = split_weights(parameters["Wf"], n_a)
    Wia, Wix = split_weights(parameters["Wi"], n_a)
    Wca, Wcx = split_weights(parameters["Wc"], n_a)
    Woa, Wox = split_weights(parameters["Wo"], n_a)

    ft = sigmoid(Wfa.dot(a_prev) + Wfx.dot(xt) + parameters["bf"])
    it = sigmoid(Wia.dot(a_prev) + Wix.dot(xt) + parameters["bi"])
    cct = np.tanh(Wca.dot(a_prev) + Wcx.dot(xt) + parameters["bc"])
    ot = sigmoid(Woa.dot(a_prev) + Wox.dot(xt) + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    a = np.zeros((n_a, m, T_x)); c = np.zeros((n_a, m, T_x)); y = np.zeros((n_y, m, T_x))
    caches = []
    a_t, c_t = a0, np.zeros((n_a, m))
    for t in range(T_x):
        (a_t, c_t, y_t, cache_t) = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a[:, :, t] = a_t; c[:, :, t] = c_t; y[:, :, t] = y_t
        caches.append(cache_t)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]

    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dzo = da_next * np.tanh(c_next) * ot * (1 - ot)
    dzf = dc * c_prev * ft * (1 - ft)
    dzi = dc * cct * it * (1 - it)
    dzc = dc * it * (1 - cct ** 2)

    grads = {}
    da_prev = np.zeros_like(a_prev)
    dxt = np.zeros_like(xt)
    for g, dz in zip("fico", [dzf, dzi, dzc, dzo]):
        Wa, Wx = split_weights(parameters["W" + g], n_a)
        da_prev += Wa.T.dot(dz)
        dxt += Wx.T.dot(dz)
        dW = np.zeros_like(parameters["W" + g])
        dW[:, :n_a] = dz.dot(a_prev.T)
        dW[:, n_a:] = dz.dot(xt.T)
        grads["dW" + g] = dW
        grads["db" + g] = dz.sum(axis=1, keepdims=True)
    grads["da_prev"] = da_prev
    grads["dxt"] = dxt
    grads["dc_prev"] = dc * ft
    return grads

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    d_a = np.zeros((n_a, m))
    d_c = np.zeros((n_a, m))
    W_sum = np.zeros((4, n_a, n_a + n_x))
    b_sum = np.zeros((4, n_a, 1))
    for t in range(T - 1, -1, -1):
        grads = lstm_cell_backward(da[:, :, t] + d_a, d_c, caches[t])
        d_a, d_c = grads["da_prev"], grads["dc_prev"]
        dx[:, :, t] = grads["dxt"]
        for k, g in enumerate("fico"):
            W_sum[k] += grads["dW" + g]
            b_sum[k] += grads["db" + g]
    out = {"dx": dx, "da0": d_a}
    for k, g in enumerate("fico"):
        out["dW" + g] = W_sum[k]
        out["db" + g] = b_sum[k]
    return out
