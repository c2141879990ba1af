# %%
import numpy as np

# %%
def σ(z):
    return 0.5 * (1 + np.tanh(0.5 * z))

def dσ(s):
    return s - s**2

def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=0)

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    def gate(k, f):
        W, b = parameters["W" + k], parameters["b" + k]
        n = a_prev.shape[0]
        return f(W[:, :n] @ a_prev + W[:, n:] @ xt + b)

    ft, it, cct, ot = gate("f", σ), gate("i", σ), gate("c", np.tanh), gate("o", σ)
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    ŷ = softmax(parameters["Wy"] @ a_next + parameters["by"])
    return a_next, c_next, ŷ, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T = x.shape[-1]
    a = np.empty((*a0.shape, T)); c = np.empty_like(a); y = np.empty((parameters["by"].shape[0], x.shape[1], T))
    at, ct, caches = a0, np.zeros(a0.shape), []
    for t in range(T):
        at, ct, yt, k = lstm_cell_forward(x[..., t], at, ct, parameters)
        a[..., t], c[..., t], y[..., t] = at, ct, yt
        caches.append(k)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, P = cache
    δc = dc_next + da_next * ot / np.cosh(c_next)**2
    δ = {"f": δc * c_prev * dσ(ft), "i": δc * cct * dσ(it),
         "c": δc * it * (1 - cct**2), "o": da_next * np.tanh(c_next) * dσ(ot)}
    n = a_prev.shape[0]
    G = {"dc_prev": δc * ft,
         "da_prev": sum(P["W" + k][:, :n].T @ δ[k] for k in δ),
         "dxt": sum(P["W" + k][:, n:].T @ δ[k] for k in δ)}
    for k in δ:
        G["dW" + k] = np.hstack([δ[k] @ a_prev.T, δ[k] @ xt.T])
        G["db" + k] = δ[k].sum(axis=1)[:, None]
    return G

# %%
def lstm_backward(da, caches):
    cells, x = caches
    λa = λc = np.zeros(da.shape[:2])
    total, dx = {}, []
    for t in range(da.shape[2])[::-1]:
        G = lstm_cell_backward(da[..., t] + λa, λc, cells[t])
        λa, λc = G.pop("da_prev"), G.pop("dc_prev")
        dx.append(G.pop("dxt"))
        total = {k: total.get(k, 0) + v for k, v in G.items()}
    return total | {"dx": np.stack(dx[::-1], axis=2), "da0": λa}
