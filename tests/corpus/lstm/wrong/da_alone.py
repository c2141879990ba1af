# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

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
    (lista, x) = caches
    n_a, m, pasos = da.shape
    n_x = x.shape[0]
    dx = np.zeros((n_x, m, pasos))
    dc = np.zeros((n_a, m))
    sumas = {}
    for paso in reversed(range(pasos)):
        grad = lstm_cell_backward(da[:, :, paso], dc, lista[paso])
        dc = grad["dc_prev"]
        dx[:, :, paso] = grad["dxt"]
        for nombre in ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]:
            if nombre in sumas:
                sumas[nombre] = sumas[nombre] + grad[nombre]
            else:
                sumas[nombre] = grad[nombre]
    sumas["dx"] = dx
    sumas["da0"] = grad["da_prev"]
    return sumas
