# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(sum((parameters["Wax"] @ xt, parameters["Waa"] @ a_prev), parameters["ba"]))
    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"]), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    def go(t, a_prev):
        if t == x.shape[2]:
            return [], [], []
        a_next, y, cache = rnn_cell_forward(x[:, :, t], a_prev, parameters)
        a_rest, y_rest, c_rest = go(t + 1, a_next)
        return [a_next] + a_rest, [y] + y_rest, [cache] + c_rest

    a, y, caches = go(0, a0)
    return np.stack(a, axis=2), np.stack(y, axis=2), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a, a0, x, p = cache
    dz = (1 - a) * (1 + a) * da_next
    return {"dxt": (dz.T @ p["Wax"]).T, "da_prev": (dz.T @ p["Waa"]).T, "dWax": (x @ dz.T).T,
            "dWaa": (a0 @ dz.T).T, "dba": dz @ np.ones((dz.shape[1], 1))}

# %%
def rnn_backward(da, caches):
    steps, x = caches
    T = da.shape[2]

    def back(t, later):
        """gradients of the steps 0..t, given what comes from behind"""
        if t < 0:
            return [], later, 0, 0, 0
        g = rnn_cell_backward(da[:, :, t] + later, steps[t])
        dx, da0, Wax, Waa, ba = back(t - 1, g["da_prev"])
        return dx + [g["dxt"]], da0, Wax + g["dWax"], Waa + g["dWaa"], ba + g["dba"]

    dx, da0, dWax, dWaa, dba = back(T - 1, 0)
    return {"dx": np.stack(dx, axis=2), "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
