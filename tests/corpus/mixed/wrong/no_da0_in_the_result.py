# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    wax, waa, wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    an = np.tanh(wax @ xt + waa @ a_prev + parameters["ba"])
    yt = softmax(wya @ an + parameters["by"])
    return an, yt, (an, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T = x.shape[2]
    a = np.zeros((a0.shape[0], a0.shape[1], T))
    y = np.zeros((parameters["by"].shape[0], a0.shape[1], T))
    cc = []
    an = a0
    for i in range(T):
        an, y[:, :, i], c = rnn_cell_forward(x[:, :, i], an, parameters)
        a[:, :, i] = an
        cc.append(c)
    return a, y, (cc, x)

# %%
def rnn_cell_backward(da_next, cache):
    an, ap, xt, par = cache
    d = da_next * (1 - an * an)
    return {"dxt": par["Wax"].T @ d, "da_prev": par["Waa"].T @ d, "dWax": d @ xt.T, "dWaa": d @ ap.T,
            "dba": d.sum(1).reshape(-1, 1)}

# %%
def rnn_backward(da, caches):
    cc, x = caches
    T = da.shape[2]
    dx = np.zeros((x.shape[0], x.shape[1], T))
    dwax = np.zeros(cc[0][3]["Wax"].shape)
    dwaa = np.zeros(cc[0][3]["Waa"].shape)
    dba = np.zeros(cc[0][3]["ba"].shape)
    dap = np.zeros(cc[0][1].shape)
    for i in range(T - 1, -1, -1):
        g = rnn_cell_backward(da[:, :, i] + dap, cc[i])
        dx[:, :, i] = g["dxt"]
        dap = g["da_prev"]
        dwax += g["dWax"]
        dwaa += g["dWaa"]
        dba += g["dba"]
    return {"dx": dx, "dWax": dwax, "dWaa": dwaa, "dba": dba}
