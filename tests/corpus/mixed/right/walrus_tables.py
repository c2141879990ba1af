# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    return (a := np.tanh((p := parameters)["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])), \
        softmax(p["Wya"] @ a + p["by"]), (a, a_prev, xt, p)

# %%
def rnn_forward(x, a0, parameters):
    a = a0
    table = [(r[0], r[1], r[2]) for t in range(x.shape[2])
             if (r := rnn_cell_forward(x[..., t], a, parameters)) and (a := r[0]) is not None]
    return *(np.stack(col, 2) for col in list(zip(*table))[:2]), ([row[2] for row in table], x)

# %%
def rnn_cell_backward(da_next, cache):
    a, h, x, p = cache
    return {"da_prev": p["Waa"].T @ (d := da_next * (1 - a * a)), "dxt": p["Wax"].T @ d,
            "dWax": d @ x.T, "dWaa": d @ h.T, "dba": d @ np.ones((d.shape[1], 1))}

# %%
def rnn_backward(da, caches):
    d, g, T = 0, {}, da.shape[2]
    for t in range(T):
        g[T - 1 - t] = (s := rnn_cell_backward(da[..., T - 1 - t] + d, caches[0][T - 1 - t]))
        d = s["da_prev"]
    return {"dx": np.stack([g[t]["dxt"] for t in sorted(g)], 2), "da0": d,
            **{k: sum(s[k] for s in g.values()) for k in ("dWax", "dWaa", "dba")}}
