# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %% [markdown]
# I put the three sigmoid gates first (f, i, o), so that one call of sigmoid does all of them.

# %%
def stack_params(p):
    W_big = np.vstack((p["Wf"], p["Wi"], p["Wo"], p["Wc"]))
    b_big = np.vstack((p["bf"], p["bi"], p["bo"], p["bc"]))
    return W_big, b_big

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a = a_prev.shape[0]
    W_big, b_big = stack_params(parameters)
    Z = W_big.dot(np.vstack((a_prev, xt))) + b_big
    gates = sigmoid(Z[:3 * n_a])
    ft, it, ot = np.vsplit(gates, 3)
    cct = np.tanh(Z[3 * n_a:])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    n_y = parameters["Wy"].shape[0]
    a = np.empty((n_a, m, T_x))
    c = np.empty((n_a, m, T_x))
    y = np.empty((n_y, m, T_x))
    caches = []
    for t in range(T_x):
        if t == 0:
            a_before, c_before = a0, np.zeros((n_a, m))
        else:
            a_before, c_before = a_next, c_next
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_before, c_before, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    W_big, _ = stack_params(parameters)
    th = np.tanh(c_next)
    dC = dc_next + ot * (1 - th ** 2) * da_next

    sig = np.vstack((ft, it, ot))
    upstream = np.vstack((dC * c_prev, dC * cct, da_next * th))
    dZ = np.vstack((upstream * sig * (1 - sig), dC * it * (1 - cct ** 2)))

    dW = dZ.dot(np.vstack((a_prev, xt)).T)
    db = dZ.sum(axis=1, keepdims=True)
    dconcat = W_big.T.dot(dZ)
    dWf, dWi, dWo, dWc = np.vsplit(dW, 4)
    dbf, dbi, dbo, dbc = np.vsplit(db, 4)
    return {
        "dxt": dconcat[n_a:], "da_prev": dconcat[:n_a], "dc_prev": dC * ft,
        "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
        "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo,
    }

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
