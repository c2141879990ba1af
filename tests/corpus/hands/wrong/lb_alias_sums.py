# %%
import numpy as np

def sigmoide(z):
    return 1 / (1 + np.exp(-z))

def softmax_columnas(z):
    e_z = np.exp(z - np.max(z))
    return e_z / e_z.sum(axis=0)

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf = parameters["Wf"]; bf = parameters["bf"]
    Wi = parameters["Wi"]; bi = parameters["bi"]
    Wc = parameters["Wc"]; bc = parameters["bc"]
    Wo = parameters["Wo"]; bo = parameters["bo"]
    Wy = parameters["Wy"]; by = parameters["by"]

    junto = np.concatenate([a_prev, xt], axis=0)
    olvido = sigmoide(Wf.dot(junto) + bf)
    entrada = sigmoide(Wi.dot(junto) + bi)
    candidato = np.tanh(Wc.dot(junto) + bc)
    celda = np.multiply(olvido, c_prev) + np.multiply(entrada, candidato)
    salida = sigmoide(Wo.dot(junto) + bo)
    oculto = np.multiply(salida, np.tanh(celda))
    prediccion = softmax_columnas(Wy.dot(oculto) + by)

    memoria = (oculto, celda, a_prev, c_prev, olvido, entrada, candidato, salida, xt, parameters)
    return oculto, celda, prediccion, memoria

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, pasos = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, pasos))
    y = np.zeros((n_y, m, pasos))
    c = np.zeros((n_a, m, pasos))
    lista = []
    oculto = a0
    celda = np.zeros((n_a, m))
    paso = 0
    while paso < pasos:
        oculto, celda, prediccion, memoria = lstm_cell_forward(x[:, :, paso], oculto, celda, parameters)
        a[:, :, paso] = oculto
        y[:, :, paso] = prediccion
        c[:, :, paso] = celda
        lista += [memoria]
        paso += 1
    return a, y, c, (lista, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    (oculto, celda, a_prev, c_prev, olvido, entrada, candidato, salida, xt, parameters) = cache
    n_a, m = oculto.shape

    d_salida = da_next * np.tanh(celda) * salida * (1 - salida)
    d_candidato = (dc_next * entrada + salida * (1 - np.tanh(celda) ** 2) * entrada * da_next) * (1 - candidato ** 2)
    d_entrada = (dc_next * candidato + salida * (1 - np.tanh(celda) ** 2) * candidato * da_next) * entrada * (1 - entrada)
    d_olvido = (dc_next * c_prev + salida * (1 - np.tanh(celda) ** 2) * c_prev * da_next) * olvido * (1 - olvido)

    junto = np.concatenate([a_prev, xt], axis=0)
    dWf = d_olvido.dot(junto.T)
    dWi = d_entrada.dot(junto.T)
    dWc = d_candidato.dot(junto.T)
    dWo = d_salida.dot(junto.T)
    dbf = np.sum(d_olvido, axis=1, keepdims=True)
    dbi = np.sum(d_entrada, axis=1, keepdims=True)
    dbc = np.sum(d_candidato, axis=1, keepdims=True)
    dbo = np.sum(d_salida, axis=1, keepdims=True)

    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    da_prev = Wf[:, :n_a].T.dot(d_olvido) + Wi[:, :n_a].T.dot(d_entrada) + Wc[:, :n_a].T.dot(d_candidato) + Wo[:, :n_a].T.dot(d_salida)
    dxt = Wf[:, n_a:].T.dot(d_olvido) + Wi[:, n_a:].T.dot(d_entrada) + Wc[:, n_a:].T.dot(d_candidato) + Wo[:, n_a:].T.dot(d_salida)
    dc_prev = dc_next * olvido + salida * (1 - np.tanh(celda) ** 2) * olvido * da_next

    gradientes = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
                  "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
    return gradientes

# %%
def lstm_backward(da, caches):
    lista, x = caches
    n_a, m, pasos = da.shape
    n_x, m, _ = x.shape
    dx = np.zeros((n_x, m, pasos))
    dWf = dWi = dWc = dWo = np.zeros((n_a, n_a + n_x))
    dbf, dbi, dbc, dbo = [np.zeros((n_a, 1)) for _ in range(4)]
    da_siguiente = np.zeros((n_a, m))
    dc_siguiente = np.zeros((n_a, m))
    paso = pasos
    while paso > 0:
        paso = paso - 1
        grad = lstm_cell_backward(da[:, :, paso] + da_siguiente, dc_siguiente, lista[paso])
        dx[:, :, paso] = grad["dxt"]
        dWf += grad["dWf"]; dbf += grad["dbf"]
        dWi += grad["dWi"]; dbi += grad["dbi"]
        dWc += grad["dWc"]; dbc += grad["dbc"]
        dWo += grad["dWo"]; dbo += grad["dbo"]
        da_siguiente = grad["da_prev"]
        dc_siguiente = grad["dc_prev"]
    return {"dx": dx, "da0": da_siguiente, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}
