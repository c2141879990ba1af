# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    v = np.concatenate((a_prev, xt))
    ft = sigmoid(parameters["Wf"] @ v + parameters["bf"])
    it = sigmoid(parameters["Wi"] @ v + parameters["bi"])
    cct = np.tanh(parameters["Wc"] @ v + parameters["bc"])
    ot = sigmoid(parameters["Wo"] @ v + parameters["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    T = x.shape[2]
    a = np.zeros((n_a, m, T))
    c = np.zeros((n_a, m, T))
    y = np.zeros((parameters["Wy"].shape[0], m, T))
    cells = []
    for t in range(T):
        if t == 0:
            before = a0, np.zeros((n_a, m))
        else:
            before = a[:, :, t - 1], c[:, :, t - 1]
        a[:, :, t], c[:, :, t], y[:, :, t], cell = lstm_cell_forward(x[:, :, t], *before, parameters)
        cells.append(cell)
    return a, y, c, (cells, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    dct = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dcct = dct * it * (1 - cct ** 2)
    dit = dct * cct * it * (1 - it)
    dft = dct * c_prev * ft * (1 - ft)
    v = np.concatenate((a_prev, xt)).T
    grads = {}
    grads["dWf"], grads["dbf"] = dft @ v, dft.sum(axis=1, keepdims=True)
    grads["dWi"], grads["dbi"] = dit @ v, dit.sum(axis=1, keepdims=True)
    grads["dWc"], grads["dbc"] = dcct @ v, dcct.sum(axis=1, keepdims=True)
    grads["dWo"], grads["dbo"] = dot @ v, dot.sum(axis=1)
    grads["da_prev"] = Wf[:, :n_a].T @ dft + Wi[:, :n_a].T @ dit + Wc[:, :n_a].T @ dcct + Wo[:, :n_a].T @ dot
    grads["dxt"] = Wf[:, n_a:].T @ dft + Wi[:, n_a:].T @ dit + Wc[:, n_a:].T @ dcct + Wo[:, n_a:].T @ dot
    grads["dc_prev"] = dct * ft
    return grads

# %%
def lstm_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    zero = np.zeros((n_a, m))
    dx = np.zeros((x.shape[0], m, T))
    sums = {n + g: 0 for g in "fico" for n in ("dW", "db")}
    dc = zero
    for t in reversed(range(T)):
        grads = lstm_cell_backward(da[:, :, t], dc, cells[t])
        dc = grads["dc_prev"]
        dx[:, :, t] = grads["dxt"]
        for name in sums:
            sums[name] = sums[name] + grads[name]
    return {"dx": dx, "da0": grads["da_prev"], **sums}
