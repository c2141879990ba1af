# %%
# LSTM, my version: everything is (batch, units) inside and transposed at the border
import numpy as np

def sigmoid(v):
    return 0.5 * (np.tanh(0.5 * v) + 1.0)

def softmax_rows(v):
    v = np.exp(v - np.max(v, axis=1)[:, None])
    return v / np.sum(v, axis=1)[:, None]

# %%
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    X, H, C = xt.T, a_prev.T, c_prev.T
    HX = np.hstack((H, X))
    pre = {}
    for g in ["f", "i", "c", "o"]:
        pre[g] = HX @ parameters["W" + g].T + parameters["b" + g].T
    F = sigmoid(pre["f"])
    I = sigmoid(pre["i"])
    K = np.tanh(pre["c"])
    O = sigmoid(pre["o"])
    C1 = F * C + I * K
    H1 = I * np.tanh(C1)
    Y = softmax_rows(H1 @ parameters["Wy"].T + parameters["by"].T)
    cache = (H1.T, C1.T, a_prev, c_prev, F.T, I.T, K.T, O.T, xt, parameters)
    return H1.T, C1.T, Y.T, cache

# %%
def lstm_forward(x, a0, parameters):
    steps = np.transpose(x, (2, 0, 1))
    T, _, m = steps.shape
    n_y, n_a = parameters["Wy"].shape
    A = np.zeros((T, n_a, m))
    C = np.zeros((T, n_a, m))
    Y = np.zeros((T, n_y, m))
    store = []
    h = a0
    s = np.zeros((n_a, m))
    for k in range(T):
        h, s, Y[k], kept = lstm_cell_forward(steps[k], h, s, parameters)
        A[k] = h
        C[k] = s
        store.append(kept)
    back = (1, 2, 0)
    return A.transpose(back), Y.transpose(back), C.transpose(back), (store, x)

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    H1, C1, H, C, F, I, K, O = [v.T for v in cache[:8]]
    X = cache[8].T
    parameters = cache[9]
    dH, dC = da_next.T, dc_next.T
    units = H.shape[1]
    HX = np.hstack((H, X))
    TC = np.tanh(C1)
    dO = dH * TC
    dS = dC + dH * (1 - TC ** 2)
    delta = {
        "f": dS * C * F * (1 - F),
        "i": dS * K * I * (1 - I),
        "c": dS * I * (1 - K ** 2),
        "o": dO * O * (1 - O),
    }
    dHX = np.zeros(HX.shape)
    out = {}
    for g, d in delta.items():
        out["dW" + g] = d.T @ HX
        out["db" + g] = d.sum(axis=0)[:, None]
        dHX += d @ parameters["W" + g]
    out["da_prev"] = dHX[:, :units].T
    out["dxt"] = dHX[:, units:].T
    out["dc_prev"] = (dS * F).T
    return out

# %%
def lstm_backward(da, caches):
    store, x = caches
    DA = da.transpose(2, 0, 1)
    T, n_a, m = DA.shape
    DX = np.zeros((T, x.shape[0], m))
    names = [k + g for g in "fico" for k in ("dW", "db")]
    acc = dict.fromkeys(names, 0)
    dh = np.zeros((n_a, m))
    ds = np.zeros((n_a, m))
    for k in range(T - 1, -1, -1):
        r = lstm_cell_backward(DA[k] + dh, ds, store[k])
        DX[k] = r["dxt"]
        dh, ds = r["da_prev"], r["dc_prev"]
        acc = {n: acc[n] + r[n] for n in names}
    acc["dx"] = DX.transpose(1, 2, 0)
    acc["da0"] = dh
    return acc
