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
# Rückwärts durch einen Schritt
def lstm_cell_backward(da_next, dc_next, cache):
    a_neu, c_neu, a_alt, c_alt, vergessen, einlass, kandidat, ausgang, xt, parameters = cache
    n_a = a_alt.shape[0]

    # Ableitung nach dem Zellzustand: direkter Weg und der Weg über a
    d_zelle = dc_next + da_next * ausgang * (1 - np.tanh(c_neu) ** 2)

    d_ausgang = da_next * np.tanh(c_neu) * ausgang * (1 - ausgang)
    d_vergessen = d_zelle * c_alt * vergessen * (1 - vergessen)
    d_einlass = d_zelle * kandidat * einlass * (1 - einlass)
    d_kandidat = d_zelle * einlass * (1 - kandidat ** 2)

    eingang = np.vstack((a_alt, xt))
    d_eingang = (parameters["Wf"].T @ d_vergessen + parameters["Wi"].T @ d_einlass
                 + parameters["Wc"].T @ d_kandidat + parameters["Wo"].T @ d_ausgang)

    return {
        "dxt": d_eingang[n_a:, :],
        "da_prev": d_eingang[:n_a, :],
        "dc_prev": d_zelle * vergessen,
        "dWf": d_vergessen @ eingang.T,
        "dbf": np.sum(d_vergessen, axis=1, keepdims=True),
        "dWi": d_einlass @ eingang.T,
        "dbi": np.sum(d_einlass, axis=1, keepdims=True),
        "dWc": d_kandidat @ eingang.T,
        "dbc": np.sum(d_kandidat, axis=1, keepdims=True),
        "dWo": d_ausgang @ eingang.T,
        "dbo": np.sum(d_ausgang, axis=1, keepdims=True),
    }

# %%
# Rückwärts durch die Zeit
def lstm_backward(da, caches):
    speicherliste, x = caches
    n_a, m, schritte = da.shape
    dx = []
    summe = dict.fromkeys(["dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"], 0)
    von_hinten = {"da_prev": np.zeros((n_a, m)), "dc_prev": np.zeros((n_a, m))}
    for k in range(1, schritte + 1):
        von_hinten = lstm_cell_backward(da[:, :, -k] + von_hinten["da_prev"], von_hinten["dc_prev"], speicherliste[-k])
        dx.append(von_hinten["dxt"])
        for name in summe:
            summe[name] = summe[name] + von_hinten[name]
    return {"dx": np.stack(dx[::-1], axis=2), "da0": von_hinten["da_prev"], **summe}
