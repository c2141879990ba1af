# %%
import numpy as np
from lstm_lib import sigmoid, softmax, lstm_cell_forward, lstm_forward

# %%
def lstm_cell_backward(da_next, dc_next, cache):

    (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters) = cache
    n_x, m = xt.shape
    n_a, m = a_next.shape

    dgo = da_next*np.tanh(c_next)*ot*(1-ot)
    dgc = (dc_next*it + ot*(1-np.tanh(c_next)**2)*it*da_next)*(1-np.tanh(cct)**2)
    dgi = (dc_next*cct + ot*(1-np.tanh(c_next)**2)*cct*da_next)*it*(1-it)
    dgf = (dc_next*c_prev + ot*(1-np.tanh(c_next)**2)*c_prev*da_next)*ft*(1-ft)

    conc = np.vstack((a_prev, xt))
    dWf = np.dot(dgf, conc.T)
    dWi = np.dot(dgi, conc.T)
    dWc = np.dot(dgc, conc.T)
    dWo = np.dot(dgo, conc.T)
    dbf = np.sum(dgf, axis=1, keepdims=True)
    dbi = np.sum(dgi, axis=1, keepdims=True)
    dbc = np.sum(dgc, axis=1, keepdims=True)
    dbo = np.sum(dgo, axis=1, keepdims=True)

    Wf, Wi, Wc, Wo = parameters["Wf"], parameters["Wi"], parameters["Wc"], parameters["Wo"]
    da_prev = np.dot(Wf[:,:n_a].T,dgf) + np.dot(Wi[:,:n_a].T,dgi) + np.dot(Wc[:,:n_a].T,dgc) + np.dot(Wo[:,:n_a].T,dgo)
    dc_prev = dc_next*ft + ot*(1-np.tanh(c_next)**2)*ft*da_next
    dxt = np.dot(Wf[:,n_a:].T,dgf) + np.dot(Wi[:,n_a:].T,dgi) + np.dot(Wc[:,n_a:].T,dgc) + np.dot(Wo[:,n_a:].T,dgo)

    return {"dxt": dxt, "da_prev": da_prev, "dc_prev": dc_prev, "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi, "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

# %%
def lstm_backward(da, caches):
    n_a, m, T = da.shape
    n_x = caches[1].shape[0]
    dx = np.zeros((n_x, m, T))
    dWf, dWi, dWc, dWo = np.zeros((4, n_a, n_a + n_x))
    dbf, dbi, dbc, dbo = np.zeros((4, n_a, 1))
    # last step separately: nothing comes from behind
    step = lstm_cell_backward(da[:, :, T - 1], np.zeros((n_a, m)), caches[0][T - 1])
    for t in range(T - 2, -2, -1):
        dx[:, :, t + 1] = step["dxt"]
        dWf += step["dWf"]; dWi += step["dWi"]; dWc += step["dWc"]; dWo += step["dWo"]
        dbf += step["dbf"]; dbi += step["dbi"]; dbc += step["dbc"]; dbo += step["dbo"]
        if t >= 0:
            step = lstm_cell_backward(da[:, :, t] + step["da_prev"], step["dc_prev"], caches[0][t])
    return {"dx": dx, "da0": step["da_prev"], "dWf": dWf, "dbf": dbf, "dWi": dWi, "dbi": dbi,
            "dWc": dWc, "dbc": dbc, "dWo": dWo, "dbo": dbo}

