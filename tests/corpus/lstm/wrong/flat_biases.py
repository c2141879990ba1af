# %%
import numpy as np
from numpy import tanh, dot, concatenate
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    dc_sum = dc_next + da_next * ot * (1 - tanh(c_next) ** 2)
    d_f = ft * (1 - ft) * dc_sum * c_prev
    d_i = it * (1 - it) * dc_sum * cct
    d_g = (1 - cct ** 2) * dc_sum * it
    d_o = ot * (1 - ot) * da_next * tanh(c_next)
    inp = concatenate([a_prev, xt])
    g = dict()
    g["dWf"], g["dbf"] = dot(d_f, inp.T), d_f.sum(axis=1)
    g["dWi"], g["dbi"] = dot(d_i, inp.T), d_i.sum(axis=1)
    g["dWc"], g["dbc"] = dot(d_g, inp.T), d_g.sum(axis=1)
    g["dWo"], g["dbo"] = dot(d_o, inp.T), d_o.sum(axis=1)
    d_inp = dot(parameters["Wf"].T, d_f) + dot(parameters["Wi"].T, d_i) + dot(parameters["Wc"].T, d_g) + dot(parameters["Wo"].T, d_o)
    g["da_prev"] = d_inp[:n_a]
    g["dxt"] = d_inp[n_a:]
    g["dc_prev"] = dc_sum * ft
    return g

# %%
def lstm_backward(da, caches):
    guardados, x = caches
    n_a, m, passos = da.shape
    dx = np.zeros((x.shape[0], m, passos))
    da_depois = np.zeros((n_a, m))
    dc_depois = np.zeros((n_a, m))
    somas = dict.fromkeys(("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"), 0)
    for passo in list(range(passos))[::-1]:
        g = lstm_cell_backward(da[:, :, passo] + da_depois, dc_depois, guardados[passo])
        dx[:, :, passo], da_depois, dc_depois = g["dxt"], g["da_prev"], g["dc_prev"]
        for nome in somas:
            somas[nome] = somas[nome] + g[nome]
    somas.update(dx=dx, da0=da_depois)
    return somas

