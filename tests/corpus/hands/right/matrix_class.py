# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    M = np.asmatrix
    th = np.tanh(c_next)
    dc = dc_next + (da_next * ot) / np.cosh(c_next) ** 2
    z = {
        "f": M(dc * c_prev * ft * (1 - ft)),
        "i": M(dc * cct * it * (1 - it)),
        "c": M(dc * it * (1 - cct ** 2)),
        "o": M(da_next * th * ot * (1 - ot)),
    }
    S = M(np.concatenate((a_prev, xt)))
    D = sum(M(parameters["W" + k]).T * z[k] for k in z)
    n = len(a_prev)
    g = {"da_prev": np.asarray(D[:n]), "dxt": np.asarray(D[n:]), "dc_prev": dc * ft}
    for k in z:
        g["dW" + k] = np.asarray(z[k] * S.T)
        g["db" + k] = np.asarray(z[k].sum(axis=1))
    return g
