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
    pasos = x.shape[2]
    n_y, n_a = parameters["Wy"].shape
    m = x.shape[1]
    a, c, y = np.zeros((n_a, m, pasos)), np.zeros((n_a, m, pasos)), np.zeros((n_y, m, pasos))
    lista = []
    a_sig, c_sig = a0, np.zeros((n_a, m))
    for paso in range(pasos):
        a_sig, c_sig, y_paso, memoria = lstm_cell_forward(x[:, :, paso], a_sig, c_sig, parameters)
        a[:, :, paso] = a_sig
        c[:, :, paso] = c_sig
        y[:, :, paso] = y_paso
        lista + [memoria]
    return a, y, c, (lista, x)

# %%
# Paso hacia atrás: primero las derivadas respecto de cada puerta, luego se multiplican por la derivada de la activación
def lstm_cell_backward(da_next, dc_next, cache):
    (a_sig, c_sig, a_ant, c_ant, olvido, entrada, candidato, salida, xt, parameters) = cache
    n_a, m = a_sig.shape
    tanh_c = np.tanh(c_sig)

    d_salida = da_next * tanh_c
    d_celda = dc_next + da_next * salida * (1 - tanh_c ** 2)
    d_olvido = d_celda * c_ant
    d_entrada = d_celda * candidato
    d_candidato = d_celda * entrada
    dc_prev = d_celda * olvido

    dz_o = d_salida * salida * (1 - salida)
    dz_f = d_olvido * olvido * (1 - olvido)
    dz_i = d_entrada * entrada * (1 - entrada)
    dz_c = d_candidato * (1 - candidato ** 2)

    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    d_todo = np.dot(Wf.T, dz_f) + np.dot(Wi.T, dz_i) + np.dot(Wc.T, dz_c) + np.dot(Wo.T, dz_o)
    todo = np.concatenate((a_ant, xt), axis=0)

    gradientes = {}
    gradientes["da_prev"] = d_todo[:n_a, :]
    gradientes["dxt"] = d_todo[n_a:, :]
    gradientes["dc_prev"] = dc_prev
    gradientes["dWf"] = np.dot(dz_f, todo.T)
    gradientes["dWi"] = np.dot(dz_i, todo.T)
    gradientes["dWc"] = np.dot(dz_c, todo.T)
    gradientes["dWo"] = np.dot(dz_o, todo.T)
    gradientes["dbf"] = np.sum(dz_f, axis=1, keepdims=True)
    gradientes["dbi"] = np.sum(dz_i, axis=1, keepdims=True)
    gradientes["dbc"] = np.sum(dz_c, axis=1, keepdims=True)
    gradientes["dbo"] = np.sum(dz_o, axis=1, keepdims=True)
    return gradientes

# %%
def lstm_backward(da, caches):
    lista, x = caches
    n_a, m, pasos = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, pasos))
    da_sig, dc_sig = np.zeros((n_a, m)), np.zeros((n_a, m))
    g = {"dW" + p: np.zeros((n_a, n_a + n_x)) for p in "fico"}
    g.update({"db" + p: np.zeros((n_a, 1)) for p in "fico"})
    for paso in range(pasos):
        grad = lstm_cell_backward(da[:, :, paso] + da_sig, dc_sig, lista[paso])
        dx[:, :, paso] = grad["dxt"]
        da_sig = grad["da_prev"]
        dc_sig = grad["dc_prev"]
        for k in list(g):
            g[k] += grad[k]
    g["dx"] = dx
    g["da0"] = da_sig
    return g
