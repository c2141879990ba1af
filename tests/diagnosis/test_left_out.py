"""What is left out of an equation that is computed anew, and what follows from a written argument."""

import pytest

from .student_code import LSTM_CELL_FORWARD, report, said

BACK = """
def rnn_cell_backward(da_next, cache):
    a_next, a_prev, xt, parameters = cache
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    z = np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba
    dz = da_next * (1 - np.tanh(z) ** 2)
    return {
        "dxt": Wax.T @ dz,
        "da_prev": Waa.T @ dz,
        "dWax": dz @ xt.T,
        "dWaa": dz @ a_prev.T,
        "dba": dz.sum(axis=1, keepdims=True),
    }
"""


@pytest.mark.parametrize(
    "wrong",
    ["z = np.dot(Wax, xt) + np.dot(Waa, a_prev)", "z = Wax @ xt + Waa @ a_prev"],
)
def test_a_bias_left_out_of_what_is_computed_anew(wrong: str) -> None:
    assert report("rnn_cell_backward", BACK).passed
    change = ("z = np.dot(Wax, xt) + np.dot(Waa, a_prev) + ba", wrong)
    found = report("rnn_cell_backward", BACK, change)
    assert said(found) == [("term.missing", wrong, "proven")]
    assert "`ba` is missing" in found.findings[0].hints[-1].text


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "    c_next = ft * c_prev + it * cct\n",
            "    c_prev *= ft\n    c_prev += it * cct\n    c_next = c_prev\n",
            "c_prev *= ft",
        ),
        ("    p = parameters\n", '    p = parameters\n    p["Wf"] += 0.01\n', 'p["Wf"] += 0.01'),
        ("    stack = np", "    xt -= xt.mean()\n    stack = np", "xt -= xt.mean()"),
    ],
)
def test_what_is_wrong_because_an_argument_was_written_is_no_further_cause(
    old: str, new: str, line: str
) -> None:
    found = report("lstm_cell_forward", LSTM_CELL_FORWARD, (old, new))
    assert said(found) == [("mutates.input", line, "proven")]


def test_a_mistake_beside_a_written_argument_is_a_cause_of_its_own() -> None:
    changes = (
        ("    stack = np", '    p["Wf"] += 0.01\n    stack = np'),
        ("* np.tanh(c_next)", "* c_next"),
    )
    found = report("lstm_cell_forward", LSTM_CELL_FORWARD, *changes)
    assert {each.code for each in found.findings} >= {"mutates.input"}
    assert found.findings[0].line is not None
