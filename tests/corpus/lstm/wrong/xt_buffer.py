# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_backward, lstm_backward

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, Wi, Wc, Wo, Wy = [parameters[k] for k in "Wf Wi Wc Wo Wy".split()]
    bf, bi, bc, bo, by = [parameters[k] for k in "bf bi bc bo by".split()]
    concat = np.append(a_prev, xt, axis=0)
    ft, it, ot = sigmoid(Wf @ concat + bf), sigmoid(Wi @ concat + bi), sigmoid(Wo @ concat + bo)
    cct = np.tanh(Wc @ concat + bc)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return a_next, c_next, softmax(Wy @ a_next + by), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    a, y, c, caches = [], [], [], []
    h, s = a0, np.zeros_like(a0)
    xt = np.zeros((n_x, m))
    for t in range(T_x):
        xt[...] = x[..., t]
        h, s, p, cache = lstm_cell_forward(xt, h, s, parameters)
        a.append(h)
        y.append(p)
        c.append(s)
        caches.append(cache)
    return np.stack(a, axis=2), np.stack(y, axis=2), np.stack(c, axis=2), (caches, x)

# %%
rng = np.random.default_rng(0)
params = {k: rng.normal(size=(5, 8)) for k in ("Wf", "Wi", "Wc", "Wo")}
params.update({k: rng.normal(size=(5, 1)) for k in ("bf", "bi", "bc", "bo")})
params["Wy"] = rng.normal(size=(2, 5))
params["by"] = rng.normal(size=(2, 1))
a, y, c, caches = lstm_forward(rng.normal(size=(3, 10, 7)), rng.normal(size=(5, 10)), params)
print(a.shape, y.shape, c.shape, len(caches[0]))
