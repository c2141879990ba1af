# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# Paso hacia adelante de una celda
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    entrada = np.concatenate((a_prev, xt), axis=0)
    puerta_olvido = sigmoid(np.dot(parameters["Wf"], entrada) + parameters["bf"])
    puerta_entrada = sigmoid(np.dot(parameters["Wi"], entrada) + parameters["bi"])
    candidato = np.tanh(np.dot(parameters["Wc"], entrada) + parameters["bc"])
    puerta_salida = sigmoid(np.dot(parameters["Wo"], entrada) + parameters["bo"])
    c_sig = puerta_olvido * c_prev + puerta_entrada * candidato
    a_sig = puerta_salida * np.tanh(c_sig)
    prediccion = softmax(np.dot(parameters["Wy"], a_sig) + parameters["by"])
    memoria = (a_sig, c_sig, a_prev, c_prev, puerta_olvido, puerta_entrada, candidato, puerta_salida, xt, parameters)
    return a_sig, c_sig, prediccion, memoria

# %%
def lstm_forward(x, a0, parameters):
    caches = []
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y = np.zeros((n_y, m, T_x))

    a_next = a0
    c_next = np.zeros((n_a, m))
    for t in range(T_x):
        a_next, ct, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = ct
        y[:, :, t] = yt
        caches.append(cache)
    return a, y, c, (caches, x)
