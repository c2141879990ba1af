# %%
import numpy as np
from lstm_lib import lstm_backward, lstm_cell_backward

# %%
def sigmoide(z):
    # duas fórmulas, para não estourar a exponencial
    return np.where(z >= 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))))

def softmax(z):
    e = np.exp(z - np.max(z, axis=0))
    return e / np.sum(e, axis=0)

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    junto = np.vstack((a_prev, xt))
    esquece = sigmoide(parameters['Wf'].dot(junto) + parameters['bf'])
    atualiza = sigmoide(parameters['Wi'].dot(junto) + parameters['bi'])
    candidato = np.tanh(parameters['Wc'].dot(junto) + parameters['bc'])
    mostra = sigmoide(parameters['Wo'].dot(junto) + parameters['bo'])

    memoria = esquece * c_prev + atualiza * candidato
    estado = mostra * np.tanh(memoria)
    previsao = softmax(parameters['Wy'].dot(estado) + parameters['by'])

    guardar = (estado, memoria, a_prev, c_prev, esquece, atualiza, candidato, mostra, xt, parameters)
    return estado, memoria, previsao, guardar

# %%
def lstm_forward(x, a0, parameters):
    passos = x.shape[2]
    estado = a0
    memoria = np.zeros_like(a0)
    estados, memorias, previsoes, guardados = [], [], [], []
    for passo in range(passos):
        estado, memoria, previsao, guardar = lstm_cell_forward(x[:, :, passo], estado, memoria, parameters)
        estados.append(estado)
        memorias.append(memoria)
        previsoes.append(previsao)
        guardados.append(guardar)
    a = np.stack(estados, axis=2)
    c = np.stack(memorias, axis=2)
    y = np.stack(previsoes, axis=2)
    return a, y, c, (guardados, x)
