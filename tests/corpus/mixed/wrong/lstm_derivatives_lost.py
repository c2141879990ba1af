# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    Wf, Wi, Wc, Wo, Wy = (parameters[k] for k in ("Wf", "Wi", "Wc", "Wo", "Wy"))
    bf, bi, bc, bo, by = (parameters[k] for k in ("bf", "bi", "bc", "bo", "by"))
    z = np.concatenate([a_prev, xt], 0)
    ft = sigmoid(np.matmul(Wf, z) + bf)
    it = sigmoid(np.matmul(Wi, z) + bi)
    cct = np.tanh(np.matmul(Wc, z) + bc)
    c_next = ft * c_prev + it * cct
    ot = sigmoid(np.matmul(Wo, z) + bo)
    a_next = ot * np.tanh(c_next)
    return a_next, c_next, softmax(np.matmul(Wy, a_next) + by), (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)

# %%
def lstm_forward(x, a0, parameters):
    T = x.shape[2]
    cells = []
    a, c = a0, np.zeros_like(a0)
    ys = []
    for t in range(T):
        a, c, y, cell = lstm_cell_forward(x[:, :, t], a, c, parameters)
        cells.append(cell)
        ys.append(y)
    # a and c are in the cells already
    return (np.stack([cell[0] for cell in cells], 2), np.stack(ys, 2),
            np.stack([cell[1] for cell in cells], 2), (cells, x))

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, m = a_next.shape
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    # c = ft * c_prev + it * cct  =>  derivative with respect to each factor is the other one
    dft = dc * c_prev * ft * (1 - ft)
    dit = dc * cct * it * (1 - it)
    dcct = dc * it
    dot = da_next * np.tanh(c_next) * ot * (1 - ot)
    dc_prev = dc * ft
    z = np.concatenate([a_prev, xt], 0)
    dz = np.matmul(parameters["Wf"].T, dft) + np.matmul(parameters["Wi"].T, dit) \
        + np.matmul(parameters["Wc"].T, dcct) + np.matmul(parameters["Wo"].T, dot)
    return {"dxt": dz[n_a:], "da_prev": dz[:n_a], "dc_prev": dc_prev,
            "dWf": np.matmul(dft, z.T), "dbf": np.sum(dft, 1, keepdims=True),
            "dWi": np.matmul(dit, z.T), "dbi": np.sum(dit, 1, keepdims=True),
            "dWc": np.matmul(dcct, z.T), "dbc": np.sum(dcct, 1, keepdims=True),
            "dWo": np.matmul(dot, z.T), "dbo": np.sum(dot, 1, keepdims=True)}

# %%
def lstm_backward(da, caches):
    cells, x = caches
    T = da.shape[2]
    out = [None] * T
    na, nc = np.zeros(da.shape[:2]), np.zeros(da.shape[:2])
    for t in range(T)[::-1]:
        out[t] = lstm_cell_backward(da[:, :, t] + na, nc, cells[t])
        na, nc = out[t]["da_prev"], out[t]["dc_prev"]
    keys = ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]
    result = {k: np.sum(np.array([o[k] for o in out]), axis=0) for k in keys}
    result["dx"] = np.stack([o["dxt"] for o in out], 2)
    result["da0"] = na
    return result
