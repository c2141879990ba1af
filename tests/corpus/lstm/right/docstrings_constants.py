# %%
"""LSTM from scratch, with the equations in the docstrings."""
import numpy as np
from lstm_lib import sigmoid, softmax

#: names of the gates, in the order of the cache
GATES = ("f", "i", "c", "o")
TIME_AXIS = 2
BATCH_AXIS = 1
ZERO = 0.0

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    r"""
    One step:

    .. math::
        \Gamma_g = \sigma(W_g [a, x] + b_g), \quad g \in \{f, i, o\}
        \tilde c = \tanh(W_c [a, x] + b_c)
        c' = \Gamma_f c + \Gamma_i \tilde c
        a' = \Gamma_o \tanh(c')
    """
    stacked = np.concatenate((a_prev, xt))
    pre = [parameters["W" + g] @ stacked + parameters["b" + g] for g in GATES]
    Gamma_f, Gamma_i, c_tilde, Gamma_o = (np.tanh(p) if g == "c" else sigmoid(p) for g, p in zip(GATES, pre))
    c_next = Gamma_f * c_prev + Gamma_i * c_tilde
    a_next = Gamma_o * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, Gamma_f, Gamma_i, c_tilde, Gamma_o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    """All steps; see :func:`lstm_cell_forward`. The cell state begins at zero."""
    T_x = x.shape[TIME_AXIS]
    outputs = {"a": [], "c": [], "y": []}
    caches = []
    a_t, c_t = a0, np.full(a0.shape, ZERO)
    for t in range(T_x):
        a_t, c_t, y_t, cache = lstm_cell_forward(np.take(x, t, axis=TIME_AXIS), a_t, c_t, parameters)
        outputs["a"].append(a_t)
        outputs["c"].append(c_t)
        outputs["y"].append(y_t)
        caches.append(cache)
    a, c, y = (np.stack(outputs[k], axis=TIME_AXIS) for k in ("a", "c", "y"))
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    r"""
    .. math::
        \gamma_o = da' \tanh(c') \Gamma_o (1 - \Gamma_o)
        p\tilde c = (dc' \Gamma_i + \Gamma_o (1 - \tanh^2 c') \Gamma_i da') (1 - \tilde c^2)
        \gamma_i = (dc' \tilde c + \Gamma_o (1 - \tanh^2 c') \tilde c da') \Gamma_i (1 - \Gamma_i)
        \gamma_f = (dc' c + \Gamma_o (1 - \tanh^2 c') c da') \Gamma_f (1 - \Gamma_f)
    """
    a_next, c_next, a_prev, c_prev, Gamma_f, Gamma_i, c_tilde, Gamma_o, xt, parameters = cache
    T = np.tanh(c_next)
    gamma_o = da_next * T * Gamma_o * (1 - Gamma_o)
    pc = (dc_next * Gamma_i + Gamma_o * (1 - T**2) * Gamma_i * da_next) * (1 - c_tilde**2)
    gamma_i = (dc_next * c_tilde + Gamma_o * (1 - T**2) * c_tilde * da_next) * Gamma_i * (1 - Gamma_i)
    gamma_f = (dc_next * c_prev + Gamma_o * (1 - T**2) * c_prev * da_next) * Gamma_f * (1 - Gamma_f)
    dc_prev = dc_next * Gamma_f + Gamma_o * (1 - T**2) * Gamma_f * da_next
    stacked = np.concatenate((a_prev, xt))
    deltas = dict(zip(GATES, (gamma_f, gamma_i, pc, gamma_o)))
    dstacked = sum(parameters["W" + g].T @ d for g, d in deltas.items())
    n_a = a_prev.shape[0]
    gradients = {"dxt": dstacked[n_a:], "da_prev": dstacked[:n_a], "dc_prev": dc_prev}
    for g, d in deltas.items():
        gradients["dW" + g] = d @ stacked.T
        gradients["db" + g] = d.sum(axis=BATCH_AXIS, keepdims=True)
    return gradients

# %%
def lstm_backward(da, caches):
    """Backpropagation through time: da[..., t] plus what step t + 1 hands back."""
    history, x = caches
    n_a, m, T = da.shape
    sums = {kind + g: np.zeros(history[0][-1][kind[1:] + g].shape) for kind in ("dW", "db") for g in GATES}
    dx = np.full((x.shape[0], m, T), ZERO)
    da_back = np.full((n_a, m), ZERO)
    dc_back = np.full((n_a, m), ZERO)
    for t in range(T - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t] + da_back, dc_back, history[t])
        dx[:, :, t] = step["dxt"]
        da_back, dc_back = step["da_prev"], step["dc_prev"]
        for name in sums:
            sums[name] += step[name]
    return {"dx": dx, "da0": da_back, **sums}
