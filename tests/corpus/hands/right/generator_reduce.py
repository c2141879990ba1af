# %%
import functools
import itertools
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    s = np.block([[a_prev], [xt]])
    it, ft, ot = (sigmoid(parameters["W" + k] @ s + parameters["b" + k]) for k in "ifo")
    cct = np.tanh(parameters["Wc"] @ s + parameters["bc"])
    c_next = sum(u * v for u, v in ((ft, c_prev), (it, cct)))
    a_next = np.tanh(c_next) * ot
    yt_pred = softmax(np.tensordot(parameters["Wy"], a_next, axes=1) + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    start = (a0, np.zeros_like(a0), None, None)
    one = lambda st, t: lstm_cell_forward(x[:, :, t], st[0], st[1], parameters)
    steps = list(itertools.accumulate(range(x.shape[2]), one, initial=start))[1:]
    a, c, y, caches = map(list, zip(*steps))
    return np.dstack(a), np.dstack(y), np.dstack(c), (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    s = np.block([[a_prev], [xt]])
    tc = np.tanh(c_next)
    dc = dc_next + da_next * ot - da_next * ot * tc * tc
    dz = [dc * c_prev * (ft - ft * ft), dc * cct * (it - it * it), dc * it - dc * it * cct ** 2, da_next * tc * (ot - ot ** 2)]
    out = {"dc_prev": ft * dc}
    for k, d in zip("fico", dz):
        out["dW" + k], out["db" + k] = np.tensordot(d, s, axes=(1, 1)), np.sum(d, 1)[:, np.newaxis]
    both = functools.reduce(lambda acc, kd: acc + parameters["W" + kd[0]].T @ kd[1], zip("fico", dz), 0)
    out["da_prev"], out["dxt"] = np.split(both, [a_prev.shape[0]])
    return out

# %%
def lstm_backward(da, caches):
    cs, x = caches

    def steps():
        ga, gc = 0.0, np.zeros(da.shape[:2])
        for t in range(da.shape[2] - 1, -1, -1):
            g = lstm_cell_backward(da[:, :, t] + ga, gc, cs[t])
            ga, gc = g["da_prev"], g["dc_prev"]
            yield g

    gs = list(steps())[::-1]
    total = functools.reduce(lambda u, v: {k: u[k] + v[k] for k in u}, gs)
    out = {k: v for k, v in total.items() if k.startswith(("dW", "db"))}
    out["dx"] = np.concatenate([g["dxt"][..., None] for g in gs], axis=2)
    out["da0"] = gs[0]["da_prev"]
    return out
