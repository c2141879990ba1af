# %%
import numpy as np

# %%
def weich(z):
    """Softmax je Spalte, gegen Überlauf gesichert."""
    z = z - np.max(z, axis=0, keepdims=True)
    return np.exp(z) / np.sum(np.exp(z), axis=0, keepdims=True)

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    a_neu = np.tanh(sum(w @ v for w, v in ((parameters["Wax"], xt), (parameters["Waa"], a_prev))) + parameters["ba"])
    return a_neu, weich(parameters["Wya"] @ a_neu + parameters["by"]), (a_neu, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    zustand = a0.copy()
    verlauf, vorhersagen, merker = [], [], []
    for schritt in range(x.shape[-1]):
        zustand, vorhersage, merk = rnn_cell_forward(x[..., schritt].copy(), zustand.copy(), parameters)
        for liste, wert in zip((verlauf, vorhersagen, merker), (zustand, vorhersage, merk)):
            liste.append(wert)
    return np.array(verlauf).transpose(1, 2, 0), np.array(vorhersagen).transpose(1, 2, 0), (merker, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_neu, a_alt, xt, parameters = cache
    innen = da_next * (1 - a_neu**2)
    namen = ["dxt", "da_prev", "dWax", "dWaa", "dba"]
    werte = [parameters["Wax"].T @ innen, parameters["Waa"].T @ innen, innen @ xt.T, innen @ a_alt.T,
             innen.sum(axis=1).reshape(-1, 1)]
    return dict(zip(namen, werte))

# %%
def rnn_backward(da, caches):
    merker, x = caches
    zurueck = np.zeros(da.shape[:2])
    summe = {"dWax": 0, "dWaa": 0, "dba": 0}
    dx = np.zeros((x.shape[0], x.shape[1], da.shape[2]))
    # zip hört bei der kürzeren Folge auf: da darf kürzer sein als x
    paare = list(zip(np.moveaxis(da, -1, 0), merker))
    for schritt, (da_t, merk) in reversed(list(enumerate(paare))):
        ableitung = rnn_cell_backward(da_t + zurueck, merk)
        dx[:, :, schritt], zurueck = ableitung["dxt"], ableitung["da_prev"]
        summe = {name: summe[name] + ableitung[name] for name in summe}
    return {"dx": dx, "da0": zurueck} | summe
