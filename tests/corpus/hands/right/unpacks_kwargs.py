# %%
import numpy as np
from lstm_lib import sigmoid as S, softmax

# %%
def _g(z, Wf, bf, Wi, bi, Wc, bc, Wo, bo, **_):
    return S(Wf @ z + bf), S(Wi @ z + bi), np.tanh(Wc @ z + bc), S(Wo @ z + bo)


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p, z = parameters, np.concatenate((a_prev, xt))
    f, i, c, o = _g(z, **p)
    c1 = f * c_prev + i * c
    a1 = o * np.tanh(c1)
    return a1, c1, softmax(p["Wy"] @ a1 + p["by"]), (a1, c1, a_prev, c_prev, f, i, c, o, xt, p)

# %%
def lstm_forward(x, a0, parameters):
    h, c, L = a0, np.zeros(a0.shape), []
    for t in range(x.shape[2]):
        h, c, y, k = lstm_cell_forward(x[:, :, t], h, c, parameters); L.append((h, y, c, k))
    return *(np.stack(v, 2) for v in list(zip(*L))[:3]), ([l[3] for l in L], x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a1, c1, a0, c0, f, i, g, o, x, p = cache; n = len(a1); tc = np.tanh(c1); z = np.concatenate((a0, x))
    dc = dc_next + da_next * o * (1 - tc * tc)
    D = {"f": dc * c0 * f * (1 - f), "i": dc * g * i * (1 - i), "c": dc * i * (1 - g * g), "o": da_next * tc * o * (1 - o)}
    dz = sum(p["W" + k].T @ d for k, d in D.items())
    return {"dxt": dz[n:], "da_prev": dz[:n], "dc_prev": dc * f, **{"dW" + k: d @ z.T for k, d in D.items()}, **{"db" + k: d.sum(1, keepdims=True) for k, d in D.items()}}

# %%
def lstm_backward(da, caches):
    L, x = caches; A = C = np.zeros(da.shape[:2]); R = []
    for t in range(da.shape[2])[::-1]:
        r = lstm_cell_backward(da[:, :, t] + A, C, L[t]); A, C = r["da_prev"], r["dc_prev"]; R = [r] + R
    return {"dx": np.stack([r["dxt"] for r in R], 2), "da0": A, **{k: sum(r[k] for r in R) for k in "dWf dbf dWi dbi dWc dbc dWo dbo".split()}}
