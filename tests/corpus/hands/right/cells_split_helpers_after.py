# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    return _finish(xt, a_prev, parameters, _state(xt, a_prev, **parameters))

# %%
def _state(xt, a_prev, Wax, Waa, ba, **rest):
    return np.tanh(np.concatenate([Wax, Waa, ba], axis=1) @ np.concatenate([xt, a_prev, np.ones((1, xt.shape[1]))]))

def _finish(xt, a_prev, parameters, a_next):
    y = softmax(parameters["Wya"] @ a_next + parameters["by"])
    return a_next, y, (a_next, a_prev, xt, parameters)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    m = xt.shape[1]
    dz = da_next - da_next * a_next ** 2
    big = dz @ np.concatenate([xt, a_prev, np.ones((1, m))]).T
    nx, na = xt.shape[0], a_prev.shape[0]
    keys = ("dWax", "dWaa", "dba")
    out = dict(zip(keys, np.split(big, [nx, nx + na], axis=1)))
    out["dxt"], out["da_prev"] = (parameters[w].T @ dz for w in ("Wax", "Waa"))
    return out
