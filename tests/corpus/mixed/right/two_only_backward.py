# %%
import numpy as np
from lstm_lib import rnn_cell_forward, rnn_forward

# %%
def rnn_cell_backward(da_next, cache):
    """Backward step.

    Let z = Wax x + Waa h + b and a = tanh z.  With dz := dL/dz,
        dL/dW  = dz v^T   for every product W v in z,
        dL/dv  = W^T dz,
        dL/db  = dz 1.
    """
    a, h, x, par = cache
    dz = da_next * (1 - a) * (1 + a)
    products = {"ax": (par["Wax"], x), "aa": (par["Waa"], h)}
    dW = {f"dW{k}": dz @ v.T for k, (_, v) in products.items()}
    dv = {k: W.T @ dz for k, (W, _) in products.items()}
    return {"dxt": dv["ax"], "da_prev": dv["aa"], **dW, "dba": dz @ np.ones((x.shape[1], 1))}

# %%
def rnn_backward(da, caches):
    cells, x = caches
    n_a, m, T = da.shape
    # lambda_T = 0;  lambda_{t-1} = da_prev of step t
    lam = np.zeros((T + 1, n_a, m))
    out = {"dx": np.empty((x.shape[0], m, T))}
    for t in range(T, 0, -1):
        g = rnn_cell_backward(da[:, :, t - 1] + lam[t], cells[t - 1])
        lam[t - 1] = g.pop("da_prev")
        out["dx"][:, :, t - 1] = g.pop("dxt")
        for k, v in g.items():
            out[k] = out.get(k, 0) + v
    out["da0"] = lam[0].copy()
    return out
