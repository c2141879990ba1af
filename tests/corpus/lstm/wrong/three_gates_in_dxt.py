# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, Wi, Wc, Wo, Wy = [parameters[k] for k in "Wf Wi Wc Wo Wy".split()]
    bf, bi, bc, bo, by = [parameters[k] for k in "bf bi bc bo by".split()]
    concat = np.append(a_prev, xt, axis=0)
    ft, it, ot = sigmoid(Wf @ concat + bf), sigmoid(Wi @ concat + bi), sigmoid(Wo @ concat + bo)
    cct = np.tanh(Wc @ concat + bc)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    return a_next, c_next, softmax(Wy @ a_next + by), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters, c0=None, *, verbose=False):
    n_a, m = a0.shape
    T_x = x.shape[2]
    n_y = parameters["Wy"].shape[0]
    if c0 is None:
        c0 = np.zeros((n_a, m))
    a, y, c = (np.zeros((n, m, T_x)) for n in (n_a, n_y, n_a))
    caches = []
    a_t, c_t = a0, c0
    for t in range(T_x):
        a_t, c_t, y_t, cache = lstm_cell_forward(x[:, :, t], a_t, c_t, parameters)
        a[:, :, t] = a_t
        y[:, :, t] = y_t
        c[:, :, t] = c_t
        caches.append(cache)
        if verbose:
            print(t, a_t.std(), c_t.std())
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]
    n_x = xt.shape[0]
    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]

    dtanh_c = da_next * ot
    dc_next_total = dc_next + dtanh_c * (1 - np.tanh(c_next) ** 2)
    dft_in = dc_next_total * c_prev * ft * (1 - ft)
    dit_in = dc_next_total * cct * it * (1 - it)
    dcct_in = dc_next_total * it * (1 - cct ** 2)
    dot_in = da_next * np.tanh(c_next) * ot * (1 - ot)

    da_prev = (np.dot(Wf[:, 0:n_a].T, dft_in)
               + np.dot(Wi[:, 0:n_a].T, dit_in)
               + np.dot(Wc[:, 0:n_a].T, dcct_in)
               + np.dot(Wo[:, 0:n_a].T, dot_in))
    dxt = (np.dot(Wf[:, n_a:n_a + n_x].T, dft_in)
           + np.dot(Wi[:, n_a:n_a + n_x].T, dit_in)
           + np.dot(Wc[:, n_a:n_a + n_x].T, dcct_in))

    both = np.vstack((a_prev, xt))
    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_next_total * ft}
    gradients["dWf"] = dft_in @ both.T
    gradients["dWi"] = dit_in @ both.T
    gradients["dWc"] = dcct_in @ both.T
    gradients["dWo"] = dot_in @ both.T
    gradients["dbf"] = np.sum(dft_in, axis=1, keepdims=True)
    gradients["dbi"] = np.sum(dit_in, axis=1, keepdims=True)
    gradients["dbc"] = np.sum(dcct_in, axis=1, keepdims=True)
    gradients["dbo"] = np.sum(dot_in, axis=1, keepdims=True)
    return gradients

# %%
def lstm_backward(da, caches):
    n_a, m, T = da.shape
    n_x = caches[1].shape[0]
    dx = np.zeros((n_x, m, T))
    dWf, dWi, dWc, dWo = np.zeros((4, n_a, n_a + n_x))
    dbf, dbi, dbc, dbo = np.zeros((4, n_a, 1))
    # last step separately: nothing comes from behind
    step = lstm_cell_backward(da[:, :, T - 1], np.zeros((n_a, m)), caches[0][T - 1])
    for t in range(T - 2, -2, -1):
        dx[:, :, t + 1] = step["dxt"]
        dWf += step["dWf"]; dWi += step["dWi"]; dWc += step["dWc"]; dWo += step["dWo"]
        dbf += step["dbf"]; dbi += step["dbi"]; dbc += step["dbc"]; dbo += step["dbo"]
        if t >= 0:
            step = lstm_cell_backward(da[:, :, t] + step["da_prev"], step["dc_prev"], caches[0][t])
    return {"dx": dx, "da0": step["da_prev"], "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

