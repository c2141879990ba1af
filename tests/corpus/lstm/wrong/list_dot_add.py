# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    entree = np.vstack([a_prev, xt])
    porte = lambda nom: sigmoid(parameters["W" + nom] @ entree + parameters["b" + nom])
    oubli, mise_a_jour, sortie = porte("f"), porte("i"), porte("o")
    candidat = np.tanh(parameters["Wc"] @ entree + parameters["bc"])
    c_suivant = oubli * c_prev + mise_a_jour * candidat
    a_suivant = sortie * np.tanh(c_suivant)
    prediction = softmax(parameters["Wy"] @ a_suivant + parameters["by"])
    return a_suivant, c_suivant, prediction, (
        a_suivant, c_suivant, a_prev, c_prev, oubli, mise_a_jour, candidat, sortie, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    n_y = parameters["Wy"].shape[0]
    T = x.shape[2]
    a = np.zeros((n_a, m, T))
    y = np.zeros((n_y, m, T))
    c = np.zeros((n_a, m, T))
    caches = []
    etat, cellule = a0, np.zeros((n_a, m))
    for t in range(T):
        etat, cellule, y_t, cache = lstm_cell_forward(x[:, :, t], etat, cellule, parameters)
        a[:, :, t] = etat
        y[:, :, t] = y_t
        c[:, :, t] = cellule
        caches.add(cache)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    """Rétropropagation d'un pas."""
    a_suivant, c_suivant, a_prec, c_prec, oubli, maj, candidat, sortie, xt, parameters = cache
    derivee_sigmoide = lambda s: s * (1 - s)
    derivee_tanh = lambda t: 1 - t * t
    dc = dc_next + da_next * sortie * derivee_tanh(np.tanh(c_suivant))
    dz = {
        "f": dc * c_prec * derivee_sigmoide(oubli),
        "i": dc * candidat * derivee_sigmoide(maj),
        "c": dc * maj * derivee_tanh(candidat),
        "o": da_next * np.tanh(c_suivant) * derivee_sigmoide(sortie),
    }
    entree = np.vstack([a_prec, xt])
    d_entree = sum(parameters["W" + nom].T @ dz[nom] for nom in dz)
    n_a = a_prec.shape[0]
    gradients = {"dxt": d_entree[n_a:], "da_prev": d_entree[:n_a], "dc_prev": dc * oubli}
    for nom in dz:
        gradients["dW" + nom] = dz[nom] @ entree.T
        gradients["db" + nom] = dz[nom].sum(axis=1)[:, np.newaxis]
    return gradients

# %%
def lstm_backward(da, caches):
    memoire, x = caches
    n_a, m, duree = da.shape
    dx = np.zeros((x.shape[0], m, duree))
    da_recu, dc_recu = np.zeros((n_a, m)), np.zeros((n_a, m))
    total = None
    for temps in reversed(range(duree)):
        pas = lstm_cell_backward(da[:, :, temps] + da_recu, dc_recu, memoire[temps])
        dx[:, :, temps] = pas["dxt"]
        da_recu = pas["da_prev"]
        dc_recu = pas["dc_prev"]
        poids = {cle: pas[cle] for cle in pas if cle not in ("dxt", "da_prev", "dc_prev")}
        total = poids if total is None else {cle: total[cle] + poids[cle] for cle in poids}
    return {"dx": dx, "da0": da_recu, **total}

