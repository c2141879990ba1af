# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    P = parameters
    pre = np.einsum("ax,xm->am", P["Wax"], xt) + np.einsum("ab,bm->am", P["Waa"], a_prev) + P["ba"]
    a_next = np.tanh(pre)
    logits = np.einsum("ya,am->ym", P["Wya"], a_next) + P["by"]
    return a_next, softmax(logits), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_x, m, T = x.shape
    # the input part does not depend on the recurrence: one einsum for all the steps
    a = np.empty(a0.shape + (T,))
    y = np.empty((parameters["by"].shape[0], m, T))
    caches, a_t = [], a0
    for t in range(T):
        a_t, y[..., t], cache = rnn_cell_forward(x[..., t], a_t, parameters)
        a[..., t] = a_t
        caches += [cache]
    return a, y, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    d = np.einsum("am,am->am", da_next, 1 - np.einsum("am,am->am", a_next, a_next))
    return {
        "dxt": np.einsum("ax,am->xm", parameters["Wax"], d),
        "da_prev": np.einsum("ab,am->bm", parameters["Waa"], d),
        "dWax": np.einsum("am,xm->ax", d, xt),
        "dWaa": np.einsum("am,bm->ab", d, a_prev),
        "dba": np.einsum("am->a", d).reshape(-1, 1),
    }

# %%
def rnn_backward(da, caches):
    per_step, x = caches
    T = da.shape[-1]
    grads = [None] * T
    running = np.zeros(da.shape[:-1])
    for t in range(T - 1, -1, -1):
        grads[t] = rnn_cell_backward(da[..., t] + running, per_step[t])
        running = grads[t]["da_prev"]
    out = {k: np.einsum("tij->ij", np.array([g[k] for g in grads])) for k in ("dWax", "dWaa", "dba")}
    out["dx"] = np.einsum("txm->xmt", np.array([g["dxt"] for g in grads])).copy()
    out["da0"] = running
    return out
