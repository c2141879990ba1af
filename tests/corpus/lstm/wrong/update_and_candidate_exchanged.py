# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    # get the weights
    Wf = parameters["Wf"]
    bf = parameters["bf"]
    Wi = parameters["Wi"]
    bi = parameters["bi"]
    Wc = parameters["Wc"]
    bc = parameters["bc"]
    Wo = parameters["Wo"]
    bo = parameters["bo"]
    Wy = parameters["Wy"]
    by = parameters["by"]

    n_x, m = xt.shape
    n_y, n_a = Wy.shape

    # stack a_prev on top of xt
    concat = np.vstack((a_prev, xt))

    ft = sigmoid(np.dot(Wf, concat) + bf)
    it = sigmoid(np.dot(Wi, concat) + bi)
    cct = np.tanh(np.dot(Wc, concat) + bc)
    c_next = ft * c_prev + it * cct
    ot = sigmoid(np.dot(Wo, concat) + bo)
    a_next = ot * np.tanh(c_next)

    yt_pred = softmax(np.dot(Wy, a_next) + by)

    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    T_x = x.shape[2]
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []
    a_next, c_next = a0, np.zeros((n_a, m))
    for t in range(T_x):
        a_next, c_next, y[:, :, t], cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        caches.append(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_next.shape[0]

    # derivative of the tanh
    dtanh = da_next * ot * (1.0 - np.tanh(c_next) ** 2)
    dc = dc_next + dtanh

    dft = dc * c_prev
    dit = dc * it
    dcct = dc * cct
    dot = da_next * np.tanh(c_next)

    dft = dft * ft * (1.0 - ft)
    dit = dit * it * (1.0 - it)
    dcct = dcct * (1.0 - cct ** 2)
    dot = dot * ot * (1.0 - ot)

    concat = np.concatenate((a_prev, xt), axis=0)
    dconcat = np.zeros(concat.shape)
    gradients = {"dc_prev": dc * ft}
    for letter, delta in [("f", dft), ("i", dit), ("c", dcct), ("o", dot)]:
        dconcat = dconcat + np.dot(parameters["W" + letter].T, delta)
        gradients["dW" + letter] = np.dot(delta, concat.T)
        gradients["db" + letter] = np.sum(delta, axis=1, keepdims=True)
    gradients["da_prev"] = dconcat[:n_a, :]
    gradients["dxt"] = dconcat[n_a:, :]
    return gradients

# %%
def lstm_backward(da, caches):
    caches, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]

    class Total:
        pass

    total = Total()
    for g in "fico":
        setattr(total, "dW" + g, np.zeros((n_a, n_a + n_x)))
        setattr(total, "db" + g, np.zeros((n_a, 1)))
    total.dx = np.zeros((n_x, m, T))
    total.da0 = np.zeros((n_a, m))
    dc = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + total.da0, dc, caches[t])
        total.da0 = step["da_prev"]
        dc = step["dc_prev"]
        total.dx[:, :, t] = step["dxt"]
        for g in "fico":
            setattr(total, "dW" + g, getattr(total, "dW" + g) + step["dW" + g])
            setattr(total, "db" + g, getattr(total, "db" + g) + step["db" + g])
    return vars(total)

