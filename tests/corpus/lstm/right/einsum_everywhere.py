# %%
import numpy as np
from numpy import einsum, tanh
from lstm_lib import sigmoid, softmax

# %%
# indices: h hidden, k hidden+input, b batch, t time

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    v = np.concatenate((a_prev, xt))
    lin = lambda q: einsum("hk,kb->hb", parameters[f"W{q}"], v) + parameters[f"b{q}"]
    f = sigmoid(lin("f"))
    i = sigmoid(lin("i"))
    g = tanh(lin("c"))
    o = sigmoid(lin("o"))
    c_next = einsum("hb,hb->hb", f, c_prev) + einsum("hb,hb->hb", i, g)
    a_next = einsum("hb,hb->hb", o, tanh(c_next))
    y = softmax(einsum("yh,hb->yb", parameters["Wy"], a_next) + parameters["by"])
    return a_next, c_next, y, (a_next, c_next, a_prev, c_prev, f, i, g, o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    a = np.zeros(a0.shape + (T_x,))
    c = np.zeros(a0.shape + (T_x,))
    y = np.zeros((len(parameters["by"]), m, T_x))
    ac, cc, caches = a0, np.zeros(a0.shape), []
    for t, xt in enumerate(einsum("xbt->txb", x)):
        ac, cc, yc, cache = lstm_cell_forward(xt, ac, cc, parameters)
        a[..., t] = ac
        c[..., t] = cc
        y[..., t] = yc
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, f, i, g, o, xt, parameters = cache
    s = tanh(c_next)
    dc = dc_next + einsum("hb,hb,hb->hb", da_next, o, 1 - s**2)
    D = np.stack([
        einsum("hb,hb,hb,hb->hb", dc, c_prev, f, 1 - f),
        einsum("hb,hb,hb,hb->hb", dc, g, i, 1 - i),
        einsum("hb,hb,hb->hb", dc, i, 1 - g**2),
        einsum("hb,hb,hb,hb->hb", da_next, s, o, 1 - o),
    ])
    W = np.stack([parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]])
    v = np.concatenate((a_prev, xt))
    dv = einsum("ghk,ghb->kb", W, D)
    dW = einsum("ghb,kb->ghk", D, v)
    db = einsum("ghb->gh", D)[..., None]
    n_a = a_prev.shape[0]
    return {"dxt": dv[n_a:], "da_prev": dv[:n_a], "dc_prev": dc * f,
            "dWf": dW[0], "dWi": dW[1], "dWc": dW[2], "dWo": dW[3],
            "dbf": db[0], "dbi": db[1], "dbc": db[2], "dbo": db[3]}

# %%
def lstm_backward(da, caches):
    cs, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    ga, gc = np.zeros((n_a, m)), np.zeros((n_a, m))
    names = ("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo")
    per_step = {n: [] for n in names}
    for t in range(T)[::-1]:
        g = lstm_cell_backward(da[..., t] + ga, gc, cs[t])
        ga, gc = g["da_prev"], g["dc_prev"]
        dx[..., t] = g["dxt"]
        for n in names:
            per_step[n].append(g[n])
    out = {n: einsum("t...->...", np.array(v)) for n, v in per_step.items()}
    return {"dx": dx, "da0": ga} | out
