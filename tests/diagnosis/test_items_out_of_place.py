"""Items of a result that stand in one another's place, lists of steps among them."""

import pytest

from .student_code import LSTM_CELL_FORWARD, report, said

RNN = """
def rnn_forward(x, a0, parameters):
    n_y, n_a = parameters["Wya"].shape
    m, T_x = x.shape[1:]
    a, y_pred = np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    list_of_caches = []
    state = a0
    for t in range(T_x):
        state, y, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        y_pred[:, :, t] = y
        list_of_caches.append(cache)
    return a, y_pred, (list_of_caches, x)
"""
LSTM = """
def lstm_forward(x, a0, parameters):
    n_y, n_a = parameters["Wy"].shape
    m, T_x = x.shape[1:]
    a, c, y = np.zeros((n_a, m, T_x)), np.zeros((n_a, m, T_x)), np.zeros((n_y, m, T_x))
    caches = []
    h, s = a0, np.zeros((n_a, m))
    for t in range(T_x):
        h, s, p, cache = lstm_cell_forward(x[..., t], h, s, parameters)
        a[..., t], c[..., t], y[..., t] = h, s, p
        caches += [cache]
    return a, y, c, (caches, x)
"""


@pytest.mark.parametrize(
    ("name", "source", "old", "new"),
    [
        ("rnn_forward", RNN, "(list_of_caches, x)", "(x, list_of_caches)"),
        ("rnn_forward", RNN, "(list_of_caches, x)", "[x, list_of_caches]"),
        ("rnn_forward", RNN, "(list_of_caches, x)", "(x, tuple(list_of_caches))"),
        ("lstm_forward", LSTM, "(caches, x)", "(x, caches)"),
    ],
)
def test_a_pair_of_the_caches_and_x_the_wrong_way_round(
    name: str, source: str, old: str, new: str
) -> None:
    assert report(name, source).passed
    found = report(name, source, (old, new))
    ((code, line, certainty),) = said(found)
    assert (code, certainty) == ("cache.order", "proven")
    assert line.endswith(new)
    assert "`x` stands where `caches` is expected" in found.findings[0].message


def test_a_pair_that_is_made_before_it_is_returned_has_that_line() -> None:
    change = (
        "    return a, y_pred, (list_of_caches, x)",
        "    caches = (x, list_of_caches)\n    return a, y_pred, caches",
    )
    assert said(report("rnn_forward", RNN, change)) == [
        ("cache.order", "caches = (x, list_of_caches)", "proven")
    ]


def test_caches_that_are_wrong_as_well_are_not_called_right() -> None:
    changes = (("np.zeros((n_a, m))\n", "c[..., 0]\n"), ("(caches, x)", "(x, caches)"))
    found = report("lstm_forward", LSTM, *changes)
    assert [each.code for each in found.findings] == ["cache.order"]
    assert "right by itself" not in found.findings[0].message


def test_the_caches_where_an_array_is_expected() -> None:
    found = report(
        "rnn_forward", RNN, ("a, y_pred, (list_of_caches, x)", "a, (list_of_caches, x), y_pred")
    )
    assert [each.code for each in found.findings] == ["return.order"]


def test_an_exchange_outside_and_one_inside_are_two() -> None:
    change = ("a, y_pred, (list_of_caches, x)", "y_pred, a, (x, list_of_caches)")
    found = report("rnn_forward", RNN, change)
    assert [each.code for each in found.findings] == ["return.order", "cache.order"]


def test_parameters_before_the_input_in_a_cache() -> None:
    found = report(
        "lstm_cell_forward",
        LSTM_CELL_FORWARD,
        ("xt, parameters)\n    return", "parameters, xt)\n    return"),
    )
    assert [each.code for each in found.findings] == ["cache.order"]


@pytest.mark.parametrize(
    "kept", ["np.array(list_of_caches, dtype=object)", "dict(enumerate(list_of_caches))"]
)
def test_caches_that_are_kept_in_no_list_are_not_called_empty(kept: str) -> None:
    found = report("rnn_forward", RNN, ("(list_of_caches, x)", f"({kept}, x)"))
    (each,) = found.findings
    assert "holds 0" not in each.message
    assert "expected is a list" in each.message


def test_names_in_order_that_were_given_each_others_values_have_the_line_of_the_values() -> None:
    changes = (
        ("    it = sig", "    cand = sig"),
        ("    cct = np", "    it = np"),
        ("    cand =", "    cct ="),
    )
    found = report("lstm_cell_forward", LSTM_CELL_FORWARD, *changes)
    assert said(found) == [("gate.swapped", 'cct = sigmoid(p["Wi"] @ stack + p["bi"])', "proven")]


def test_arrays_that_were_given_each_others_values_have_the_line_of_the_filling() -> None:
    change = (
        "a[..., t], c[..., t], y[..., t] = h, s, p",
        "a[..., t], c[..., t], y[..., t] = s, h, p",
    )
    found = report("lstm_forward", LSTM, change)
    assert said(found) == [("operand.wrong", change[1], "proven")]
