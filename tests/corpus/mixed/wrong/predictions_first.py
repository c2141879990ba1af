# %%
from functools import reduce
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    W = np.concatenate([parameters["Waa"], parameters["Wax"]], axis=1)
    v = np.concatenate([a_prev, xt], axis=0)
    a_next = np.tanh(W @ v + parameters["ba"])
    return a_next, softmax(parameters["Wya"] @ a_next + parameters["by"]), (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    def step(done, t):
        before = done[-1][0] if done else a0
        return done + [rnn_cell_forward(x[:, :, t], before, parameters)]

    steps = reduce(step, range(x.shape[2]), [])
    hidden = np.stack([s[0] for s in steps], axis=2)
    predictions = np.stack([s[1] for s in steps], axis=2)
    return predictions, hidden, ([s[2] for s in steps], x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    W = np.concatenate([parameters["Waa"], parameters["Wax"]], axis=1)
    v = np.concatenate([a_prev, xt], axis=0)
    d = da_next * (1 - a_next**2)
    dv, dW, n_a = W.T @ d, d @ v.T, a_prev.shape[0]
    return {"da_prev": dv[:n_a], "dxt": dv[n_a:], "dWaa": dW[:, :n_a], "dWax": dW[:, n_a:],
            "dba": d.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cells, x = caches

    def step(done, t):
        later = done[0]["da_prev"] if done else 0
        return [rnn_cell_backward(da[:, :, t] + later, cells[t])] + done

    steps = reduce(step, range(da.shape[2] - 1, -1, -1), [])
    total = lambda name: reduce(np.add, [s[name] for s in steps])
    return {"dx": np.stack([s["dxt"] for s in steps], axis=2), "da0": steps[0]["da_prev"],
            "dWax": total("dWax"), "dWaa": total("dWaa"), "dba": total("dba")}
