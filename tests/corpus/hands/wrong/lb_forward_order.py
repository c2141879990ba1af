# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def _split(W, n):
    return W[:, :n], W[:, n:]


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n = a_prev.shape[0]
    Ufh, Ufx = _split(parameters["Wf"], n)
    Uih, Uix = _split(parameters["Wi"], n)
    Uch, Ucx = _split(parameters["Wc"], n)
    Uoh, Uox = _split(parameters["Wo"], n)
    zf = Ufh @ a_prev + Ufx @ xt + parameters["bf"]
    zi = Uih @ a_prev + Uix @ xt + parameters["bi"]
    zc = Uch @ a_prev + Ucx @ xt + parameters["bc"]
    zo = Uoh @ a_prev + Uox @ xt + parameters["bo"]
    ft, it, ot = map(sigmoid, (zf, zi, zo))
    cct = np.tanh(zc)
    cn = ft * c_prev + it * cct
    an = ot * np.tanh(cn)
    yt = softmax(parameters["Wy"] @ an + parameters["by"])
    return an, cn, yt, (an, cn, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    nx, m, T = x.shape
    ny, na = parameters["Wy"].shape
    a = np.zeros((na, m, T))
    y = np.zeros((ny, m, T))
    c = np.zeros((na, m, T))
    lst = []
    for t in range(T):
        ap = a0 if t == 0 else a[:, :, t - 1]
        cp = np.zeros((na, m)) if t == 0 else c[:, :, t - 1]
        an, cn, yt, ch = lstm_cell_forward(x[:, :, t], ap, cp, parameters)
        a[:, :, t] = an
        y[:, :, t] = yt
        c[:, :, t] = cn
        lst.append(ch)
    return a, y, c, (lst, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    an, cn, ap, cp, ft, it, cct, ot, xt, P = cache
    na = an.shape[0]
    th = np.tanh(cn)
    do = da_next * th
    ds = dc_next + da_next * ot * (1 - th ** 2)
    df, di, dg = ds * cp, ds * cct, ds * it
    zf, zi, zo = (d * v * (1 - v) for d, v in ((df, ft), (di, it), (do, ot)))
    zg = dg * (1 - cct ** 2)
    Wf, Wi, Wc, Wo = P["Wf"], P["Wi"], P["Wc"], P["Wo"]
    dap = Wf[:, :na].T @ zf + Wi[:, :na].T @ zi + Wc[:, :na].T @ zg + Wo[:, :na].T @ zo
    dxt = Wf[:, na:].T @ zf + Wi[:, na:].T @ zi + Wc[:, na:].T @ zg + Wo[:, na:].T @ zo
    dWf = np.hstack((zf @ ap.T, zf @ xt.T))
    dWi = np.hstack((zi @ ap.T, zi @ xt.T))
    dWc = np.hstack((zg @ ap.T, zg @ xt.T))
    dWo = np.hstack((zo @ ap.T, zo @ xt.T))
    dbf = zf.sum(axis=1).reshape(-1, 1)
    dbi = zi.sum(axis=1).reshape(-1, 1)
    dbc = zg.sum(axis=1).reshape(-1, 1)
    dbo = zo.sum(axis=1).reshape(-1, 1)
    dcp = ds * ft
    return {"dxt": dxt, "da_prev": dap, "dc_prev": dcp, "dWf": dWf, "dWi": dWi, "dWc": dWc, "dWo": dWo,
            "dbf": dbf, "dbi": dbi, "dbc": dbc, "dbo": dbo}

# %%
def lstm_backward(da, caches):
    lst, x = caches
    na, m, T = da.shape
    nx = x.shape[0]
    dx = np.zeros((nx, m, T))
    dap = np.zeros((na, m, T + 1))
    dcp = np.zeros((na, m, T + 1))
    acc = [0, 0, 0, 0, 0, 0, 0, 0]
    keys = ["dWf", "dWi", "dWc", "dWo", "dbf", "dbi", "dbc", "dbo"]
    for t in range(T):
        gr = lstm_cell_backward(da[:, :, t] + dap[:, :, t + 1], dcp[:, :, t + 1], lst[t])
        dx[:, :, t] = gr["dxt"]
        dap[:, :, t] = gr["da_prev"]
        dcp[:, :, t] = gr["dc_prev"]
        for j, k in enumerate(keys):
            acc[j] = acc[j] + gr[k]
    out = dict(zip(keys, acc))
    out["dx"] = dx
    out["da0"] = dap[:, :, 0]
    return out
