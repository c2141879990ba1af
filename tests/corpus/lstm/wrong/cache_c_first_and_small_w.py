# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    eingang = np.concatenate((a_prev, xt))
    f = sigmoid(parameters["Wf"] @ eingang + parameters["bf"])
    i = sigmoid(parameters["Wi"] @ eingang + parameters["bi"])
    k = np.tanh(parameters["Wc"] @ eingang + parameters["bc"])
    o = sigmoid(parameters["Wo"] @ eingang + parameters["bo"])
    c_neu = f * c_prev + i * k
    a_neu = o * np.tanh(c_neu)
    y = softmax(parameters["Wy"] @ a_neu + parameters["by"])
    merken = (c_neu, a_neu, c_prev, a_prev, f, i, k, o, xt, parameters)
    return a_neu, c_neu, y, merken

# %%
# Alle Zeitschritte
def lstm_forward(x, a0, parameters):
    anzahl_schritte = x.shape[2]
    verlauf_a = np.zeros((a0.shape[0], a0.shape[1], anzahl_schritte))
    verlauf_c = np.zeros_like(verlauf_a)
    verlauf_y = np.zeros((parameters["Wy"].shape[0], a0.shape[1], anzahl_schritte))
    gemerkt = []

    zustand_a = a0
    zustand_c = np.zeros_like(a0)
    for schritt in range(anzahl_schritte):
        zustand_a, zustand_c, y_schritt, speicher = lstm_cell_forward(x[:, :, schritt], zustand_a, zustand_c, parameters)
        verlauf_a[:, :, schritt] = zustand_a
        verlauf_c[:, :, schritt] = zustand_c
        verlauf_y[:, :, schritt] = y_schritt
        gemerkt.append(speicher)

    return verlauf_a, verlauf_y, verlauf_c, (gemerkt, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (a_neu, c_neu, a_alt, c_alt, f, i, k, o, xt, parameters) = cache
    n_a = a_alt.shape[0]
    dc = dc_next + da_next * o * (1 - np.tanh(c_neu) ** 2)
    df = dc * c_alt * f * (1 - f)
    di = dc * k * i * (1 - i)
    dk = dc * i * (1 - k ** 2)
    do = da_next * np.tanh(c_neu) * o * (1 - o)
    eingang = np.concatenate((a_alt, xt))
    d_eingang = parameters["Wf"].T @ df + parameters["Wi"].T @ di + parameters["WC"].T @ dk + parameters["Wo"].T @ do
    return {"dxt": d_eingang[n_a:], "da_prev": d_eingang[:n_a], "dc_prev": dc * f,
            "dWf": df @ eingang.T, "dbf": df.sum(axis=1, keepdims=True),
            "dWi": di @ eingang.T, "dbi": di.sum(axis=1, keepdims=True),
            "dWc": dk @ eingang.T, "dbc": dk.sum(axis=1, keepdims=True),
            "dWo": do @ eingang.T, "dbo": do.sum(axis=1, keepdims=True)}

# %%
# Rückwärts durch die Zeit
def lstm_backward(da, caches):
    speicherliste, x = caches
    n_a, m, schritte = da.shape
    dx = np.zeros((x.shape[0], m, schritte))
    rest_a = np.zeros((n_a, m))
    rest_c = np.zeros((n_a, m))
    summe = {}
    for schritt in reversed(range(schritte)):
        grad = lstm_cell_backward(da[:, :, schritt] + rest_a, rest_c, speicherliste[schritt])
        rest_a = grad["da_prev"]
        rest_c = grad["dc_prev"]
        dx[:, :, schritt] = grad["dxt"]
        for tor in "fico":
            for art in ("dW", "db"):
                summe.setdefault(art + tor, np.zeros(grad[art + tor].shape))
                summe[art + tor] += grad[art + tor]
    summe["dx"] = dx
    summe["da0"] = rest_a
    return summe

