# %%
# First of all the imports. numpy does all of the linear algebra for us and lstm_lib only
# gives us the two activation functions that numpy doesn't have.
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# ---------------------------------------------------------------------------------------
# PART 1: ONE STEP FORWARD
# ---------------------------------------------------------------------------------------
# What I understood about the LSTM:
#   - there are two memories. a is the "short" one (what everybody sees), c is the "long" one
#   - the forget gate f says how much of the OLD long memory survives (1 = everything)
#   - the input gate i says how much of the NEW candidate goes in
#   - the output gate o says how much of the long memory is shown in a
# All of them look at the same thing: the old a and the new x, one above the other.
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    # old hidden state on top, input below. The order is important because the columns of W*
    # are in the same order (first n_a columns for a, last n_x columns for x)
    everything = np.concatenate((a_prev, xt), axis=0)

    # forget gate. sigmoid, because it's a percentage
    ft = sigmoid(np.dot(parameters["Wf"], everything) + parameters["bf"])
    # input gate, also a percentage
    it = sigmoid(np.dot(parameters["Wi"], everything) + parameters["bi"])
    # candidate. tanh and NOT sigmoid, because the memory can go up or down
    cct = np.tanh(np.dot(parameters["Wc"], everything) + parameters["bc"])
    # output gate, percentage
    ot = sigmoid(np.dot(parameters["Wo"], everything) + parameters["bo"])

    # the * here is elementwise! (I used np.dot here first and got a shape error)
    what_stays = ft * c_prev
    what_is_new = it * cct
    c_next = what_stays + what_is_new
    a_next = ot * np.tanh(c_next)

    # the prediction is an ordinary softmax layer
    yt_pred = softmax(np.dot(parameters["Wy"], a_next) + parameters["by"])

    # everything the way back needs
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt_pred, cache

# %%
# ---------------------------------------------------------------------------------------
# PART 2: ALL THE STEPS FORWARD
# ---------------------------------------------------------------------------------------
def lstm_forward(x, a0, parameters):
    # the dimensions (written down every time, otherwise I mix them up)
    n_x = x.shape[0]   # size of the input
    m = x.shape[1]     # how many examples
    T_x = x.shape[2]   # how many time steps
    n_a = a0.shape[0]  # hidden size
    n_y = parameters["by"].shape[0]  # number of classes

    # here the results go
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))
    caches = []

    # before the first step: a is given, c is empty
    # (NOT c[:, :, 0]! that would be a window into c, and it changes when I fill c)
    a_next = a0
    c_next = np.zeros((n_a, m))

    for t in range(T_x):
        # the "next" of the last round is the "prev" of this round
        a_prev = a_next
        c_prev = c_next
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_prev, c_prev, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y[:, :, t] = yt_pred
        caches.append(cache)

    return a, y, c, (caches, x)

# %%
# ---------------------------------------------------------------------------------------
# PART 3: ONE STEP BACKWARD
# ---------------------------------------------------------------------------------------
# Notation: dX means "derivative of the loss with respect to X".
# The names with _z are before the activation, the ones without are after it.
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a = a_prev.shape[0]

    # a_next = ot * tanh(c_next)
    dot = da_next * np.tanh(c_next)
    dtanh = da_next * ot
    # c_next gets gradient from two sides: from the future (dc_next) and through a_next
    dc = dc_next + dtanh * (1 - np.tanh(c_next) ** 2)

    # c_next = ft * c_prev + it * cct
    dft = dc * c_prev
    dc_prev = dc * ft
    dit = dc * cct
    dcct = dc * it

    # now through the activations: sigmoid' = s(1-s), tanh' = 1-t^2
    dft_z = dft * ft * (1 - ft)
    dit_z = dit * it * (1 - it)
    dcct_z = dcct * (1 - cct ** 2)
    dot_z = dot * ot * (1 - ot)

    # z = W everything + b, so dW = dz everything^T, db = sum over the examples, and
    # deverything = W^T dz (summed over the four gates, because all four use it)
    everything = np.concatenate((a_prev, xt), axis=0)
    deverything = (np.dot(parameters["Wf"].T, dft_z) +
                   np.dot(parameters["Wi"].T, dit_z) +
                   np.dot(parameters["Wc"].T, dcct_z) +
                   np.dot(parameters["Wo"].T, dot_z))

    gradients = {
        "dxt": deverything[n_a:, :],      # lower part belongs to x
        "da_prev": deverything[:n_a, :],  # upper part belongs to a
        "dc_prev": dc_prev,
        "dWf": np.dot(dft_z, everything.T),
        "dbf": np.sum(dft_z, axis=1, keepdims=True),
        "dWi": np.dot(dit_z, everything.T),
        "dbi": np.sum(dit_z, axis=1, keepdims=True),
        "dWc": np.dot(dcct_z, everything.T),
        "dbc": np.sum(dcct_z, axis=1, keepdims=True),
        "dWo": np.dot(dot_z, everything.T),
        "dbo": np.sum(dot_z, axis=1, keepdims=True),
    }
    return gradients

# %%
# ---------------------------------------------------------------------------------------
# PART 4: ALL THE STEPS BACKWARD
# ---------------------------------------------------------------------------------------
def lstm_backward(da, caches):
    list_of_cache, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]

    dx = np.zeros((n_x, m, T))
    # nothing comes from the future of the last step
    da_from_future = np.zeros((n_a, m))
    dc_from_future = np.zeros((n_a, m))
    # the weights are shared by all steps, so their gradients are summed over the steps
    dWf = dWi = dWc = dWo = np.zeros((n_a, n_a + n_x))
    dbf = dbi = dbc = dbo = np.zeros((n_a, 1))

    for t in range(T - 1, -1, -1):
        step = lstm_cell_backward(da[:, :, t] + da_from_future, dc_from_future, list_of_cache[t])
        # hand both to the step before
        da_from_future = step["da_prev"]
        dc_from_future = step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        # (dWf = dWf + ..., not +=, because the four start as the same array)
        dWf = dWf + step["dWf"]
        dWi = dWi + step["dWi"]
        dWc = dWc + step["dWc"]
        dWo = dWo + step["dWo"]
        dbf = dbf + step["dbf"]
        dbi = dbi + step["dbi"]
        dbc = dbc + step["dbc"]
        dbo = dbo + step["dbo"]

    # what would go to the step before the first one is the gradient of a0
    da0 = da_from_future
    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
