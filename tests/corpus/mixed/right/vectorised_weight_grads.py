# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    P = parameters
    a_next = np.tanh(P["Wax"] @ xt + (P["Waa"] @ a_prev + P["ba"]))
    return a_next, softmax(P["Wya"] @ a_next + P["by"]), (a_next, a_prev, xt, P)

# %%
def rnn_forward(x, a0, parameters):
    """Input products for all the steps at once, predictions for all the steps at once."""
    m, T = x.shape[1:]
    Ux = np.tensordot(parameters["Wax"], x, axes=1) + parameters["ba"][:, :, None]
    A = np.empty((T + 1, *a0.shape))
    A[0] = a0
    for t in range(T):
        A[t + 1] = np.tanh(Ux[:, :, t] + parameters["Waa"] @ A[t])
    a = np.moveaxis(A[1:], 0, 2)
    y = softmax(np.tensordot(parameters["Wya"], a, axes=1) + parameters["by"][:, :, None])
    caches = [(A[t + 1], A[t], x[:, :, t], parameters) for t in range(T)]
    return a.copy(), y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, P = cache
    dz = da_next * (1 - a_next**2)
    stacked = np.vstack([xt, a_prev])
    dW = dz @ stacked.T
    k = len(xt)
    return {"dxt": P["Wax"].T @ dz, "da_prev": P["Waa"].T @ dz, "dWax": dW[:, :k].copy(),
            "dWaa": dW[:, k:].copy(), "dba": dz.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    """Only the deltas need the loop; what is linear in them is contracted afterwards."""
    cells, x = caches
    T = da.shape[2]
    P = cells[0][3]
    D = np.zeros((T + 1, *da.shape[:2]))
    for t in reversed(range(T)):
        D[t] = (da[:, :, t] + P["Waa"].T @ D[t + 1]) * (1 - cells[t][0] ** 2)
    D = D[:T]
    prev = np.array([c[1] for c in cells[:T]])
    return {
        "dx": np.einsum("ax,tam->xmt", P["Wax"], D),
        "da0": P["Waa"].T @ D[0],
        "dWax": np.einsum("tam,xmt->ax", D, x[:, :, :T]),
        "dWaa": np.einsum("tam,tbm->ab", D, prev),
        "dba": D.sum(axis=(0, 2))[:, None],
    }
