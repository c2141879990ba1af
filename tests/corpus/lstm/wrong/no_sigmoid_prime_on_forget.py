# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    eingang = np.vstack((a_prev, xt))

    vergessen = sigmoid(parameters["Wf"] @ eingang + parameters["bf"])
    einlass = sigmoid(parameters["Wi"] @ eingang + parameters["bi"])
    kandidat = np.tanh(parameters["Wc"] @ eingang + parameters["bc"])
    ausgang = sigmoid(parameters["Wo"] @ eingang + parameters["bo"])
    c_neu = vergessen * c_prev + einlass * kandidat
    a_neu = ausgang * np.tanh(c_neu)
    vorhersage = softmax(parameters["Wy"] @ a_neu + parameters["by"])

    cache = (a_neu, c_neu, a_prev, c_prev, vergessen, einlass, kandidat, ausgang, xt, parameters)
    return a_neu, c_neu, vorhersage, cache

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
# Rückwärts durch die Zelle
def lstm_cell_backward(da_next, dc_next, cache):
    a_neu, c_neu, a_alt, c_alt, Gf, Gi, Gk, Go, xt, parameters = cache
    n_a = a_alt.shape[0]
    t = np.tanh(c_neu)
    dC = dc_next + da_next * Go * (1 - t * t)

    dGo = da_next * t * Go * (1 - Go)
    dGf = dC * c_alt
    dGi = dC * Gk * Gi * (1 - Gi)
    dGk = dC * Gi * (1 - Gk * Gk)

    u = np.vstack((a_alt, xt))
    du = np.zeros_like(u)
    ergebnis = {"dc_prev": dC * Gf}
    for name, d in zip("fico", (dGf, dGi, dGk, dGo)):
        ergebnis["dW" + name] = d @ u.T
        ergebnis["db" + name] = d.sum(axis=1, keepdims=True)
        du += parameters["W" + name].T @ d
    ergebnis["da_prev"] = du[:n_a]
    ergebnis["dxt"] = du[n_a:]
    return ergebnis

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
        g = lstm_cell_backward(da[:, :, schritt] + rest_a, rest_c, speicherliste[schritt])
        rest_a = g["da_prev"]
        rest_c = g["dc_prev"]
        dx[:, :, schritt] = g["dxt"]
        for tor in "fico":
            for art in ("dW", "db"):
                summe.setdefault(art + tor, np.zeros(g[art + tor].shape))
                summe[art + tor] += g[art + tor]
    summe["dx"] = dx
    summe["da0"] = rest_a
    return summe

