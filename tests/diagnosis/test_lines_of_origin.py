"""The line on which a mistake is made is named, not one further down where it shows."""

import pytest

from .student_code import LSTM_CELL_FORWARD, report, said

OBJECT = """
class Step:
    def __init__(self, cache):
        self.a_next, self.c_next, self.a_prev, self.c_prev = cache[:4]
        self.f, self.i, self.g, self.o = cache[4:8]
        self.x, self.p = cache[8:]

    def backward(self, da, dc):
        tanh_c = np.tanh(self.c_next)
        dc = dc + da * self.o * (1 - tanh_c**2)
        deltas = {
            "f": dc * self.c_prev * self.f * (1 - self.f),
            "i": dc * self.g * self.i * (1 - self.i),
            "c": dc * self.i * (1 - self.g**2),
            "o": da * tanh_c * self.o * (1 - self.o),
        }
        stack = np.concatenate((self.a_prev, self.x))
        back = sum(self.p["W" + gate].T @ delta for gate, delta in deltas.items())
        n_a = self.a_prev.shape[0]
        found = {"dxt": back[n_a:], "da_prev": back[:n_a], "dc_prev": dc * self.f}
        for gate, delta in deltas.items():
            found["dW" + gate] = delta @ stack.T
            found["db" + gate] = delta.sum(axis=1, keepdims=True)
        return found


def lstm_cell_backward(da_next, dc_next, cache):
    return Step(cache).backward(da_next, dc_next)
"""
CELL = """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    stack = np.vstack([a_prev, xt])
    z = [p["W" + gate] @ stack + p["b" + gate] for gate in "fioc"]
    for k in (0, 1, 2):
        z[k] = sigmoid(z[k])
    z[3] = np.tanh(z[3])
    ft, it, ot, cct = z
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt = softmax(p["Wy"] @ a_next + p["by"])
    return a_next, c_next, yt, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
"""
GATES = ("(0, 1, 2)", "[0, 1, 2]", "range(3)")
BACK = """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, p = cache
    n_a = len(a_prev)
    tanh_c = np.tanh(c_next)
    dc = dc_next + da_next * ot * (1 - tanh_c**2)
    df = dc * c_prev
    di = dc * cct
    dg = dc * it
    do = da_next * tanh_c
    df = df * ft * (1 - ft)
    di = di * it * (1 - it)
    dg = dg * (1 - cct**2)
    do = do * ot * (1 - ot)
    stack = np.concatenate([a_prev, xt])
    back = p["Wf"].T @ df + p["Wi"].T @ di + p["Wc"].T @ dg + p["Wo"].T @ do
    found = {"dxt": back[n_a:], "da_prev": back[:n_a], "dc_prev": dc * ft}
    for gate, delta in zip("fico", (df, di, dg, do)):
        found["dW" + gate] = delta @ stack.T
        found["db" + gate] = delta.sum(axis=1, keepdims=True)
    return found
"""


def test_right_code_of_these_styles_is_right() -> None:
    assert report("lstm_cell_backward", OBJECT).passed
    assert report("lstm_cell_backward", BACK).passed
    for written in GATES:
        assert report("lstm_cell_forward", CELL, ("(0, 1, 2)", written)).passed


def test_a_cache_that_an_object_unpacks_in_another_order() -> None:
    wrong = "self.i, self.f, self.g, self.o = cache[4:8]"
    change = ("self.f, self.i, self.g, self.o = cache[4:8]", wrong)
    ((_, line, certainty),) = said(report("lstm_cell_backward", OBJECT, change))
    assert (line, certainty) == (wrong, "proven")


@pytest.mark.parametrize("written", ["(0, 1)", "[0, 1]", "range(2)"])
def test_a_loop_over_gates_that_leaves_one_out(written: str) -> None:
    found = report("lstm_cell_forward", CELL, ("(0, 1, 2)", written))
    assert said(found) == [("activation.wrong", f"for k in {written}:", "proven")]


def test_a_loop_over_the_names_of_gates_that_leaves_one_out() -> None:
    changes = (
        ("z = [p[", "z = {gate: p["),
        ('for gate in "fioc"]', 'for gate in "fioc"}'),
        ("for k in (0, 1, 2):", 'for k in ("f", "i"):'),
        ("    z[3] = np.tanh(z[3])\n", '    z["c"] = np.tanh(z["c"])\n'),
        ("= z\n", '= z["f"], z["i"], z["o"], z["c"]\n'),
    )
    found = report("lstm_cell_forward", CELL, *changes)
    assert said(found) == [("activation.wrong", 'for k in ("f", "i"):', "proven")]


def test_parameters_of_two_gates_that_are_exchanged_where_they_are_read() -> None:
    changes = (
        ('p["Wi"] @ stack + p["bi"]', 'p["W_"] @ stack + p["b_"]'),
        ('p["Wc"] @ stack + p["bc"]', 'p["Wi"] @ stack + p["bi"]'),
        ('p["W_"] @ stack + p["b_"]', 'p["Wc"] @ stack + p["bc"]'),
    )
    ((code, line, _),) = said(report("lstm_cell_forward", LSTM_CELL_FORWARD, *changes))
    assert (code, line) == ("gate.swapped", 'it = sigmoid(p["Wc"] @ stack + p["bc"])')


def test_factors_of_neighbouring_lines_in_each_others_place() -> None:
    changes = (("di = dc * cct", "di = dc * i_t"), ("dg = dc * it", "dg = dc * cct"), ("i_t", "it"))
    ((code, line, certainty),) = said(report("lstm_cell_backward", BACK, *changes))
    assert (code, line, certainty) == ("gate.swapped", "di = dc * it", "proven")


def test_results_of_neighbouring_lines_in_each_others_place() -> None:
    changes = (
        ("di = di * it", "d_ = di * it"),
        ("dg = dg * (1 -", "di = dg * (1 -"),
        ("d_ =", "dg ="),
    )
    ((_, line, certainty),) = said(report("lstm_cell_backward", BACK, *changes))
    assert (line, certainty) == ("dg = di * it * (1 - it)", "proven")
