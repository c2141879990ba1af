# %%
import numpy as np
from lstm_lib import lstm_cell_forward, lstm_forward

# %%
def dsig(s): return s * (1 - s)
def dtanh(s): return 1 - s * s

def lstm_cell_backward(da_next, dc_next, cache):
    (a, c, a_, c_, f, i, g, o, x, P) = cache
    k = a_.shape[0]
    δc = dc_next + da_next * o * dtanh(np.tanh(c))
    δ = np.stack([δc * c_ * dsig(f), δc * g * dsig(i), δc * i * dtanh(g), da_next * np.tanh(c) * dsig(o)])
    W = np.stack([P["Wf"], P["Wi"], P["Wc"], P["Wo"]])
    u = np.concatenate([a_, x])
    du = np.einsum("gah,gam->hm", W, δ)
    dW = np.einsum("gam,hm->gah", δ, u)
    db = δ.sum(axis=2, keepdims=True)
    return {"da_prev": du[:k], "dxt": du[k:], "dc_prev": δc * f,
            **{"dW" + n: dW[j] for j, n in enumerate("fico")},
            **{"db" + n: db[j] for j, n in enumerate("fico")}}

# %%
def lstm_backward(da, caches):
    cells, x = caches
    T = da.shape[2]

    def tail(t):
        """Gradients of everything from step t on."""
        if t == T:
            zero = np.zeros(da.shape[:2])
            return {"da_prev": zero, "dc_prev": zero, "dx": []}
        later = tail(t + 1)
        now = lstm_cell_backward(da[:, :, t] + later["da_prev"], later["dc_prev"], cells[t])
        dxt = now.pop("dxt")
        for name in now:
            if name not in ("da_prev", "dc_prev") and name in later:
                now[name] = now[name] + later[name]
        now["dx"] = [dxt] + later["dx"]
        return now

    g = tail(0)
    g["dx"] = np.stack(g["dx"], axis=2)
    g["da0"] = g.pop("da_prev")
    del g["dc_prev"]
    return g
