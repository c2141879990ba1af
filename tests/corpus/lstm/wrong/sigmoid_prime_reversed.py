# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a = len(a_prev)

    # derivatives w.r.t. the gates
    delta_output = da_next * np.tanh(c_next)
    delta_cell = dc_next + da_next * ot * (1 - np.tanh(c_next)**2)
    delta_forget = delta_cell * c_prev
    delta_input = delta_cell * cct
    delta_candidate = delta_cell * it

    # derivatives w.r.t. the pre-activations
    delta_output = delta_output * ot * (1 - ot)
    delta_forget = delta_forget * ft * (1 - ft)
    delta_input = delta_input * it * (it - 1)
    delta_candidate = delta_candidate * (1 - cct**2)

    x_all = np.vstack([a_prev, xt])
    grads = {}
    for key, delta in (("f", delta_forget), ("i", delta_input), ("c", delta_candidate), ("o", delta_output)):
        grads["dW" + key] = np.einsum("ab,kb->ak", delta, x_all)
        grads["db" + key] = np.einsum("ab->a", delta)[:, None]
    dx_all = (np.einsum("ak,ab->kb", parameters["Wf"], delta_forget) + np.einsum("ak,ab->kb", parameters["Wi"], delta_input)
              + np.einsum("ak,ab->kb", parameters["Wc"], delta_candidate) + np.einsum("ak,ab->kb", parameters["Wo"], delta_output))
    grads.update(dxt=dx_all[n_a:], da_prev=dx_all[:n_a], dc_prev=delta_cell * ft)
    return grads

# %%
def lstm_backward(da, caches):
    (caches, x) = caches
    (a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters) = caches[0]
    n_a, m, T_x = da.shape
    n_x, m = x1.shape
    dx = np.zeros((n_x, m, T_x))
    da_prevt, dc_prevt = np.zeros((n_a, m)), np.zeros((n_a, m))
    dWf, dWi, dWc, dWo = [np.zeros((n_a, n_a + n_x)) for _ in range(4)]
    dbf, dbi, dbc, dbo = [np.zeros((n_a, 1)) for _ in range(4)]
    for t in reversed(range(T_x)):
        gradients = lstm_cell_backward(da[:, :, t] + da_prevt, dc_prevt, caches[t])
        da_prevt, dc_prevt = gradients["da_prev"], gradients["dc_prev"]
        dx[:, :, t] = gradients["dxt"]
        dWf += gradients["dWf"]
        dWi += gradients["dWi"]
        dWc += gradients["dWc"]
        dWo += gradients["dWo"]
        dbf += gradients["dbf"]
        dbi += gradients["dbi"]
        dbc += gradients["dbc"]
        dbo += gradients["dbo"]
    da0 = da_prevt
    return {"dx": dx, "da0": da0, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

