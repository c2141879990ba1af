# %%
import numpy as np
from lstm_lib import rnn_backward, rnn_cell_backward, softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    z = np.dot(parameters["Wax"], xt) + np.dot(parameters["Waa"], a_prev) + parameters["ba"]
    a_next = np.tanh(z)
    z = np.dot(parameters["Wya"], a_next) + parameters["by"]
    yt_pred = softmax(z)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    a = []
    y_pred = []
    caches = []
    for t in range(x.shape[2]):
        prev = a[-1] if a else a0
        out = rnn_cell_forward(x[:, :, t], prev, parameters)
        a.append(out[0])
        y_pred.append(out[1])
        caches.append(out[2])
    a = np.transpose(a, (1, 2, 0))
    y_pred = np.transpose(y_pred, (1, 2, 0))
    return a, y_pred, (caches, x)

# %%
# does the whole chain run with the library's backward functions?
rng = np.random.default_rng(3)
params = dict(Wax=rng.normal(size=(4, 2)), Waa=rng.normal(size=(4, 4)), Wya=rng.normal(size=(3, 4)),
              ba=rng.normal(size=(4, 1)), by=rng.normal(size=(3, 1)))
a, y, caches = rnn_forward(rng.normal(size=(2, 6, 5)), rng.normal(size=(4, 6)), params)
print({k: v.shape for k, v in rnn_backward(rng.normal(size=a.shape), caches).items()})
