# %%
import numpy as np

# %% [markdown]
# sigmoid(z) = (1 + tanh(z/2)) / 2, which never overflows. And 1 - tanh^2 = 1/cosh^2.

# %%
def half_tanh(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def log_softmax(z):
    z = z - z.max(axis=0)
    return z - np.log(np.exp(z).sum(axis=0))

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    u = np.concatenate((a_prev, xt))
    ft = half_tanh(parameters["Wf"] @ u + parameters["bf"])
    it = half_tanh(parameters["Wi"] @ u + parameters["bi"])
    ot = half_tanh(parameters["Wo"] @ u + parameters["bo"])
    cct = 2.0 * half_tanh(2.0 * (parameters["Wc"] @ u + parameters["bc"])) - 1.0
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = np.exp(log_softmax(parameters["Wy"] @ a_next + parameters["by"]))
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    sech2 = 1.0 / np.cosh(c_next) ** 2
    dc = dc_next + da_next * ot * sech2
    # a_next = ot tanh(c_next), so da_next * tanh(c_next) * ot = da_next * a_next
    dzo = da_next * a_next * (1.0 - ot)
    # s (1 - s) = 1/4 - (s - 1/2)^2
    dzf = dc * c_prev * (0.25 - (ft - 0.5) ** 2)
    dzi = dc * cct * (0.25 - (it - 0.5) ** 2)
    # it * cct = c_next - ft * c_prev
    dzc = dc * (it - cct * (c_next - ft * c_prev))
    u = np.concatenate((a_prev, xt))
    du = parameters["Wf"].T @ dzf + parameters["Wi"].T @ dzi + parameters["Wc"].T @ dzc + parameters["Wo"].T @ dzo
    n_a = a_prev.shape[0]
    return {
        "dxt": du[n_a:], "da_prev": du[:n_a], "dc_prev": dc * ft,
        "dWf": dzf @ u.T, "dWi": dzi @ u.T, "dWc": dzc @ u.T, "dWo": dzo @ u.T,
        "dbf": dzf.sum(1, keepdims=True), "dbi": dzi.sum(1, keepdims=True),
        "dbc": dzc.sum(1, keepdims=True), "dbo": dzo.sum(1, keepdims=True),
    }
