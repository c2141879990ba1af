# %%
import numpy as np
from lstm_lib import softmax

# %%
# examples in rows, as in my other notebooks; transposed at the border
def rnn_cell_forward(xt, a_prev, parameters):
    X = xt.T
    H = a_prev.T
    from_x = X @ parameters["Wax"].T
    from_h = H @ parameters["Waa"]
    H_new = np.tanh(from_x + from_h + parameters["ba"].T)
    Y = softmax((H_new @ parameters["Wya"].T + parameters["by"].T).T)
    a_next = H_new.T
    return a_next, Y, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T = x.shape
    a = np.empty((a0.shape[0], m, T))
    y = np.empty((parameters["Wya"].shape[0], m, T))
    caches = []
    for t in range(T):
        prev = a0 if t == 0 else np.array(a[:, :, t - 1])
        a[:, :, t], y[:, :, t], c = rnn_cell_forward(x[:, :, t], prev, parameters)
        caches.append(c)
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    D = ((1 - a_next ** 2) * da_next).T
    dX = D @ parameters["Wax"]
    dH = D @ parameters["Waa"]
    return {"dxt": dX.T, "da_prev": dH.T, "dWax": D.T @ xt.T, "dWaa": D.T @ a_prev.T,
            "dba": D.sum(axis=0, keepdims=True).T}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    dWax, dWaa, dba, dH = np.zeros((n_a, x.shape[0])), np.zeros((n_a, n_a)), np.zeros((n_a, 1)), np.zeros((n_a, m))
    for t in reversed(range(T)):
        g = rnn_cell_backward(da[:, :, t] + dH, cells[t])
        dH = g["da_prev"]
        dx[:, :, t] = g["dxt"]
        dWax = dWax + g["dWax"]
        dWaa = dWaa + g["dWaa"]
        dba = dba + g["dba"]
    return dict(dx=dx, da0=dH, dWax=dWax, dWaa=dWaa, dba=dba)
