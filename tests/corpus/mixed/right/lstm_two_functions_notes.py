# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_backward, lstm_backward

# %%
# Notes from the lecture
#   forget gate f, input gate i, candidate c~, output gate o
#   c = f * c_prev + i * c~          (elementwise!)
#   a = o * tanh(c)
# W goes with [a_prev, xt], a_prev FIRST

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, Wi, Wc, Wo, Wy = [parameters["W" + s] for s in ["f", "i", "c", "o", "y"]]
    bf, bi, bc, bo, by = [parameters["b" + s] for s in ["f", "i", "c", "o", "y"]]
    z = np.hstack((a_prev.T, xt.T)).T
    f, i, o = sigmoid(Wf @ z + bf), sigmoid(Wi @ z + bi), sigmoid(Wo @ z + bo)
    c_tilde = np.tanh(Wc @ z + bc)
    c = f * c_prev + i * c_tilde
    a = o * np.tanh(c)
    y = softmax(Wy @ a + by)
    return a, c, y, (a, c, a_prev, c_prev, f, i, c_tilde, o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T_x = x.shape[2]
    res = []
    for t in range(T_x):
        if not res:
            res.append(lstm_cell_forward(x[:, :, 0], a0, np.zeros(a0.shape), parameters))
        else:
            a_before, c_before = res[-1][:2]
            res.append(lstm_cell_forward(x[:, :, t], a_before, c_before, parameters))
    a = np.array([r[0] for r in res]).transpose([1, 2, 0])
    c = np.array([r[1] for r in res]).transpose([1, 2, 0])
    y = np.array([r[2] for r in res]).transpose([1, 2, 0])
    return a, y, c, ([r[3] for r in res], x)
