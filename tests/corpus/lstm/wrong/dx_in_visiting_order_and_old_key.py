# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    # junta o estado anterior com a entrada
    n_a = a_prev.shape[0]
    n_x, m = xt.shape
    juntos = np.empty((n_a + n_x, m))
    juntos[0:n_a] = a_prev
    juntos[n_a:] = xt
    portas = {}
    for nome in ["f", "i", "o"]:
        portas[nome] = sigmoid(np.matmul(parameters["W" + nome], juntos) + parameters["b" + nome])
    portas["c"] = np.tanh(np.matmul(parameters["Wc"], juntos) + parameters["bc"])
    c_prox = portas["f"] * c_prev + portas["i"] * portas["c"]
    a_prox = portas["o"] * np.tanh(c_prox)
    saida = softmax(np.matmul(parameters["Wy"], a_prox) + parameters["by"])
    guardado = (a_prox, c_prox, a_prev, c_prev, portas["f"], portas["i"], portas["c"], portas["o"], xt, parameters)
    return a_prox, c_prox, saida, guardado

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

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_prox, c_prox, a_ant, c_ant, f, i, g, o, xt, parameters = cache
    n_a = a_ant.shape[0]
    # o gradiente da célula soma dois caminhos
    delta_c = dc_next + da_next * o * (1 - np.tanh(c_prox)**2)
    delta_o = da_next * np.tanh(c_prox) * o * (1 - o)
    delta_f = delta_c * c_ant * f * (1 - f)
    delta_i = delta_c * g * i * (1 - i)
    delta_g = delta_c * i * (1 - g**2)
    juntos = np.concatenate((a_ant, xt))
    grad = {"dc_prev": delta_c * f}
    grad["da_prev"] = (parameters["Wf"].T @ delta_f)[:n_a] + (parameters["Wi"].T @ delta_i)[:n_a] \
        + (parameters["Wc"].T @ delta_g)[:n_a] + (parameters["Wo"].T @ delta_o)[:n_a]
    grad["dxt"] = (parameters["Wf"].T @ delta_f)[n_a:] + (parameters["Wi"].T @ delta_i)[n_a:] \
        + (parameters["Wc"].T @ delta_g)[n_a:] + (parameters["Wo"].T @ delta_o)[n_a:]
    for nome, delta in {"f": delta_f, "i": delta_i, "c": delta_g, "o": delta_o}.items():
        grad["dW" + nome] = delta @ juntos.T
        grad["db" + nome] = delta.sum(axis=-1, keepdims=True)
    return grad

# %%
def lstm_backward(da, caches):
    guardados, x = caches
    n_a, m, passos = da.shape
    da_t = np.zeros((n_a, m))
    dc_t = np.zeros((n_a, m))
    dx = []
    res = {}
    for passo in range(passos - 1, -1, -1):
        g = lstm_cell_backward(da[:, :, passo] + da_t, dc_t, guardados[passo])
        da_t, dc_t = g["da_prev"], g["dc_prev"]
        dx.append(g["dxt"])
        for k in ["dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"]:
            res[k] = res[k] + g[k] if k in res else g[k]
    res["dx"] = np.stack(dx, axis=2)
    res["da_prev"] = da_t
    return res
