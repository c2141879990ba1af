# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
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
    # Initialize "caches", which will track the list of all the caches
    caches = []

    # Retrieve dimensions from shapes of x and parameters['Wy']
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape

    # initialize "a", "c" and "y" with zeros
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))

    # Initialize a_next and c_next
    a_next = None
    c_next = None

    # loop over all time-steps
    for t in range(T_x):
        # take the slice of the time step
        xt = None
        # Update next hidden state, next memory state, compute the prediction, get the cache
        pass

    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_a, m = a_next.shape
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    dgates = np.vstack([
        dc * c_prev * ft * (1 - ft),
        dc * cct * it * (1 - it),
        dc * it * (1 - cct ** 2),
        da_next * np.tanh(c_next) * ot * (1 - ot),
    ])
    W = np.vstack([parameters[k] for k in ("Wf", "Wi", "Wc", "Wo")])
    dW = dgates @ np.vstack([a_prev, xt]).T
    dconcat = W.T @ dgates
    gradients = {"dxt": dconcat[n_a:], "da_prev": dconcat[:n_a], "dc_prev": dc * ft}
    for k, (dWk, dgate) in enumerate(zip(np.vsplit(dW, 4), np.vsplit(dgates, 4))):
        gradients["dW" + "fico"[k]] = dWk
        gradients["db" + "fico"[k]] = np.sum(dgate, keepdims=True)
    return gradients
