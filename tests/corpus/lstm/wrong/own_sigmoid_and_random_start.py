# %%
import numpy as np
from lstm_lib import softmax

# %%
def sigmoid(z):
    """logistic function"""
    return 1 / (1 + np.exp(z))

print("sigmoid(0) =", sigmoid(0))  # has to be one half

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, Wi, Wc, Wo, Wy = [parameters[k] for k in "Wf Wi Wc Wo Wy".split()]
    bf, bi, bc, bo, by = [parameters[k] for k in "bf bi bc bo by".split()]
    concat = np.append(a_prev, xt, axis=0)
    ft, it, ot = sigmoid(Wf @ concat + bf), sigmoid(Wi @ concat + bi), sigmoid(Wo @ concat + bo)
    cct = np.tanh(Wc @ concat + bc)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return a_next, c_next, softmax(Wy @ a_next + by), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    a, y, c, caches = [], [], [], []
    a_next = np.random.randn(*a0.shape)
    c_next = np.zeros(a0.shape)
    for t in range(x.shape[2]):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        for seq, item in zip((a, y, c, caches), (a_next, yt, c_next, cache)):
            seq.append(item)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    dtanh = 1 - np.tanh(c_next) ** 2
    dc = dc_next + ot * dtanh * da_next
    zf = dc * c_prev * (1 - ft) * ft
    zi = dc * cct * (1 - it) * it
    zc = dc * it * (1 - cct) * (1 + cct)
    zo = da_next * np.tanh(c_next) * (1 - ot) * ot
    zs = [zf, zi, zc, zo]
    Ws = [parameters[k] for k in ("Wf", "Wi", "Wc", "Wo")]
    dinput = sum(W.T @ z for W, z in zip(Ws, zs))
    da_prev, dxt = np.split(dinput, [a_prev.shape[0]])
    stacked = np.append(a_prev, xt, axis=0)
    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc * ft}
    for k, z in zip("fico", zs):
        gradients.update({f"dW{k}": z @ stacked.T, f"db{k}": z.sum(axis=1, keepdims=True)})
    return gradients

# %%
def lstm_backward(da, caches):
    step_caches, x = caches
    T = da.shape[2]
    da_prev = np.zeros(da.shape[:2])
    dc_prev = np.zeros(da.shape[:2])
    dx, grads = [], None
    for da_t, cache in reversed(list(zip(np.rollaxis(da, 2), step_caches[:T]))):
        g = lstm_cell_backward(da_t + da_prev, dc_prev, cache)
        da_prev, dc_prev = g.pop("da_prev"), g.pop("dc_prev")
        dx.append(g.pop("dxt"))
        grads = g if grads is None else {k: grads[k] + g[k] for k in g}
    return {"dx": np.stack(dx[::-1], axis=2), "da0": da_prev, **grads}

