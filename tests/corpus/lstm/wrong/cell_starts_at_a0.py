# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """Un pas de temps."""
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
    duree = x.shape[-1]
    a = np.empty((n_a, m, duree))
    c = np.empty((n_a, m, duree))
    y = np.empty((parameters["by"].shape[0], m, duree))
    memoire = []
    # etat initial
    a_t = a0
    c_t = a0
    for t in range(duree):
        a_t, c_t, y_t, cache = lstm_cell_forward(x[..., t], a_t, c_t, parameters)
        a[..., t] = a_t
        c[..., t] = c_t
        y[..., t] = y_t
        memoire.append(cache)
    return a, y, c, (memoire, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
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
    """Rétropropagation dans le temps."""
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

