# %%
import numpy as np

# %%
def stable_softmax(scores):
    shifted = scores - np.max(scores)
    exp_scores = np.exp(shifted)
    return exp_scores / np.sum(exp_scores, axis=1, keepdims=True)

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    hidden = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    probs = stable_softmax(p["Wya"] @ hidden + p["by"])
    return hidden, probs, (hidden, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    hs, ps, cs = [a0], [], []
    for t in range(x.shape[2]):
        h, prob, c = rnn_cell_forward(x[:, :, t], hs[t], parameters)
        hs.append(h)
        ps.append(prob)
        cs.append(c)
    return np.stack(hs[1:], axis=2), np.stack(ps, axis=2), (cs, x)

# %%
def rnn_cell_backward(da_next, cache):
    h, h_prev, xt, p = cache
    dh = da_next * (1 - h * h)
    return {"dxt": p["Wax"].T @ dh, "da_prev": p["Waa"].T @ dh, "dWax": dh @ xt.T,
            "dWaa": dh @ h_prev.T, "dba": dh.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    cs, x = caches
    T = da.shape[2]
    grads = {"dx": np.zeros((x.shape[0], x.shape[1], T)), "dWax": 0, "dWaa": 0, "dba": 0}
    dh_next = np.zeros(da.shape[:2])
    for t in range(T - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, t] + dh_next, cs[t])
        grads["dx"][:, :, t] = g["dxt"]
        dh_next = g["da_prev"]
        for k in ("dWax", "dWaa", "dba"):
            grads[k] = grads[k] + g[k]
    grads["da0"] = dh_next
    return grads
