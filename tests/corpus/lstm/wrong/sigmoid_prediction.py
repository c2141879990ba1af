# %%
import numpy as np
from lstm_lib import sigmoid

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    juntos = np.vstack((a_prev, xt))
    f = sigmoid(parameters["Wf"] @ juntos + parameters["bf"])
    i = sigmoid(parameters["Wi"] @ juntos + parameters["bi"])
    g = np.tanh(parameters["Wc"] @ juntos + parameters["bc"])
    o = sigmoid(parameters["Wo"] @ juntos + parameters["bo"])
    c_prox = f * c_prev + i * g
    a_prox = o * np.tanh(c_prox)
    # previsão
    y = sigmoid(parameters["Wy"] @ a_prox + parameters["by"])
    return a_prox, c_prox, y, (a_prox, c_prox, a_prev, c_prev, f, i, g, o, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_a, m = a0.shape
    passos = x.shape[2]
    a = np.zeros((n_a, m, passos))
    y = np.zeros((parameters["by"].shape[0], m, passos))
    c = np.zeros((n_a, m, passos))
    guardados = []
    a_atual, c_atual = a0, np.zeros((n_a, m))
    for passo in range(0, passos):
        a_atual, c_atual, saida, guardado = lstm_cell_forward(x[:, :, passo], a_atual, c_atual, parameters)
        a[:, :, passo] = a_atual
        y[:, :, passo] = saida
        c[:, :, passo] = c_atual
        guardados.append(guardado)
    return a, y, c, (guardados, x)

