# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    v = np.concatenate([a_prev, xt])
    [ft, it, ot] = [sigmoid(parameters[W].dot(v) + parameters[b]) for W, b in [["Wf", "bf"], ["Wi", "bi"], ["Wo", "bo"]]]
    cct = np.tanh(parameters["Wc"].dot(v) + parameters["bc"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt_pred = softmax(parameters["Wy"].dot(a_next) + parameters["by"])
    cache = [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]
    return [a_next, c_next, yt_pred, cache]

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
    a_next, c_next, a_prev, c_prev, f, i, g, o, xt, parameters = cache
    n_a = a_prev.shape[0]
    tg = np.tanh(c_next)
    delta_c = dc_next + da_next * o * (1 - tg ** 2)
    deltas = {}
    deltas["f"] = delta_c * c_prev * f * (1 - f)
    deltas["i"] = delta_c * g * i * (1 - i)
    deltas["c"] = delta_c * i * (1 - g ** 2)
    deltas["o"] = da_next * tg * o * (1 - o)
    v = np.concatenate([a_prev, xt])
    grads = {"dc_prev": delta_c * f}
    for k in deltas:
        W = parameters["W" + k]
        grads["dW" + k] = deltas[k] @ v.T
        grads["db" + k] = deltas[k].sum(axis=1, keepdims=True)
        grads["da_prev"] = W[:, :n_a].T @ deltas[k]
        grads["dxt"] = W[:, n_a:].T @ deltas[k]
    return grads

# %%
def lstm_backward(da, caches):
    guardados, x = caches
    n_a, m, passos = da.shape
    dx = np.zeros((x.shape[0], m, passos))
    da_depois = np.zeros((n_a, m))
    dc_depois = np.zeros((n_a, m))
    somas = dict.fromkeys(("dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"), 0)
    for passo in list(range(passos))[::-1]:
        grad = lstm_cell_backward(da[:, :, passo] + da_depois, dc_depois, guardados[passo])
        dx[:, :, passo], da_depois, dc_depois = grad["dxt"], grad["da_prev"], grad["dc_prev"]
        for nome in somas:
            somas[nome] = somas[nome] + grad[nome]
    somas.update(dx=dx, da0=da_depois)
    return somas

