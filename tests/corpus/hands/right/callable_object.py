# %%
import numpy as np
from lstm_lib import softmax

# %%
class _Cell:
    def __call__(self, xt, a_prev, parameters):
        p = parameters
        a_next = np.tanh(np.matmul(p["Wax"], xt) + np.matmul(p["Waa"], a_prev) + p["ba"])
        return a_next, softmax(np.matmul(p["Wya"], a_next) + p["by"]), (a_next, a_prev, xt, p)


rnn_cell_forward = _Cell()

# %%
def rnn_forward(x, a0, parameters):
    out_a, out_y, caches = [a0], [], []
    for t in range(x.shape[2]):
        h, y, k = rnn_cell_forward(x[:, :, t], out_a[-1], parameters)
        out_a.append(h); out_y.append(y); caches.append(k)
    return np.stack(out_a[1:], -1), np.stack(out_y, -1), (caches, x)
