# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    assert xt.ndim == 2, "xt must be (n_x, m)"
    assert a_prev.shape == c_prev.shape
    assert xt.shape[1] == a_prev.shape[1]
    n_a, m = a_prev.shape
    n_x = xt.shape[0]
    for name in ("Wf", "Wi", "Wc", "Wo"):
        assert parameters[name].shape == (n_a, n_a + n_x), name
    for name in ("bf", "bi", "bc", "bo"):
        assert parameters[name].shape == (n_a, 1), name

    concat = np.concatenate((a_prev, xt))
    assert concat.shape == (n_a + n_x, m)

    ft = sigmoid(parameters["Wf"] @ concat + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ concat + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ concat + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ concat + parameters["bo"])
    for g in (ft, it, ot):
        assert np.all((g >= 0) & (g <= 1)), "gates live between 0 and 1"
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    assert np.allclose(yt_pred.sum(axis=0), 1)
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    (n_x, m, T_x) = x.shape
    (n_y, n_a) = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = a_next
        y[:, :, t] = yt
        caches.append(cache)
    assert a.shape == c.shape
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    assert da_next.shape == dc_next.shape == a_next.shape
    n_a = a_next.shape[0]
    dtanh = 1 - np.tanh(c_next) ** 2
    dc = dc_next + da_next * ot * dtanh
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dft = dc * c_prev * ft * (1 - ft)
    dit = dc * cct * it * (1 - it)
    dcct = dc * it * (1 - cct ** 2)
    concat = np.concatenate((a_prev, xt))
    gradients = {
        "dxt": (parameters["Wf"].T @ dft + parameters["Wi"].T @ dit + parameters["Wc"].T @ dcct + parameters["Wo"].T @ dot)[n_a:],
        "da_prev": (parameters["Wf"].T @ dft + parameters["Wi"].T @ dit + parameters["Wc"].T @ dcct + parameters["Wo"].T @ dot)[:n_a],
        "dc_prev": dc * ft,
        "dWf": dft @ concat.T, "dWi": dit @ concat.T, "dWc": dcct @ concat.T, "dWo": dot @ concat.T,
        "dbf": dft.sum(axis=1, keepdims=True), "dbi": dit.sum(axis=1, keepdims=True),
        "dbc": dcct.sum(axis=1, keepdims=True), "dbo": dot.sum(axis=1, keepdims=True),
    }
    assert gradients["dxt"].shape == xt.shape
    assert gradients["da_prev"].shape == a_prev.shape
    for g in "fico":
        assert gradients[f"dW{g}"].shape == parameters[f"W{g}"].shape
        assert gradients[f"db{g}"].shape == parameters[f"b{g}"].shape
    return gradients

# %%
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = da.shape
    assert T <= len(list_of_cache), "more gradients than steps"
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, T))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    sums = {f"dW{g}": np.zeros((n_a, n_a + n_x)) for g in "fico"}
    sums |= {f"db{g}": np.zeros((n_a, 1)) for g in "fico"}
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, list_of_cache[t])
        dx[:, :, t] = step["dxt"]
        da_prevt, dc_prevt = step["da_prev"], step["dc_prev"]
        for k in sums:
            assert sums[k].shape == step[k].shape, k
            sums[k] += step[k]
    assert np.isfinite(dx).all()
    return {"dx": dx, "da0": da_prevt, **sums}

