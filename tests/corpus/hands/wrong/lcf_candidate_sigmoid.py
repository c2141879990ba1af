# %%
import numpy as np
from lstm_lib import sigmoid, softmax

GATES = {"f": sigmoid, "i": sigmoid, "c": sigmoid, "o": sigmoid}
SLOPE = {
    "f": lambda v: v * (1 - v),
    "i": lambda v: v * (1 - v),
    "c": lambda v: 1 - v * v,
    "o": lambda v: v * (1 - v),
}

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    s = np.r_[a_prev, xt]
    g = {k: act(parameters[f"W{k}"] @ s + parameters[f"b{k}"]) for k, act in GATES.items()}
    c_next = g["f"] * c_prev + g["i"] * g["c"]
    a_next = g["o"] * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, g["f"], g["i"], g["c"], g["o"], xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    state = {"a": a0, "c": 0 * a0}
    track = {"a": [], "c": [], "y": []}
    memo = []
    for t in range(x.shape[2]):
        state["a"], state["c"], y, cache = lstm_cell_forward(x[:, :, t], state["a"], state["c"], parameters)
        for k in "ac":
            track[k].append(state[k])
        track["y"].append(y)
        memo.append(cache)
    a, y, c = (np.dstack(track[k]) for k in "ayc")
    return a, y, c, (memo, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, *gates, xt, parameters = cache
    g = dict(zip("fico", gates))
    n = a_next.shape[0]
    tc = np.tanh(c_next)
    dc = dc_next + da_next * g["o"] * (1 - tc**2)
    up = {"f": dc * c_prev, "i": dc * g["c"], "c": dc * g["i"], "o": da_next * tc}
    dz = {k: up[k] * SLOPE[k](g[k]) for k in "fico"}
    s = np.r_[a_prev, xt]
    ds = sum(parameters["W" + k].T @ dz[k] for k in "fico")
    out = {"da_prev": ds[:n], "dxt": ds[n:], "dc_prev": dc * g["f"]}
    out.update({"dW" + k: dz[k] @ s.T for k in "fico"})
    out.update({"db" + k: dz[k].sum(1, keepdims=True) for k in "fico"})
    return out

# %%
def lstm_backward(da, caches):
    memo, x = caches
    n_a, m, T = da.shape
    carry_a, carry_c = np.zeros((n_a, m)), np.zeros((n_a, m))
    every = []
    for t in range(T - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t] + carry_a, carry_c, memo[t])
        carry_a, carry_c = step["da_prev"], step["dc_prev"]
        every.insert(0, step)
    out = {"dx": np.dstack([s["dxt"] for s in every]), "da0": every[0]["da_prev"]}
    for k in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
        out[k] = sum(s[k] for s in every)
    return out
