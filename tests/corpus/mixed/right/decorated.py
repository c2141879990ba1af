# %%
import functools
import numpy as np
from lstm_lib import softmax

# %%
def check_keys(*keys):
    def wrap(f):
        @functools.wraps(f)
        def inner(*args, **kwargs):
            result = f(*args, **kwargs)
            missing = [k for k in keys if k not in result]
            assert not missing, f"{f.__name__} forgot {missing}"
            return result
        return inner
    return wrap

def counted(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        inner.calls += 1
        return f(*args, **kwargs)
    inner.calls = 0
    return inner

# %%
@counted
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya, ba, by = map(parameters.get, ["Wax", "Waa", "Wya", "ba", "by"])
    assert xt.shape[0] == Wax.shape[1], "xt does not fit Wax"
    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)
    return a_next, softmax(Wya @ a_next + by), (a_next, a_prev, xt, parameters)

# %%
@counted
def rnn_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    assert a0.shape == (n_a, m)
    a, y = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    caches, a_next = [], a0
    for t in range(T_x):
        a_next, yt, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y[:, :, t] = yt
        caches.append(cache)
    assert len(caches) == T_x
    return a, y, (caches, x)

# %%
@check_keys("dxt", "da_prev", "dWax", "dWaa", "dba")
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next**2) * da_next
    return {"dxt": parameters["Wax"].T @ dtanh, "dWax": dtanh @ xt.T,
            "da_prev": parameters["Waa"].T @ dtanh, "dWaa": dtanh @ a_prev.T,
            "dba": dtanh.sum(axis=1, keepdims=True)}

# %%
@check_keys("dx", "da0", "dWax", "dWaa", "dba")
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((len(x), m, T))
    da_prevt = np.zeros((n_a, m))
    sums = dict.fromkeys(("dWax", "dWaa", "dba"), 0.0)
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + da_prevt, cells[t])
        dx[:, :, t] = g["dxt"]
        da_prevt = g["da_prev"]
        for k in sums:
            sums[k] = sums[k] + g[k]
    return {"dx": dx, "da0": da_prevt, **sums}

# %%
print(rnn_cell_forward.calls, rnn_forward.calls)
