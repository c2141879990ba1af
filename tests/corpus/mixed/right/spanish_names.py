# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
# Celda de la red recurrente: un solo paso de tiempo
def rnn_cell_forward(xt, a_prev, parameters):
    # sacamos los pesos del diccionario
    pesos_entrada = parameters['Wax']
    pesos_memoria = parameters['Waa']
    pesos_salida = parameters['Wya']
    sesgo_memoria = parameters['ba']
    sesgo_salida = parameters['by']

    suma = np.dot(pesos_memoria, a_prev) + np.dot(pesos_entrada, xt) + sesgo_memoria
    estado_nuevo = np.tanh(suma)
    prediccion = softmax(np.dot(pesos_salida, estado_nuevo) + sesgo_salida)

    guardado = (estado_nuevo, a_prev, xt, parameters)
    return estado_nuevo, prediccion, guardado

# %%
def rnn_forward(x, a0, parameters):
    guardados = []
    _, ejemplos, pasos = x.shape
    salidas, unidades = parameters['Wya'].shape

    estados = np.zeros(shape=(unidades, ejemplos, pasos))
    predicciones = np.zeros(shape=(salidas, ejemplos, pasos))
    estado = a0
    for paso in range(pasos):
        estado, prediccion, guardado = rnn_cell_forward(xt=x[:, :, paso], a_prev=estado, parameters=parameters)
        estados[:, :, paso] = estado
        predicciones[:, :, paso] = prediccion
        guardados.append(guardado)
    return estados, predicciones, (guardados, x)

# %%
def rnn_cell_backward(da_next, cache):
    estado_nuevo, estado_anterior, entrada, parametros = cache
    # la derivada de tanh(u) es 1 - tanh(u)^2
    delta = (1 - estado_nuevo ** 2) * da_next
    return {'dxt': np.dot(parametros['Wax'].T, delta),
            'da_prev': np.dot(parametros['Waa'].T, delta),
            'dWax': np.dot(delta, entrada.T),
            'dWaa': np.dot(delta, estado_anterior.T),
            'dba': np.sum(delta, axis=1, keepdims=1)}

# %%
def rnn_backward(da, caches):
    guardados, entrada = caches
    unidades, ejemplos, pasos = da.shape
    dx = np.zeros((entrada.shape[0], ejemplos, pasos))
    dWax = np.zeros((unidades, entrada.shape[0]))
    dWaa = np.zeros((unidades, unidades))
    dba = np.zeros((unidades, 1))
    que_viene_del_futuro = np.zeros((unidades, ejemplos))
    for paso in reversed(range(pasos)):
        g = rnn_cell_backward(da[:, :, paso] + que_viene_del_futuro, guardados[paso])
        que_viene_del_futuro = g['da_prev']
        dx[:, :, paso] = g['dxt']
        dWax += g['dWax']
        dWaa += g['dWaa']
        dba += g['dba']
    return {'dx': dx, 'da0': que_viene_del_futuro, 'dWax': dWax, 'dWaa': dWaa, 'dba': dba}
