# %%
import numpy as np
from lstm_lib import softmax

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    W_ein, W_alt, W_aus = (parameters[k] for k in ("Wax", "Waa", "Wya"))
    summe = W_ein @ xt
    summe += W_alt @ a_prev
    summe += parameters["ba"]
    neu = np.tanh(summe)
    wahrscheinlich = softmax(W_aus @ neu + parameters["by"])
    return neu, wahrscheinlich, (neu, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    merkliste = []
    laenge = x.shape[2]
    a = np.empty(a0.shape + (laenge,))
    y = np.empty((parameters["by"].shape[0], x.shape[1], laenge))
    zustand = a0
    i = 0
    while i < laenge:
        zustand, ausgabe, merk = rnn_cell_forward(x[:, :, i], zustand, parameters)
        a[:, :, i], y[:, :, i] = zustand, ausgabe
        merkliste.append(merk)
        i += 1
    return a, y, (merkliste, x)

# %%
def rnn_cell_backward(da_next, cache):
    neu, alt, eingang, par = cache
    steigung = np.ones(neu.shape) - neu
    dz = np.multiply(da_next, steigung)
    ergebnis = {}
    ergebnis["dba"] = dz.sum(axis=1, keepdims=True)
    ergebnis["dWaa"] = dz @ alt.transpose()
    ergebnis["dWax"] = dz @ eingang.transpose()
    ergebnis["da_prev"] = par["Waa"].transpose() @ dz
    ergebnis["dxt"] = par["Wax"].transpose() @ dz
    return ergebnis

# %%
def rnn_backward(da, caches):
    merkliste, x = caches
    n_a, m, laenge = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, laenge))
    summe_Wax = np.zeros((n_a, n_x))
    summe_Waa = np.zeros((n_a, n_a))
    summe_ba = np.zeros((n_a, 1))
    zurueck = np.zeros((n_a, m))
    for i in range(laenge - 1, -1, -1):
        teil = rnn_cell_backward(da[:, :, i] + zurueck, merkliste[i])
        zurueck = teil["da_prev"]
        dx[:, :, i] = teil["dxt"]
        summe_Wax = summe_Wax + teil["dWax"]
        summe_Waa = summe_Waa + teil["dWaa"]
        summe_ba = summe_ba + teil["dba"]
    return {"dx": dx, "da0": zurueck, "dWax": summe_Wax, "dWaa": summe_Waa, "dba": summe_ba}
