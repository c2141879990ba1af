# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
rng = np.random.default_rng(1)
n_x, n_a, n_y, m, T_x = 3, 5, 2, 10, 7
x = rng.standard_normal((n_x, m, T_x))
a0 = rng.standard_normal((n_a, m))
da = rng.standard_normal((n_a, m, 4))
p = {f"W{g}": rng.standard_normal((n_a, n_a + n_x)) for g in "fico"}
p |= {f"b{g}": rng.standard_normal((n_a, 1)) for g in "fico"}
p |= {"Wy": rng.standard_normal((n_y, n_a)), "by": rng.standard_normal((n_y, 1))}
caches = lstm_forward(x, a0, p)[3]

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    dtanh = 1 - np.tanh(c_next) ** 2
    dc = dc_next + ot * dtanh * da_next
    zf = dc * c_prev * (1 - ft) * ft
    zi = dc * cct * (1 - it) * it
    zc = dc * it * (1 - cct) * (1 + cct)
    zo = da_next * np.tanh(c_next) * (1 - ot) * ot
    zs = [zf, zi, zc, zo]
    Ws = [parameters[k] for k in ("Wf", "Wi", "Wc", "Wo")]
    dinput = sum(W.T @ z for W, z in zip(Ws, zs))
    da_prev, dxt = np.split(dinput, [a_prev.shape[0]])
    stacked = np.append(a_prev, xt, axis=0)
    gradients = {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc * ft}
    for k, z in zip("fico", zs):
        gradients.update({f"dW{k}": z @ stacked.T, f"db{k}": z.sum(axis=1, keepdims=True)})
    return gradients

# %%
def lstm_backward(da, caches):
    T = da.shape[2]
    gradients = {"dx": np.zeros((n_x, m, T))}
    gradients |= {f"dW{g}": np.zeros((n_a, n_a + n_x)) for g in "fico"}
    gradients |= {f"db{g}": np.zeros((n_a, 1)) for g in "fico"}
    da_back = dc_back = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = lstm_cell_backward(da[:, :, t] + da_back, dc_back, caches[0][t])
        gradients["dx"][:, :, t] = step["dxt"]
        da_back, dc_back = step["da_prev"], step["dc_prev"]
        for g in "fico":
            gradients[f"dW{g}"] += step[f"dW{g}"]
            gradients[f"db{g}"] += step[f"db{g}"]
    gradients["da0"] = da_back
    return gradients

# %%
gradients = lstm_backward(da, caches)
for name in sorted(gradients):
    print(f"{name:4s}", gradients[name].shape, float(gradients[name].ravel()[0]))
