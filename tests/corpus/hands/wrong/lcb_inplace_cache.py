# %%
import numpy as np
from lstm_lib import softmax


def sig_(buf):
    """sigmoid, in place"""
    np.negative(buf, out=buf)
    np.exp(buf, out=buf)
    buf += 1.0
    np.reciprocal(buf, out=buf)
    return buf

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a, m = a_prev.shape
    n_x = xt.shape[0]
    z = np.empty((n_a + n_x, m))
    z[:n_a] = a_prev
    z[n_a:] = xt

    ft = np.empty((n_a, m))
    np.matmul(parameters["Wf"], z, out=ft)
    ft += parameters["bf"]
    sig_(ft)

    it = np.empty((n_a, m))
    np.matmul(parameters["Wi"], z, out=it)
    it += parameters["bi"]
    sig_(it)

    ot = np.empty((n_a, m))
    np.matmul(parameters["Wo"], z, out=ot)
    ot += parameters["bo"]
    sig_(ot)

    cct = np.empty((n_a, m))
    np.matmul(parameters["Wc"], z, out=cct)
    cct += parameters["bc"]
    np.tanh(cct, out=cct)

    c_next = np.multiply(ft, c_prev)
    tmp = np.multiply(it, cct)
    np.add(c_next, tmp, out=c_next)

    np.tanh(c_next, out=tmp)
    a_next = np.multiply(ot, tmp)

    logits = parameters["Wy"] @ a_next
    logits += parameters["by"]
    yt_pred = softmax(logits)
    return a_next, c_next, yt_pred, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_x, m, T_x = x.shape
    n_a = a0.shape[0]
    n_y = parameters["Wy"].shape[0]
    a = np.empty((n_a, m, T_x))
    c = np.empty((n_a, m, T_x))
    y = np.empty((n_y, m, T_x))
    h = a0.copy()
    s = np.zeros((n_a, m))
    log = []
    for t in range(T_x):
        h_new, s_new, p, kept = lstm_cell_forward(x[:, :, t], h, s, parameters)
        np.copyto(a[:, :, t], h_new)
        np.copyto(c[:, :, t], s_new)
        np.copyto(y[:, :, t], p)
        h = h_new
        s = s_new
        log.append(kept)
    return a, y, c, (log, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = a_next.shape[0]
    tc = np.tanh(c_next)

    dc = np.square(tc)
    np.subtract(1.0, dc, out=dc)
    dc *= ot
    dc *= da_next
    dc += dc_next

    dof = 1.0 - ot
    dof *= ot
    dof *= tc
    dof *= da_next

    dff = 1.0 - ft
    dff *= ft
    dff *= c_prev
    dff *= dc

    dif = cct
    dif *= it * (1.0 - it)
    dif *= dc

    dcf = 1.0 - cct * cct
    dcf *= it
    dcf *= dc

    z = np.append(a_prev, xt, axis=0)
    dz = parameters["Wf"].T @ dff
    dz += parameters["Wi"].T @ dif
    dz += parameters["Wc"].T @ dcf
    dz += parameters["Wo"].T @ dof
    dc *= ft
    return {
        "dxt": dz[n_a:], "da_prev": dz[:n_a], "dc_prev": dc,
        "dWf": dff @ z.T, "dbf": dff.sum(axis=1, keepdims=True),
        "dWi": dif @ z.T, "dbi": dif.sum(axis=1, keepdims=True),
        "dWc": dcf @ z.T, "dbc": dcf.sum(axis=1, keepdims=True),
        "dWo": dof @ z.T, "dbo": dof.sum(axis=1, keepdims=True),
    }

# %%
def lstm_backward(da, caches):
    log, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    big = {}
    for g in "fico":
        big["dW" + g] = np.zeros((n_a, n_a + n_x))
        big["db" + g] = np.zeros((n_a, 1))
    dx = np.zeros((n_x, m, T))
    dh = np.zeros((n_a, m))
    ds = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        dh += da[:, :, t]
        one = lstm_cell_backward(dh, ds, log[t])
        np.copyto(dx[:, :, t], one["dxt"])
        for name, arr in big.items():
            np.add(arr, one[name], out=arr)
        dh = one["da_prev"].copy()
        ds = one["dc_prev"].copy()
    big["dx"] = dx
    big["da0"] = dh
    return big
