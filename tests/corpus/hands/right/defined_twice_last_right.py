# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    gewichte = {k: parameters["W" + k] for k in ("f", "i", "c", "o", "y")}
    bias = {k: parameters["b" + k] for k in ("f", "i", "c", "o", "y")}

    stapel = np.vstack((a_prev, xt))
    vergessen = sigmoid(np.dot(gewichte["f"], stapel) + bias["f"])
    eingabe = sigmoid(np.dot(gewichte["i"], stapel) + bias["i"])
    kandidat = np.tanh(np.dot(gewichte["c"], stapel) + bias["c"])
    ausgabe = sigmoid(np.dot(gewichte["o"], stapel) + bias["o"])

    zelle = vergessen * c_prev
    zelle = zelle + eingabe * kandidat
    zustand = ausgabe * np.tanh(zelle)
    vorhersage = softmax(np.dot(gewichte["y"], zustand) + bias["y"])

    speicher = (zustand, zelle, a_prev, c_prev, vergessen, eingabe, kandidat, ausgabe, xt, parameters)
    return zustand, zelle, vorhersage, speicher

# %%
def lstm_forward(x, a0, parameters):
    anzahl_a, beispiele = a0.shape
    schritte = x.shape[2]
    anzahl_y = parameters["by"].shape[0]
    alle_a = np.zeros((anzahl_a, beispiele, schritte))
    alle_c = np.zeros((anzahl_a, beispiele, schritte))
    alle_y = np.zeros((anzahl_y, beispiele, schritte))
    speicher_liste = []

    zustand = a0
    zelle = np.zeros(a0.shape)
    for zeit in range(schritte):
        zustand, zelle, vorhersage, speicher = lstm_cell_forward(x[..., zeit], zustand, zelle, parameters)
        alle_a[..., zeit] = zustand
        alle_c[..., zeit] = zelle
        alle_y[..., zeit] = vorhersage
        speicher_liste.append(speicher)

    return alle_a, alle_y, alle_c, (speicher_liste, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (zustand, zelle, zustand_alt, zelle_alt, vergessen, eingabe, kandidat, ausgabe, xt, parameters) = cache
    n = zustand.shape[0]
    stapel = np.vstack((zustand_alt, xt))

    d_ausgabe = da_next * np.tanh(zelle) * ausgabe * (1 - ausgabe)
    d_zelle = dc_next + da_next * ausgabe * (1 - np.square(np.tanh(zelle)))
    d_kandidat = d_zelle * eingabe * (1 - np.square(kandidat))
    d_eingabe = d_zelle * kandidat * eingabe * (1 - eingabe)
    d_vergessen = d_zelle * zelle_alt * vergessen * (1 - vergessen)

    d_stapel = (
        np.dot(parameters["Wf"].T, d_vergessen)
        + np.dot(parameters["Wi"].T, d_eingabe)
        + np.dot(parameters["Wc"].T, d_kandidat)
        + np.dot(parameters["Wo"].T, d_ausgabe)
    )
    d_zelle_alt = d_zelle * vergessen

    ableitungen = {"dxt": d_stapel[n:], "da_prev": d_stapel[:n], "dc_prev": d_zelle_alt}
    for tor, d_tor in (("f", d_vergessen), ("i", d_eingabe), ("c", d_kandidat), ("o", d_ausgabe)):
        ableitungen["dW" + tor] = np.dot(d_tor, stapel.T)
        ableitungen["db" + tor] = d_tor.sum(axis=1, keepdims=True)
    return ableitungen

# %%
def lstm_backward(da, caches):
    # erster Versuch, falsch
    return None

# %%
def lstm_backward(da, caches):
    speicher, x = caches
    n_a, m, schritte = da.shape
    summen = {}
    dx = np.zeros((x.shape[0], m, schritte))
    von_hinten_a = np.zeros((n_a, m))
    von_hinten_c = np.zeros((n_a, m))
    zeit = schritte - 1
    while zeit >= 0:
        teil = lstm_cell_backward(da[:, :, zeit] + von_hinten_a, von_hinten_c, speicher[zeit])
        dx[:, :, zeit] = teil["dxt"]
        von_hinten_a = teil["da_prev"]
        von_hinten_c = teil["dc_prev"]
        for name in ("dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"):
            summen[name] = summen.get(name, 0) + teil[name]
        zeit -= 1
    summen["dx"] = dx
    summen["da0"] = von_hinten_a
    return summen
