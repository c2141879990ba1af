# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# Ein Zeitschritt
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    eingang = np.vstack((a_prev, xt))

    vergessen = sigmoid(parameters["Wf"] @ eingang + parameters["bf"])
    einlass = sigmoid(parameters["Wi"] @ eingang + parameters["bi"])
    kandidat = np.tanh(parameters["Wc"] @ eingang + parameters["bc"])
    ausgang = sigmoid(parameters["Wo"] @ eingang + parameters["bo"])

    # neuer Zellzustand = Altes behalten + Neues aufnehmen
    c_neu = vergessen * c_prev + einlass * kandidat
    a_neu = ausgang * np.tanh(c_neu)
    vorhersage = softmax(parameters["Wy"] @ a_neu + parameters["by"])

    speicher = (a_neu, c_neu, a_prev, c_prev, vergessen, einlass, kandidat, ausgang, xt, parameters)
    return a_neu, c_neu, vorhersage, speicher

# %%
# Alle Zeitschritte
def lstm_forward(x, a0, parameters):
    anzahl_schritte = x.shape[2]
    verlauf_a = np.zeros((a0.shape[0], a0.shape[1], anzahl_schritte))
    verlauf_c = np.zeros_like(verlauf_a)
    verlauf_y = np.zeros((parameters["Wy"].shape[0], a0.shape[1], anzahl_schritte))
    speicherliste = []

    zustand_a = a0
    zustand_c = np.zeros_like(a0)
    for schritt in range(anzahl_schritte):
        zustand_a, zustand_c, y_schritt, speicher = lstm_cell_forward(x[:, :, schritt], zustand_a, zustand_c, parameters)
        verlauf_a[:, :, schritt] = zustand_a
        verlauf_c[:, :, schritt] = zustand_c
        verlauf_y[:, :, schritt] = y_schritt
        speicherliste.append(speicher)

    return verlauf_a, verlauf_y, verlauf_c, (speicherliste, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_neu, c_neu, a_alt, c_alt, f, i, k, o, xt, parameters = cache
    n_a = a_alt.shape[0]

    # Gradient des Zellzustands: Anteil über a dazu
    dc_next += da_next * o * (1 - np.tanh(c_neu) ** 2)

    df = dc_next * c_alt * f * (1 - f)
    di = dc_next * k * i * (1 - i)
    dk = dc_next * i * (1 - k ** 2)
    do = da_next * np.tanh(c_neu) * o * (1 - o)

    eingang = np.vstack((a_alt, xt))
    d_eingang = parameters["Wf"].T @ df + parameters["Wi"].T @ di + parameters["Wc"].T @ dk + parameters["Wo"].T @ do
    grad = {"da_prev": d_eingang[:n_a], "dxt": d_eingang[n_a:], "dc_prev": dc_next * f}
    for tor, d in (("f", df), ("i", di), ("c", dk), ("o", do)):
        grad["dW" + tor] = d @ eingang.T
        grad["db" + tor] = d.sum(axis=1, keepdims=True)
    return grad

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

