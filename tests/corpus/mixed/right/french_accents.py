# %%
import numpy as np
from lstm_lib import softmax

# %%
def étape(poids, entrée, état):
    return np.tanh(poids["Wax"] @ entrée + poids["Waa"] @ état + poids["ba"])

def rnn_cell_forward(xt, a_prev, parameters):
    état = étape(parameters, xt, a_prev)
    sortie = softmax(parameters["Wya"] @ état + parameters["by"])
    return état, sortie, (état, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    états, sorties, mémoire = [], [], []
    état = a0
    for xt in (x[:, :, t] for t in range(x.shape[2])):
        état, sortie, souvenir = rnn_cell_forward(xt, état, parameters)
        états += [état]
        sorties += [sortie]
        mémoire += [souvenir]
    # on range les pas de temps sur le dernier axe
    ranger = lambda liste: np.stack(liste, axis=-1)
    return ranger(états), ranger(sorties), (mémoire, x)

# %%
def rnn_cell_backward(da_next, cache):
    état, précédent, entrée, poids = cache
    # dérivée de tanh : 1 - tanh²
    pente = 1 - état ** 2
    delta = pente * da_next
    return {"dxt": poids["Wax"].T @ delta, "da_prev": poids["Waa"].T @ delta,
            "dWax": delta @ entrée.T, "dWaa": delta @ précédent.T,
            "dba": delta.sum(axis=1, keepdims=True)}

# %%
def rnn_backward(da, caches):
    mémoire, x = caches
    gradients = {"dx": np.zeros(x.shape[:2] + (da.shape[2],))}
    report = np.zeros(da.shape[:2])
    for t in range(da.shape[2] - 1, -1, -1):
        pas = rnn_cell_backward(da[:, :, t] + report, mémoire[t])
        gradients["dx"][:, :, t] = pas["dxt"]
        report = pas["da_prev"]
        for nom in ("dWax", "dWaa", "dba"):
            if nom not in gradients:
                gradients[nom] = np.zeros_like(pas[nom])
            gradients[nom] += pas[nom]
    gradients["da0"] = report
    return gradients
