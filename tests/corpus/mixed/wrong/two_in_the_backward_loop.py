# %%
import numpy as np
from lstm_lib import softmax, rnn_cell_forward, rnn_forward

# %%
# forward comes from the library, backward is mine; a small helper for printing
def show(gradients):
    for name in gradients:
        print(name, gradients[name].shape)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dtanh = (1 - a_next ** 2) * da_next
    return {"dxt": np.dot(parameters["Wax"].T, dtanh), "dWax": np.dot(dtanh, xt.T),
            "da_prev": np.dot(parameters["Waa"].T, dtanh), "dWaa": np.dot(dtanh, a_prev.T),
            "dba": np.sum(dtanh, axis=1, keepdims=True)}

# %%
rng = np.random.RandomState(0)
p = {"Wax": rng.randn(5, 3), "Waa": rng.randn(5, 5), "Wya": rng.randn(2, 5), "ba": rng.randn(5, 1), "by": rng.randn(2, 1)}
_, _, one = rnn_cell_forward(rng.randn(3, 10), rng.randn(5, 10), p)
show(rnn_cell_backward(rng.randn(5, 10), one))

# %%
def rnn_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    gradients = {"dx": np.zeros((x.shape[0], m, T)), "dWax": np.zeros((n_a, x.shape[0])),
                 "dWaa": np.zeros((n_a, n_a)), "dba": np.zeros((n_a, 1))}
    da_prevt = np.zeros((n_a, m))
    # backwards, so turn the list around
    steps.reverse()
    for i, cache in enumerate(steps):
        t = len(steps) - 1 - i
        if t >= T:
            continue            # da may be shorter
        step = rnn_cell_backward(da[:, :, t] + da_prevt, cache)
        gradients["dx"][:, :, t] = step["dxt"]
        for name in ("dWax", "dWaa", "dba"):
            gradients[name] += step[name]
        gradients["da0"] = step["da_prev"]
    return gradients
