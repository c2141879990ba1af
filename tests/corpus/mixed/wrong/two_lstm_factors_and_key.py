# %%
from functools import reduce
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
s_ = lambda v: v * (1 - v)
t_ = lambda v: 1 - v ** 2

def lstm_cell_backward(da_next, dc_next, cache):
    a, c, a_prev, c_prev, f, i, g, o, x, P = cache
    h = np.tanh(c)
    dc = dc_next + da_next * o * t_(h)
    delta = {"f": dc * g * s_(f), "i": dc * c_prev * s_(i), "c": dc * i * t_(g), "o": da_next * h * s_(o)}
    stack = np.vstack((a_prev, x))
    back = reduce(np.add, [P["W" + k].T @ delta[k] for k in delta])
    out = {"dW" + k: delta[k] @ stack.T for k in delta}
    out.update({"db" + k: delta[k].sum(axis=1, keepdims=True) for k in delta})
    out.update(da_prev=back[:len(a)], dxt=back[len(a):], dc_prev=dc * f)
    return out

# %%
def lstm_backward(da, caches):
    cells, x = caches

    def one(done, t):
        da_prev = done[0]["da_prev"] if done else np.zeros(da.shape[:2])
        dc_prev = done[0]["dc_prev"] if done else np.zeros(da.shape[:2])
        return [lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, cells[t]), *done]

    steps = reduce(one, reversed(range(da.shape[2])), [])
    out = {k: reduce(np.add, [s[k] for s in steps]) for k in steps[0] if k.startswith(("dW", "db"))}
    out["dx"] = np.stack([s["dxt"] for s in steps], axis=2)
    out["da_0"] = steps[0]["da_prev"]
    return out
