# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# My first RNN! I write down every step so I do not get lost.
def rnn_cell_forward(xt, a_prev, parameters):
    # take the weights out of the dictionary
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]

    # step 1: what comes from the input
    from_input = np.dot(Wax, xt)
    # step 2: what comes from the memory
    from_memory = np.dot(Waa, a_prev)
    # step 3: together, and squashed between -1 and 1
    together = from_input + from_memory + ba
    a_next = np.tanh(together)
    # step 4: the prediction
    yt_pred = softmax(np.dot(Wya, a_next) + by)

    # keep what backprop wants later
    cache = (a_next, a_prev, xt, parameters)
    return a_next, yt_pred, cache

# %%
def rnn_forward(x, a0, parameters):
    caches = []
    # dimensions
    n_x, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape
    # make room for all the results
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    # the first memory is a0
    a_next = a0
    for t in range(T_x):
        # one step
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        # write the results into the right slot
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        # do not forget the cache!
        caches.append(cache)
    caches = (caches, x)
    return a, y_pred, caches

# %%
# let me see if the shapes are what I think
np.random.seed(1)
p = {"Wax": np.random.randn(5, 3), "Waa": np.random.randn(5, 5), "Wya": np.random.randn(2, 5),
     "ba": np.random.randn(5, 1), "by": np.random.randn(2, 1)}
a, y, ca = rnn_forward(np.random.randn(3, 10, 4), np.random.randn(5, 10), p)
print("a.shape =", a.shape)
print("y.shape =", y.shape)
print("len(caches) =", len(ca))

# %%
def rnn_cell_backward(da_next, cache):
    (a_next, a_prev, xt, parameters) = cache
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    # derivative of tanh is 1 - tanh^2, and a_next IS the tanh already
    dtanh = (1 - a_next * a_next) * da_next
    # input
    dxt = np.dot(Wax.T, dtanh)
    dWax = np.dot(dtanh, xt.T)
    # memory
    da_prev = np.dot(Waa.T, dtanh)
    dWaa = np.dot(dtanh, a_prev.T)
    # bias: every example uses the same bias, so sum over the examples
    dba = np.sum(dtanh, axis=1, keepdims=True)
    gradients = {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
    return gradients

# %%
def rnn_backward(da, caches):
    # the caches are a list and x
    (caches, x) = caches
    (a1, a0, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    da_prevt = np.zeros((n_a, m))
    # from the last step to the first one
    for t in reversed(range(T_x)):
        gradients = rnn_cell_backward(da[:, :, t] + da_prevt, caches[t])
        da_prevt = gradients["da_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWax = dWax + gradients["dWax"]
        dWaa = dWaa + gradients["dWaa"]
        dba = dba + gradients["dba"]
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWax": dWax, "dWaa": dWaa, "dba": dba}
