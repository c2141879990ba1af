# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def sigmoid_derivative(z):
    """sigma'(z) = sigma(z)(1 - sigma(z))"""
    return sigmoid(z) * (1 - sigmoid(z))

def tanh_derivative(t):
    return 1 - t ** 2

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
    n_x, m, T_x = np.shape(x)
    n_y, n_a = np.shape(parameters["Wy"])
    a = np.zeros(shape=(n_a, m, T_x))
    c = np.zeros(shape=(n_a, m, T_x))
    y = np.zeros(shape=(n_y, m, T_x))
    list_of_cache = list()
    a_next = np.copy(a0)
    c_next = np.zeros(shape=(n_a, m))
    for t in np.arange(T_x):
        a_next, c_next, yt, cache = lstm_cell_forward(np.take(x, t, axis=2), a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        list_of_cache.append(cache)
    return a, y, c, (list_of_cache, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * tanh_derivative(tanh_c)

    d_ft = dc * c_prev * sigmoid_derivative(ft)
    d_it = dc * cct * sigmoid_derivative(it)
    d_cct = dc * it * tanh_derivative(cct)
    d_ot = da_next * tanh_c * sigmoid_derivative(ot)

    concat_T = np.concatenate((a_prev, xt), axis=0).T
    gradients = {}
    gradients["dWf"] = np.dot(d_ft, concat_T)
    gradients["dWi"] = np.dot(d_it, concat_T)
    gradients["dWc"] = np.dot(d_cct, concat_T)
    gradients["dWo"] = np.dot(d_ot, concat_T)
    gradients["dbf"] = np.sum(d_ft, axis=1, keepdims=True)
    gradients["dbi"] = np.sum(d_it, axis=1, keepdims=True)
    gradients["dbc"] = np.sum(d_cct, axis=1, keepdims=True)
    gradients["dbo"] = np.sum(d_ot, axis=1, keepdims=True)
    d_concat = np.dot(parameters["Wf"].T, d_ft)
    d_concat += np.dot(parameters["Wi"].T, d_it)
    d_concat += np.dot(parameters["Wc"].T, d_cct)
    d_concat += np.dot(parameters["Wo"].T, d_ot)
    gradients["da_prev"] = d_concat[:n_a]
    gradients["dxt"] = d_concat[n_a:]
    gradients["dc_prev"] = dc * ft
    return gradients

# %%
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = np.shape(da)
    n_x = np.shape(x)[0]
    gradients = {"dx": np.zeros(shape=(n_x, m, T)), "da0": np.zeros(shape=(n_a, m))}
    for g in ["f", "i", "c", "o"]:
        gradients["dW" + g] = np.zeros(shape=(n_a, n_a + n_x))
        gradients["db" + g] = np.zeros(shape=(n_a, 1))
    dc_next = np.zeros(shape=(n_a, m))
    for t in np.flip(np.arange(T)):
        step = lstm_cell_backward(np.add(da[:, :, t], gradients["da0"]), dc_next, list_of_cache[t])
        gradients["dx"][:, :, t] = step["dxt"]
        gradients["da0"] = step["da_prev"]
        dc_next = step["dc_prev"]
        for g in ["f", "i", "c", "o"]:
            gradients["dW" + g] = np.add(gradients["dW" + g], step["dW" + g])
            gradients["db" + g] = np.add(gradients["db" + g], step["db" + g])
    return gradients

