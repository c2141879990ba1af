# %%
from functools import partial
import numpy as np
from lstm_lib import softmax

# %%
def _cell(act, head, xt, a_prev, parameters):
    P = parameters
    a_next = act(P["ba"] + P["Waa"].dot(a_prev) + P["Wax"].dot(xt))
    return a_next, head(P["Wya"].dot(a_next) + P["by"]), (a_next, a_prev, xt, P)


rnn_cell_forward = partial(_cell, np.tanh, softmax)
