# %%
import numpy as np

# %%
def rnn_cell_forward(xt, a_prev, parameters):
    z = np.empty((parameters["Waa"].shape[0], xt.shape[1]))
    np.matmul(parameters["Wax"], xt, out=z)
    z += parameters["Waa"] @ a_prev
    z += parameters["ba"]
    np.tanh(z, out=z)
    y = parameters["Wya"] @ z
    y += parameters["by"]
    y -= y.max(axis=0)
    np.exp(y, out=y)
    y /= y.sum(axis=0)
    return z, y, (z, a_prev, xt, parameters)

# %%
def rnn_forward(x, a0, parameters):
    T_x = x.shape[-1]
    # time first, so that every slice is contiguous in memory
    states = np.empty((T_x + 1,) + a0.shape)
    ys = np.empty((T_x, parameters["Wya"].shape[0], a0.shape[1]))
    np.copyto(states[0], a0)
    caches = []
    for t in range(T_x):
        states[t + 1], ys[t], cache = rnn_cell_forward(x[:, :, t], states[t], parameters)
        caches.append(cache)
    return states[1:].transpose(1, 2, 0), ys.transpose(1, 2, 0), (caches, x)

# %%
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, p = cache
    dz = np.square(a_next)
    np.subtract(1.0, dz, out=dz)
    np.multiply(dz, da_next, out=dz)
    return {"dWax": dz @ xt.T, "dWaa": dz @ a_prev.T, "dba": dz.sum(1, keepdims=True),
            "dxt": p["Wax"].T @ dz, "da_prev": p["Waa"].T @ dz}

# %%
def rnn_backward(da, caches):
    (cells, x), T = caches, da.shape[-1]
    dx = np.empty((T, *x.shape[:2]))
    acc = np.zeros(da.shape[:2])
    p = cells[0][3]
    sums = {n: np.zeros_like(p[n[1:]]) for n in ("dWax", "dWaa", "dba")}
    for t in range(-1, -T - 1, -1):
        np.add(acc, da[:, :, t], out=acc)
        g = rnn_cell_backward(acc, cells[T + t])
        dx[t] = g["dxt"]
        np.copyto(acc, g["da_prev"])
        for n in sums:
            np.add(sums[n], g[n], out=sums[n])
    return dict(sums, dx=dx.transpose(1, 2, 0), da0=acc)
