# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a, c, a_, c_, f, i, g, o, x, P = cache
    n = len(a)
    h = np.tanh(c)
    dc = dc_next + da_next*o*(1 - h*h)
    D = {'f': dc*c_*f*(1 - f), 'i': dc*g*i*(1 - i), 'c': dc*i*(1 - g*g), 'o': da_next*h*o*(1 - o)}
    z = np.r_[a, x]
    dz = sum(P['W' + k].T @ D[k] for k in D)
    R = {'dxt': dz[n:], 'da_prev': dz[:n], 'dc_prev': dc*f}
    for k in D:
        R['dW' + k] = D[k] @ z.T
        R['db' + k] = D[k].sum(1, keepdims=True)
    return R

# %%
def lstm_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    grads = {k: 0.0 for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo")}
    da_carry = dc_carry = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_carry, dc_carry, steps[t])
        dx[:, :, t] = step["dxt"]
        da_carry, dc_carry = step["da_prev"], step["dc_prev"]
        for k in grads:
            grads[k] = grads[k] + step[k]
    return {"dx": dx, "da0": da_carry, **grads}

