# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_prev.shape[0]
    tangens = np.tanh(c_next)
    d_zelle = dc_next + da_next * ot * (1 - tangens ** 2)
    delta = np.stack([d_zelle * c_prev * ft * (1 - ft),
                      d_zelle * cct * it * (1 - it),
                      d_zelle * it * (1 - cct ** 2),
                      da_next * tangens * ot * (1 - ot)])        # (4, n_a, m)
    W = np.stack([parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]])
    eingang = np.concatenate((a_prev, xt))
    dW = delta @ eingang.T
    db = delta.sum(axis=1, keepdims=True)
    d_eingang = (W.transpose(0, 2, 1) @ delta).sum(axis=0)
    return {"dxt": d_eingang[n_a:], "da_prev": d_eingang[:n_a], "dc_prev": d_zelle * ft,
            "dWf": dW[0], "dWi": dW[1], "dWc": dW[2], "dWo": dW[3],
            "dbf": db[0], "dbi": db[1], "dbc": db[2], "dbo": db[3]}

# %%
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

