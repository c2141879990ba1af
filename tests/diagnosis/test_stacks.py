"""Stacks that are put together, or taken apart, with the parts in the wrong order."""

import pytest

from .student_code import report, said

RNN = """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    W = np.hstack((parameters["Waa"], parameters["Wax"]))
    v = np.vstack((a_prev, xt))
    dz = (1 - a_next**2) * da_next
    dv = W.T @ dz
    da_prev, dxt = np.split(dv, [a_prev.shape[0]])
    dWaa, dWax = np.split(dz @ v.T, [a_prev.shape[0]], axis=1)
    dba = dz.sum(axis=1, keepdims=True)
    return {"dxt": dxt, "da_prev": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}
"""
SPLIT = "da_prev, dxt = np.split(dv, [a_prev.shape[0]])"
STACKED = (
    '    W = np.hstack((parameters["Waa"], parameters["Wax"]))\n',
    '    Waa, Wax = parameters["Waa"], parameters["Wax"]\n',
)
LSTM = """
def lstm_cell_backward(da_next, dc_next, cache):
    a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache
    n_a, n_x = a_next.shape[0], xt.shape[0]
    tanh_c = np.tanh(c_next)
    dc = dc_next + ot * (1 - tanh_c**2) * da_next
    deltas = {
        "o": da_next * tanh_c * ot * (1 - ot),
        "c": dc * it * (1 - cct**2),
        "i": dc * cct * it * (1 - it),
        "f": dc * c_prev * ft * (1 - ft),
    }
    stack = np.zeros((n_a + n_x, xt.shape[1]))
    stack[:n_a] = a_prev
    stack[n_a:] = xt
    grads = {"dc_prev": dc * ft}
    dstack = np.zeros_like(stack)
    for gate, delta in deltas.items():
        grads["dW" + gate] = delta @ stack.T
        grads["db" + gate] = delta.sum(axis=1, keepdims=True)
        dstack += parameters["W" + gate].T @ delta
    da_prev, dxt = np.split(dstack, [n_a])
    grads["dxt"], grads["da_prev"] = dxt, da_prev
    return grads
"""
LSTM_SPLIT = "da_prev, dxt = np.split(dstack, [n_a])"


def test_right_code_of_these_styles_is_right() -> None:
    assert report("rnn_cell_backward", RNN).passed
    assert report("lstm_cell_backward", LSTM).passed


@pytest.mark.parametrize(
    "wrong",
    [
        "dxt, da_prev = np.split(dv, [xt.shape[0]])",
        "dxt, da_prev = np.vsplit(dv, [xt.shape[0]])",
        "dxt, da_prev = np.split(dv, [len(xt)], axis=0)",
        "dxt, da_prev = dv[: xt.shape[0]], dv[xt.shape[0] :]",
        "dxt, da_prev = dv[0 : len(xt), :], dv[len(xt) : len(dv), :]",
        "dxt, da_prev = dv[: -len(a_prev)], dv[-len(a_prev) :]",
        "da_prev, dxt = np.split(dv, [xt.shape[0]])",
    ],
)
@pytest.mark.parametrize(
    "stack",
    [
        (),
        (STACKED, ("dv = W.T @ dz", "dv = np.concatenate([Waa.T @ dz, Wax.T @ dz])")),
        (STACKED, ("dv = W.T @ dz", "dv = np.r_[np.dot(Waa.T, dz), np.dot(Wax.T, dz)]")),
    ],
    ids=["one product", "joined products", "r_"],
)
def test_a_split_in_the_wrong_order_has_its_line(
    wrong: str, stack: tuple[tuple[str, str], ...]
) -> None:
    assert report("rnn_cell_backward", RNN, *stack).passed
    found = report("rnn_cell_backward", RNN, *stack, (SPLIT, wrong))
    assert said(found) == [("slice.wrong", wrong, "proven")]


def test_parts_under_each_others_name() -> None:
    wrong = "dxt, da_prev = np.split(dv, [a_prev.shape[0]])"
    ((_, line, _),) = said(report("rnn_cell_backward", RNN, (SPLIT, wrong)))
    assert line == wrong


@pytest.mark.parametrize(
    "wrong",
    [
        "dxt, da_prev = np.split(dstack, [n_x])",
        "dxt, da_prev = np.vsplit(dstack, [xt.shape[0]])",
        "dxt, da_prev = dstack[:n_x], dstack[n_x:]",
    ],
)
def test_the_stack_of_the_lstm_in_the_wrong_order(wrong: str) -> None:
    found = report("lstm_cell_backward", LSTM, (LSTM_SPLIT, wrong))
    assert said(found) == [("slice.wrong", wrong, "proven")]


@pytest.mark.parametrize(
    ("stack", "taken"),
    [
        ("W.T @ dz", "np.take(dv, range(len(xt)), axis=0), np.delete(dv, range(len(xt)), axis=0)"),
        (
            "np.r_[np.dot(Waa.T, dz), np.dot(Wax.T, dz)]",
            "dv[: len(xt)], np.delete(dv, range(len(xt)), axis=0)",
        ),
    ],
)
def test_where_the_cut_is_not_understood_no_two_causes_are_claimed(stack: str, taken: str) -> None:
    changes = [("dv = W.T @ dz", f"dv = {stack}"), (SPLIT, f"dxt, da_prev = {taken}")]
    changes += [STACKED] if "Waa.T" in stack else []
    (each,) = report("rnn_cell_backward", RNN, *changes).findings
    # Another order of the stack mends it too, and is said as such; else nothing is proven.
    exchanged = "and the other way round" in each.hints[-1].text
    assert exchanged or each.certainty == "likely"


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("stack[:n_x] = xt", "stack[n_x:] = a_prev"),
        ("stack[0:n_x, :] = xt", "stack[n_x:, :] = a_prev"),
    ],
)
def test_a_stack_that_is_filled_upside_down_has_the_line_of_the_filling(
    head: str, tail: str
) -> None:
    changes = (("stack[:n_a] = a_prev", head), ("stack[n_a:] = xt", tail))
    ((code, line, certainty),) = said(report("lstm_cell_backward", LSTM, *changes))
    assert (code, line, certainty) == ("operand.wrong", head, "proven")
