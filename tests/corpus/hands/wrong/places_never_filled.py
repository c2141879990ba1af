# %%
import numpy as np

def sigmoid_(z):
    """In place."""
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    np.reciprocal(z, out=z)
    return z

def softmax_(z):
    """In place."""
    z -= z.max(axis=0, keepdims=True)
    np.exp(z, out=z)
    z /= z.sum(axis=0, keepdims=True)
    return z

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a_next = np.empty((Waa.shape[0], xt.shape[1]))
    np.matmul(Wax, xt, out=a_next)
    a_next += Waa @ a_prev
    a_next += parameters["ba"]
    np.tanh(a_next, out=a_next)
    yt_pred = np.empty((Wya.shape[0], xt.shape[1]))
    np.matmul(Wya, a_next, out=yt_pred)
    yt_pred += parameters["by"]
    softmax_(yt_pred)
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    n_y, n_a = parameters["Wya"].shape
    m, T_x = x.shape[1], x.shape[2]
    a = np.empty((n_a, m, T_x))
    y_pred = np.empty((n_y, m, T_x))
    caches = [None] * T_x
    h = a0
    for t in range(T_x):
        h, yt, caches[t] = rnn_cell_forward(x[:, :, t], h, parameters)
        np.copyto(a[:, :, t], h)
        np.copyto(y_pred[:, :, t], yt)
    return a, y_pred, (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]
    dz = np.empty_like(a_next)
    np.square(a_next, out=dz)
    np.subtract(1, dz, out=dz)
    np.multiply(dz, da_next, out=dz)
    g = {}
    g["dxt"] = np.matmul(Wax.T, dz)
    g["da_prev"] = np.matmul(Waa.T, dz)
    g["dWax"] = np.matmul(dz, xt.T)
    g["dWaa"] = np.matmul(dz, a_prev.T)
    g["dba"] = np.add.reduce(dz, axis=1, keepdims=True)
    return g

# %%
def rnn_backward(da, caches):
    stored, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    dx = np.empty((n_x, m, T))
    dWax = np.zeros((n_a, n_x))
    dWaa = np.zeros((n_a, n_a))
    dba = np.zeros((n_a, 1))
    incoming = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        incoming += da[:, :, t]
        g = rnn_cell_backward(incoming, stored[t])
        np.copyto(dx[:, :, t], g["dxt"])
        np.add(dWax, g["dWax"], out=dWax)
        np.add(dWaa, g["dWaa"], out=dWaa)
        np.add(dba, g["dba"], out=dba)
        np.copyto(incoming, g["da_prev"])
    return {"dx": dx, "da0": incoming, "dWax": dWax, "dWaa": dWaa, "dba": dba}

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    n_a, m = a_prev.shape
    n_x = xt.shape[0]
    z = np.empty((n_a + n_x, m))
    z[:n_a] = a_prev
    z[n_a:] = xt
    buf = np.empty((4, n_a, m))
    for j, g in enumerate("fico"):
        np.matmul(parameters["W" + g], z, out=buf[j])
        buf[j] += parameters["b" + g]
    ft, it, cct, ot = buf
    sigmoid_(ft)
    sigmoid_(it)
    np.tanh(cct, out=cct)
    sigmoid_(ot)
    c_next = np.multiply(ft, c_prev)
    c_next += it * cct
    a_next = np.tanh(c_next)
    a_next *= ot
    yt = parameters["Wy"] @ a_next
    yt += parameters["by"]
    softmax_(yt)
    return a_next, c_next, yt, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    n_y, n_a = parameters["Wy"].shape
    m, T_x = x.shape[1], x.shape[2]
    a = np.empty((n_a, m, T_x))
    c = np.empty((n_a, m, T_x))
    y = np.empty((n_y, m, T_x))
    caches = [None] * T_x
    h = a0
    cell = np.zeros((n_a, m))
    for t in range(T_x):
        h, cell, yt, cache = lstm_cell_forward(x[:, :, t], h, cell, parameters)
        np.copyto(a[:, :, t], h)
        np.copyto(c[:, :, t], cell)
        np.copyto(y[:, :, t], yt)
    return a, y, c, (caches, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_next.shape
    n_x = xt.shape[0]
    z = np.empty((n_a + n_x, m))
    z[:n_a] = a_prev
    z[n_a:] = xt
    t = np.tanh(c_next)
    dc = np.square(t)
    np.subtract(1, dc, out=dc)
    dc *= ot
    dc *= da_next
    dc += dc_next
    d = np.empty((4, n_a, m))
    np.multiply(dc, c_prev, out=d[0])
    d[0] *= ft * (1 - ft)
    np.multiply(dc, cct, out=d[1])
    d[1] *= it * (1 - it)
    np.multiply(dc, it, out=d[2])
    d[2] *= 1 - cct ** 2
    np.multiply(da_next, t, out=d[3])
    d[3] *= ot * (1 - ot)
    dz = np.zeros((n_a + n_x, m))
    g = {}
    for j, k in enumerate("fico"):
        g["dW" + k] = np.matmul(d[j], z.T)
        g["db" + k] = np.add.reduce(d[j], axis=1, keepdims=True)
        dz += np.matmul(parameters["W" + k].T, d[j])
    g["da_prev"] = dz[:n_a].copy()
    g["dxt"] = dz[n_a:].copy()
    dc *= ft
    g["dc_prev"] = dc
    return g

# %%
def lstm_backward(da, caches):
    stored, x = caches
    n_a, m, T = da.shape
    n_x = x.shape[0]
    g = {"dx": np.empty((n_x, m, T))}
    for k in "fico":
        g["dW" + k] = np.zeros((n_a, n_a + n_x))
        g["db" + k] = np.zeros((n_a, 1))
    in_a = np.zeros((n_a, m))
    in_c = np.zeros((n_a, m))
    for t in range(T - 1, -1, -1):
        np.add(in_a, da[:, :, t], out=in_a)
        s = lstm_cell_backward(in_a, in_c, stored[t])
        for k in "fico":
            np.add(g["dW" + k], s["dW" + k], out=g["dW" + k])
            np.add(g["db" + k], s["db" + k], out=g["db" + k])
        g["dx"][:, :, t] = s["dxt"]
        in_a = s["da_prev"]
        in_c = s["dc_prev"]
    g["da0"] = in_a
    return g
