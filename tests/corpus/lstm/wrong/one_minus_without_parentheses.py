# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    L = lambda k: parameters["W" + k] @ np.r_[a_prev, xt] + parameters["b" + k]
    f, i, g, o = sigmoid(L("f")), sigmoid(L("i")), np.tanh(L("c")), sigmoid(L("o"))
    c = f * c_prev + i * g; a = o * np.tanh(c)
    return a, c, softmax(parameters["Wy"] @ a + parameters["by"]), (a, c, a_prev, c_prev, f, i, g, o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    r = [(a0, 0. * a0)]
    for t in range(x.shape[2]): r.append(lstm_cell_forward(x[:, :, t], r[-1][0], r[-1][1], parameters))
    return (*(np.stack([s[k] for s in r[1:]], 2) for k in (0, 2, 1)), ([s[3] for s in r[1:]], x))

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    _, c, a_, c_, f, i, g, o, x, p = cache
    h = np.tanh(c)
    dc = dc_next + da_next * o * 1 - h**2
    d = dict(f=dc*c_*f*(1-f), i=dc*g*i*(1-i), c=dc*i*(1-g**2), o=da_next*h*o*(1-o))
    v = sum(p["W" + k].T @ d[k] for k in d)
    u = np.r_[a_, x]
    return dict(dxt=v[len(a_):], da_prev=v[:len(a_)], dc_prev=dc*f,
                **{"dW" + k: d[k] @ u.T for k in d}, **{"db" + k: d[k].sum(1, keepdims=True) for k in d})

# %%
def lstm_backward(da, caches):
    s = [dict(da_prev=0 * da[:, :, 0], dc_prev=0 * da[:, :, 0])]
    for t in range(da.shape[2])[::-1]: s.append(lstm_cell_backward(da[:, :, t] + s[-1]["da_prev"], s[-1]["dc_prev"], caches[0][t]))
    return dict(dx=np.stack([g["dxt"] for g in s[:0:-1]], 2), da0=s[-1]["da_prev"], **{d + k: sum(g[d + k] for g in s[1:]) for d in ("dW", "db") for k in "fico"})

