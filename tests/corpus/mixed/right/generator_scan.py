# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_next = np.tanh(parameters["ba"] + parameters["Wax"].dot(xt) + parameters["Waa"].dot(a_prev))
    yt_pred = softmax(parameters["by"] + parameters["Wya"].dot(a_next))
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def scan(step, state, sequence):
    """Yield what `step` makes of every item, carrying its first result along."""
    for item in sequence:
        result = step(item, state)
        state = result[0]
        yield result


def rnn_forward(x, a0, parameters):
    columns = (x[:, :, t] for t in range(x.shape[2]))
    results = list(scan(lambda xt, a: rnn_cell_forward(xt, a, parameters), a0, columns))
    a, y, caches = map(list, zip(*results))
    return np.dstack(a), np.dstack(y), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    dz = (1 - a_next) * (1 + a_next) * da_next
    return dict(
        dxt=parameters["Wax"].T.dot(dz),
        da_prev=parameters["Waa"].T.dot(dz),
        dWax=dz.dot(xt.T),
        dWaa=dz.dot(a_prev.T),
        dba=dz.sum(axis=-1, keepdims=True),
    )

# %%
def rnn_backward(da, caches):
    def backwards():
        carried = np.zeros_like(da[:, :, 0])
        for t in range(da.shape[2] - 1, -1, -1):
            g = rnn_cell_backward(da[:, :, t] + carried, caches[0][t])
            carried = g["da_prev"]
            yield g

    steps = list(backwards())
    totals = {name: np.sum([g[name] for g in steps], axis=0) for name in ("dWax", "dWaa", "dba")}
    return {"dx": np.dstack([g["dxt"] for g in reversed(steps)]), "da0": steps[-1]["da_prev"], **totals}
