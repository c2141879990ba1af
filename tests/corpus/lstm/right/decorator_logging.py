# %%
import functools
import time
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
CALLS = {}


def timed(f):
    @functools.wraps(f)
    def wrapper(*args, **kwargs):
        start = time.perf_counter()
        try:
            return f(*args, **kwargs)
        finally:
            n, total = CALLS.get(f.__name__, (0, 0.0))
            CALLS[f.__name__] = n + 1, total + time.perf_counter() - start
    return wrapper

# %%
@timed
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.vstack((a_prev, xt))
    ft = sigmoid(np.dot(parameters["Wf"], concat) + parameters["bf"])
    it = sigmoid(np.dot(parameters["Wi"], concat) + parameters["bi"])
    cct = np.tanh(np.dot(parameters["Wc"], concat) + parameters["bc"])
    ot = sigmoid(np.dot(parameters["Wo"], concat) + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
@timed
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T_x = x.shape[2]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((parameters["Wy"].shape[0], m, T_x))
    caches = []
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t], c[:, :, t], y[:, :, t] = a_next, c_next, yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
@timed
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    tanh = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh ** 2)
    dgf = dc * c_prev * ft * (1 - ft)
    dgi = dc * cct * it * (1 - it)
    dgc = dc * it * (1 - cct ** 2)
    dgo = da_next * tanh * ot * (1 - ot)
    concat = np.vstack((a_prev, xt))
    dconcat = np.dot(parameters["Wf"].T, dgf) + np.dot(parameters["Wi"].T, dgi) + np.dot(parameters["Wc"].T, dgc) + np.dot(parameters["Wo"].T, dgo)
    n_a = a_prev.shape[0]
    return dict(dxt=dconcat[n_a:], da_prev=dconcat[:n_a], dc_prev=dc * ft,
                dWf=np.dot(dgf, concat.T), dbf=dgf.sum(axis=1, keepdims=True),
                dWi=np.dot(dgi, concat.T), dbi=dgi.sum(axis=1, keepdims=True),
                dWc=np.dot(dgc, concat.T), dbc=dgc.sum(axis=1, keepdims=True),
                dWo=np.dot(dgo, concat.T), dbo=dgo.sum(axis=1, keepdims=True))

# %%
@timed
def lstm_backward(da, caches):
    (caches, x) = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    grads = {}
    for t in reversed(range(T)):
        g = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt, dc_prevt = g["da_prev"], g["dc_prev"]
        dx[:, :, t] = g["dxt"]
        for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
            grads[k] = grads.get(k, 0) + g[k]
    return {"dx": dx, "da0": da_prevt, **grads}

# %%
for name, (n, seconds) in CALLS.items():
    print(f"{name:20s} {n:5d} calls {seconds:.4f} s")
