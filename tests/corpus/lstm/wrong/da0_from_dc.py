# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

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
    memoire, x = caches
    n_a, m, T = da.shape
    dx = np.zeros((x.shape[0], m, T))
    da_t = np.zeros((n_a, m))
    dc_t = np.zeros((n_a, m))
    poids = {d + p: 0 for p in "fico" for d in ("dW", "db")}
    for t in range(T)[::-1]:
        pas = lstm_cell_backward(da[:, :, t] + da_t, dc_t, memoire[t])
        da_t, dc_t, dx[:, :, t] = pas["da_prev"], pas["dc_prev"], pas["dxt"]
        for nom in poids:
            poids[nom] = poids[nom] + pas[nom]
    da0 = dc_t
    return {"dx": dx, "da0": da0, **poids}
