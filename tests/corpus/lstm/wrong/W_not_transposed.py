# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape

    Wfa, Wia, Wca, Woa = (parameters[w][:, :n_a] for w in ("Wf", "Wi", "Wc", "Wo"))
    Wfx, Wix, Wcx, Wox = (parameters[w][:, n_a:] for w in ("Wf", "Wi", "Wc", "Wo"))

    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    delta_f = dc * c_prev * ft * (1 - ft)
    delta_i = dc * cct * it * (1 - it)
    delta_c = dc * it * (1 - cct ** 2)
    delta_o = da_next * np.tanh(c_next) * ot * (1 - ot)

    da_prev = Wfa @ delta_f + Wia @ delta_i + Wca @ delta_c + Woa @ delta_o
    dxt = Wfx.T @ delta_f + Wix.T @ delta_i + Wcx.T @ delta_c + Wox.T @ delta_o
    dc_prev = dc * ft

    concat = np.concatenate((a_prev, xt))
    return {
        "dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
        "dWf": delta_f @ concat.T, "dbf": delta_f.sum(axis=1, keepdims=True),
        "dWi": delta_i @ concat.T, "dbi": delta_i.sum(axis=1, keepdims=True),
        "dWc": delta_c @ concat.T, "dbc": delta_c.sum(axis=1, keepdims=True),
        "dWo": delta_o @ concat.T, "dbo": delta_o.sum(axis=1, keepdims=True),
    }

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    d_a = np.zeros((n_a, m))
    d_c = np.zeros((n_a, m))
    W_sum = np.zeros((4, n_a, n_a + n_x))
    b_sum = np.zeros((4, n_a, 1))
    for t in range(T - 1, -1, -1):
        grads = lstm_cell_backward(da[:, :, t] + d_a, d_c, caches[t])
        d_a, d_c = grads["da_prev"], grads["dc_prev"]
        dx[:, :, t] = grads["dxt"]
        for k, g in enumerate("fico"):
            W_sum[k] += grads["dW" + g]
            b_sum[k] += grads["db" + g]
    out = {"dx": dx, "da0": d_a}
    for k, g in enumerate("fico"):
        out["dW" + g] = W_sum[k]
        out["db" + g] = b_sum[k]
    return out

