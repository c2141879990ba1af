# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    # get all the weights out of the dictionary
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

    # put a_prev and xt on top of each other
    concat = np.zeros((n_a + n_x, m))
    concat[: n_a, :] = a_prev
    concat[n_a :, :] = xt

    # forget gate
    forget_in = np.matmul(Wf, concat)
    forget_in_b = forget_in + bf
    ft = sigmoid(forget_in_b)

    # update gate
    update_in = np.matmul(Wi, concat)
    update_in_b = update_in + bi
    it = sigmoid(update_in_b)

    # candidate
    cand_in = np.matmul(Wc, concat)
    cand_in_b = cand_in + bc
    cct = np.tanh(cand_in_b)

    # new cell state
    keep = np.multiply(ft, c_prev)
    new = np.multiply(it, cct)
    c_next = keep + new

    # output gate
    out_in = np.matmul(Wo, concat)
    out_in_b = out_in + bo
    ot = sigmoid(out_in_b)

    # new hidden state
    squashed = np.tanh(c_next)
    a_next = np.multiply(ot, squashed)

    # prediction
    scores = np.matmul(Wy, a_next)
    scores_b = scores + by
    yt_pred = softmax(scores_b)

    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

    return a_next, c_next, yt_pred, cache

# %%
def lstm_forward(x, a0, parameters):
    caches = []

    n_x, m, T_x = x.shape
    n_y = parameters["Wy"].shape[0]
    n_a = parameters["Wy"].shape[1]

    # initialise
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))

    a_next = a0
    c_next = np.zeros((n_a, m))

    for t in range(T_x):
        xt = x[:, :, t]
        a_next, c_next, yt, cache = lstm_cell_forward(xt, a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt
        caches.append(cache)

    caches = (caches, x)

    return a, y, c, caches

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_x, m = xt.shape
    n_a, m = a_next.shape

    # output gate
    tanh_c = np.tanh(c_next)
    dot = da_next * tanh_c
    dot_in = dot * ot * (1 - ot)

    # everything that arrives at c_next
    tanh_deriv = 1 - tanh_c ** 2
    dc_from_a = da_next * ot * tanh_deriv
    dc = dc_next + dc_from_a

    # the other gates
    dcct = dc * it
    dcct_in = dcct * (1 - cct ** 2)
    dit = dc * cct
    dit_in = dit * it * (1 - it)
    dft = dc * c_prev
    dft_in = dft * ft * (1 - ft)

    # weights
    concat = np.concatenate((a_prev, xt), axis=0)
    concat_T = concat.T
    dWf = np.dot(dft_in, concat_T)
    dWi = np.dot(dit_in, concat_T)
    dWc = np.dot(dcct_in, concat_T)
    dWo = np.dot(dot_in, concat_T)
    dbf = np.sum(dft_in, axis=1, keepdims=True)
    dbi = np.sum(dit_in, axis=1, keepdims=True)
    dbc = np.sum(dcct_in, axis=1, keepdims=True)
    dbo = np.sum(dot_in, axis=1, keepdims=True)

    # hidden state
    part_f = np.dot(parameters["Wf"][:, :n_a].T, dft_in)
    part_i = np.dot(parameters["Wi"][:, :n_a].T, dit_in)
    part_c = np.dot(parameters["Wc"][:, :n_a].T, dcct_in)
    part_o = np.dot(parameters["Wo"][:, :n_a].T, dot_in)
    da_prev = part_f + part_i + part_c + part_o

    # old cell state
    dc_prev = dc * ft

    # input
    xpart_f = np.dot(parameters["Wf"][:, n_a:].T, dft_in)
    xpart_i = np.dot(parameters["Wi"][:, n_a:].T, dit_in)
    xpart_c = np.dot(parameters["Wc"][:, n_a:].T, dcct_in)
    xpart_o = np.dot(parameters["Wo"][:, n_a:].T, dot_in)
    dxt = xpart_f + xpart_i + xpart_c + xpart_o

    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev,
                 "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
                 "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

    return gradients

# %%
def lstm_backward(da, caches):
    caches_list = caches[0]
    x = caches[1]
    first_cache = caches_list[0]
    x1 = first_cache[8]

    n_a, m, T_x = da.shape
    n_x, m = x1.shape

    dx = np.zeros((n_x, m, T_x))
    da0 = np.zeros((n_a, m))
    da_prevt = np.zeros((n_a, m))
    dc_prevt = np.zeros((n_a, m))
    dWf = np.zeros((n_a, n_a + n_x))
    dWi = np.zeros((n_a, n_a + n_x))
    dWc = np.zeros((n_a, n_a + n_x))
    dWo = np.zeros((n_a, n_a + n_x))
    dbf = np.zeros((n_a, 1))
    dbi = np.zeros((n_a, 1))
    dbc = np.zeros((n_a, 1))
    dbo = np.zeros((n_a, 1))

    for t in reversed(range(T_x)):
        da_total = da[:, :, t] + da_prevt
        gradients = lstm_cell_backward(da_total, dc_prevt, caches_list[t])
        da_prevt = gradients["da_prev"]
        dc_prevt = gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf = dWf + gradients["dWf"]
        dWi = dWi + gradients["dWi"]
        dWc = gradients["dWc"]
        dWo = dWo + gradients["dWo"]
        dbf = dbf + gradients["dbf"]
        dbi = dbi + gradients["dbi"]
        dbc = dbc + gradients["dbc"]
        dbo = dbo + gradients["dbo"]

    da0 = da_prevt

    gradients = {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
                 "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

    return gradients
