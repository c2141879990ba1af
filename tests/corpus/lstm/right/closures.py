# %%
import numpy as np
from lstm_lib import sigmoid, softmax

# %%
def make_layer(W, b, act):
    def layer(v):
        return act(np.dot(W, v) + b)
    return layer


def make_cell(p):
    forget = make_layer(p["Wf"], p["bf"], sigmoid)
    write = make_layer(p["Wi"], p["bi"], sigmoid)
    propose = make_layer(p["Wc"], p["bc"], np.tanh)
    show = make_layer(p["Wo"], p["bo"], sigmoid)
    predict = make_layer(p["Wy"], p["by"], softmax)

    def cell(xt, a_prev, c_prev):
        v = np.concatenate((a_prev, xt))
        f, i, k, o = forget(v), write(v), propose(v), show(v)
        c = f * c_prev + i * k
        a = o * np.tanh(c)
        return a, c, predict(a), (a, c, a_prev, c_prev, f, i, k, o, xt, p)

    return cell


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    return make_cell(parameters)(xt, a_prev, c_prev)

# %%
def lstm_forward(x, a0, parameters):
    cell = make_cell(parameters)
    state = {"a": a0, "c": np.zeros_like(a0)}

    def advance(t):
        state["a"], state["c"], y, cache = cell(x[:, :, t], state["a"], state["c"])
        return state["a"], state["c"], y, cache

    A, C, Y, caches = map(list, zip(*map(advance, range(x.shape[2]))))
    return np.stack(A, 2), np.stack(Y, 2), np.stack(C, 2), (caches, x)

# %%
def make_cell_backward(p):
    W = [p["Wf"].T, p["Wi"].T, p["Wc"].T, p["Wo"].T]

    def backward(da, dc, cache):
        a, c, a_prev, c_prev, f, i, k, o, xt, _ = cache
        th = np.tanh(c)
        dc = dc + da * o * (1 - th ** 2)
        dz = [dc * c_prev * f * (1 - f), dc * k * i * (1 - i), dc * i * (1 - k ** 2), da * th * o * (1 - o)]
        v = np.concatenate((a_prev, xt))
        dv = sum(w.dot(d) for w, d in zip(W, dz))
        n_a = len(a)
        g = {"dxt": dv[n_a:], "da_prev": dv[:n_a], "dc_prev": dc * f}
        for name, d in zip("fico", dz):
            g["dW" + name] = d.dot(v.T)
            g["db" + name] = d.sum(1).reshape(-1, 1)
        return g

    return backward


def lstm_cell_backward(da_next, dc_next, cache):
    return make_cell_backward(cache[9])(da_next, dc_next, cache)

# %%
def lstm_backward(da, caches):
    steps, x = caches
    T = da.shape[2]
    backward = make_cell_backward(steps[0][9])
    state = {"a": np.zeros(da.shape[:2]), "c": np.zeros(da.shape[:2])}
    sums = {}

    def retreat(t):
        g = backward(da[:, :, t] + state["a"], state["c"], steps[t])
        state["a"], state["c"] = g["da_prev"], g["dc_prev"]
        for k in g:
            if k[1] in "Wb":
                sums[k] = sums.get(k, 0) + g[k]
        return g["dxt"]

    dx = [retreat(t) for t in range(T - 1, -1, -1)]
    return {"dx": np.stack(dx[::-1], 2), "da0": state["a"], **sums}
