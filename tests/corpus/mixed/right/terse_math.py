# %%
import numpy as np

# %%
def S(z): e = np.exp(z - z.max(0)); return e / e.sum(0)

def rnn_cell_forward(x, h, θ):
    U, W, V, b, c = (θ[k] for k in ("Wax", "Waa", "Wya", "ba", "by"))
    s = np.tanh(U @ x + W @ h + b)
    return s, S(V @ s + c), (s, h, x, θ)

# %%
def rnn_forward(x, a0, θ):
    h, H, Y, C = a0, [], [], []
    for xt in np.moveaxis(x, 2, 0):
        h, y, k = rnn_cell_forward(xt, h, θ)
        H.append(h); Y.append(y); C.append(k)
    return np.stack(H, -1), np.stack(Y, -1), (C, x)

# %%
def rnn_cell_backward(δ, κ):
    s, h, x, θ = κ
    ζ = δ * (1 - s**2)
    return dict(dxt=θ["Wax"].T @ ζ, da_prev=θ["Waa"].T @ ζ,
                dWax=ζ @ x.T, dWaa=ζ @ h.T, dba=ζ.sum(1)[:, None])

# %%
def rnn_backward(da, caches):
    C, _ = caches
    λ, G = 0.0, []
    for t in range(da.shape[2])[::-1]:
        G.append(rnn_cell_backward(da[..., t] + λ, C[t]))
        λ = G[-1]["da_prev"]
    Σ = lambda k: sum(g[k] for g in G)
    return dict(dx=np.stack([g["dxt"] for g in G[::-1]], -1), da0=λ,
                dWax=Σ("dWax"), dWaa=Σ("dWaa"), dba=Σ("dba"))
