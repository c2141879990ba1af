# %%
import numpy as np
from lstm_lib import softmax

# %%
# I think in rows (one example per row), so everything is transposed inside and turned back at the end.
def rnn_cell_forward(xt, a_prev, parameters):
    X, H = xt.T, a_prev.T
    H1 = np.tanh(X @ parameters["Wax"].T + H @ parameters["Waa"].T + parameters["ba"].T)
    logits = H1 @ parameters["Wya"].T + parameters["by"].T
    a_next = H1.T
    return a_next, softmax(logits.T), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    batch_time = x.transpose(1, 2, 0)                 # (m, T, n_x)
    m, T, _ = batch_time.shape
    H = np.zeros((m, T, a0.shape[0]))
    Y = np.zeros((m, T, parameters["by"].shape[0]))
    caches, h = [], a0
    for t in range(T):
        h, y, cache = rnn_cell_forward(batch_time[:, t].T, h, parameters)
        H[:, t] = h.T
        Y[:, t] = y.T
        caches.append(cache)
    return H.transpose(2, 0, 1), Y.transpose(2, 0, 1), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    D = (da_next * (1 - a_next**2)).T                  # (m, n_a)
    return {
        "dxt": (D @ parameters["Wax"]).T,
        "da_prev": (D @ parameters["Waa"]).T,
        "dWax": (xt @ D).T,
        "dWaa": (a_prev @ D).T,
        "dba": D.sum(axis=0)[:, None],
    }

# %%
def rnn_backward(da, caches):
    cells, x = caches
    DA = da.transpose(2, 1, 0)                         # (T, m, n_a)
    DX = np.zeros((len(DA), x.shape[1], x.shape[0]))
    future = np.zeros(DA.shape[1:])
    dWax = dWaa = dba = 0
    for t in range(len(DA) - 1, -1, -1):
        g = rnn_cell_backward((DA[t] + future).T, cells[t])
        DX[t] = g["dxt"].T
        future = g["da_prev"].T
        dWax, dWaa, dba = dWax + g["dWax"], dWaa + g["dWaa"], dba + g["dba"]
    return {"dx": DX.transpose(2, 1, 0), "da0": future.T, "dWax": dWax, "dWaa": dWaa, "dba": dba}
