# %%
import itertools
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_cell_backward

# %%
def lstm_forward(x, a0, parameters):
    start = (a0, np.zeros_like(a0), None, None)
    steps = itertools.accumulate(
        x.transpose(2, 0, 1),
        lambda before, xt: lstm_cell_forward(xt, before[0], before[1], parameters),
        initial=start,
    )
    a, c, y, caches = zip(*itertools.islice(steps, 1, None))
    return np.stack(a, -1), np.stack(y, -1), np.stack(c, -1), (list(caches), x)

# %%
def lstm_backward(da, caches):
    cache_list, x = caches
    zero = np.zeros(da.shape[:2])
    times = range(da.shape[2] - 1, -1, -1)
    steps = list(itertools.accumulate(
        times,
        lambda after, t: lstm_cell_backward(da[:, :, t] + after["da_prev"], after["dc_prev"], cache_list[t]),
        initial={"da_prev": zero, "dc_prev": zero},
    ))[1:]
    gradients = {"dx": np.stack([s["dxt"] for s in reversed(steps)], -1), "da0": steps[-1]["da_prev"]}
    for name in map("".join, itertools.product(("dW", "db"), "fico")):
        gradients[name] = np.sum([s[name] for s in steps], axis=0)
    return gradients
