# %%
import numpy as np
from lstm_lib import sigmoid as σ, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, θ):
    h = np.r_[a_prev, xt]
    Γf, Γu, c̃, Γo = (g(θ["W" + k] @ h + θ["b" + k]) for g, k in ((σ, "f"), (σ, "i"), (np.tanh, "c"), (σ, "o")))
    c = Γf * c_prev + Γu * c̃
    a = Γo * np.tanh(c̃)
    ŷ = softmax(θ["Wy"] @ a + θ["by"])
    return a, c, ŷ, (a, c, a_prev, c_prev, Γf, Γu, c̃, Γo, xt, θ)

# %%
def lstm_forward(x, a0, θ):
    a, c, R = a0, 0 * a0, []
    for t in range(x.shape[2]):
        a, c, ŷ, κ = lstm_cell_forward(x[..., t], a, c, θ)
        R.append((a, ŷ, c, κ))
    A, Y, C, K = zip(*R)
    return np.stack(A, 2), np.stack(Y, 2), np.stack(C, 2), (list(K), x)

# %%
def lstm_cell_backward(δa, δc, κ):
    a, c, a_, c_, Γf, Γu, c̃, Γo, x, θ = κ
    T = np.tanh(c)
    λ = δc + δa * Γo * (1 - T**2)
    δ = dict(f=λ * c_ * Γf * (1 - Γf), i=λ * c̃ * Γu * (1 - Γu), c=λ * Γu * (1 - c̃**2), o=δa * T * Γo * (1 - Γo))
    h, n = np.r_[a_, x], len(a_)
    δh = sum(θ["W" + k].T @ d for k, d in δ.items())
    return {"da_prev": δh[:n], "dxt": δh[n:], "dc_prev": λ * Γf} | \
        {"dW" + k: d @ h.T for k, d in δ.items()} | {"db" + k: d.sum(1, keepdims=True) for k, d in δ.items()}

# %%
def lstm_backward(da, caches):
    K, x = caches
    G, λa, λc = [], 0, np.zeros(da.shape[:2])
    for t in range(da.shape[2])[::-1]:
        G.append(lstm_cell_backward(da[..., t] + λa, λc, K[t]))
        λa, λc = G[-1]["da_prev"], G[-1]["dc_prev"]
    Σ = {p + k: sum(g[p + k] for g in G) for p in ("dW", "db") for k in "fico"}
    return {"dx": np.stack([g["dxt"] for g in G[::-1]], 2), "da0": λa, **Σ}
