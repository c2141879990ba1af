# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def dsigmoid(s):
    return s * (1 - s)

def dtanh(s):
    return 1 - s * s

def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_x = xt.shape[0]
    t = np.tanh(c_next)
    dc = dc_next + dtanh(t) * ot * da_next
    deltas = [dc * c_prev * dsigmoid(ft), dc * cct * dsigmoid(it), dc * it * dtanh(cct), da_next * t * dsigmoid(ot)]
    stacked = np.vstack([a_prev, xt])
    result = {"dc_prev": ft * dc}
    dstacked = 0
    for name, delta in zip(["f", "i", "c", "o"], deltas):
        result["dW" + name] = delta @ stacked.T
        result["db" + name] = delta @ np.ones((delta.shape[1], 1))
        dstacked = dstacked + parameters["W" + name].T @ delta
    result["dxt"] = dstacked[:n_x]
    result["da_prev"] = dstacked[n_x:]
    return result

# %%
def lstm_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    dx, total = np.zeros((*x.shape[:2], T)), {}
    step = {"da_prev": np.zeros(da.shape[:2]), "dc_prev": np.zeros(da.shape[:2])}
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + step["da_prev"], step["dc_prev"], cells[t])
        dx[:, :, t] = step["dxt"]
        for name in step:
            if name[1] in "Wb":
                total[name] = total.get(name, 0) + step[name]
    total["dx"] = dx
    total["da0"] = step["da_prev"]
    return total
