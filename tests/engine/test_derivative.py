"""Expected gradients are proven by numerical differentiation, and a student's are held to it."""

import time
from typing import Any

import cellcheck
import numpy as np
import pytest
from cellcheck.diagnosis.derivative import evidence
from cellcheck.report import AGREES, Agreement, DerivativeEvidence
from cellcheck.trial import Work

from .student import namespace, solution

BACKWARD = ("lstm_cell_backward", "lstm_backward", "rnn_cell_backward", "rnn_backward")
VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")


def found(name: str, functions: dict[str, Any], seconds: float = 10.0) -> DerivativeEvidence:
    proof = evidence(Work.found_in(functions), name, seconds)
    assert proof is not None
    return proof


def yours(name: str, functions: dict[str, Any], seconds: float = 10.0) -> Agreement:
    agreement = found(name, functions, seconds).yours
    assert agreement is not None
    return agreement


@pytest.mark.parametrize("name", BACKWARD)
def test_the_expected_gradients_are_derivatives(name: str) -> None:
    proof = found(name, {})
    assert proof.reference.errors
    assert all(error < AGREES for error in proof.reference.errors.values())
    assert proof.yours is None


@pytest.mark.parametrize("name", BACKWARD)
def test_a_right_solution_gives_derivatives_of_its_own_forward_function(name: str) -> None:
    agreement = yours(name, solution(name.partition("_")[0]))
    assert agreement.differing == ()
    assert list(agreement.errors) == list(found(name, {}).reference.errors)


def test_the_view_mistake_shows_in_the_gradients_that_people_saw_wrong() -> None:
    agreement = yours("lstm_backward", solution("lstm", VIEW))
    assert agreement.forward == "your own `lstm_forward`"
    assert agreement.differing == ("dx", "da0", "dWf", "dbf")


def test_a_backward_function_that_fits_a_wrong_forward_function_agrees() -> None:
    scaled = namespace(
        "import numpy as np\n"
        "def rnn_cell_forward(xt, a_prev, parameters):\n"
        "    p = parameters\n"
        "    a = 2 * np.tanh(p['Waa'] @ a_prev + p['Wax'] @ xt + p['ba'])\n"
        "    return a, a[:1] * 0 + np.zeros((p['by'].shape[0], 1)), (a, a_prev, xt, p)\n"
        "def rnn_cell_backward(da_next, cache):\n"
        "    a, a_prev, xt, p = cache\n"
        "    dz = da_next * 2 * (1 - (a / 2) ** 2)\n"
        "    return {'dxt': p['Wax'].T @ dz, 'dWax': dz @ xt.T, 'da_prev': p['Waa'].T @ dz,\n"
        "            'dWaa': dz @ a_prev.T, 'dba': dz.sum(1, keepdims=True)}\n"
    )
    assert yours("rnn_cell_backward", scaled).differing == ()


def test_without_a_forward_function_of_theirs_the_reference_stands_in() -> None:
    functions = solution("lstm")
    del functions["lstm_forward"]
    agreement = yours("lstm_backward", functions)
    assert agreement.forward == "the reference's `lstm_forward`"
    assert agreement.differing == ()


def test_what_stops_is_told_in_words() -> None:
    functions = solution("lstm")
    functions |= namespace("def lstm_backward(da, caches):\n    return caches[7]\n")
    agreement = yours("lstm_backward", functions)
    assert agreement.errors == {}
    assert "IndexError" in agreement.problem


def test_a_loop_without_end_is_told_in_words() -> None:
    functions = solution("lstm")
    functions |= namespace("def lstm_backward(da, caches):\n    while True:\n        pass\n")
    assert yours("lstm_backward", functions, seconds=0.2).problem == (
        "Your functions did not finish within 0.2 s."
    )


def test_nothing_is_printed_and_nothing_left_behind(capsys: pytest.CaptureFixture[str]) -> None:
    functions = solution("lstm")
    text = "def lstm_backward(da, caches):\n    global left\n    left = print('here')\n"
    functions |= namespace(text)
    before = set(functions)
    np.random.seed(3)
    state = np.random.get_state()[1].tolist()
    found("lstm_backward", functions)
    assert np.random.get_state()[1].tolist() == state
    assert capsys.readouterr().out == ""
    assert set(functions) == before


def test_it_takes_less_than_a_second() -> None:
    functions = solution("lstm")
    start = time.perf_counter()
    found("lstm_backward", functions)
    assert time.perf_counter() - start < 1


def test_a_forward_function_has_no_gradients_to_prove() -> None:
    assert evidence(Work.found_in({}), "lstm_forward") is None
    with pytest.raises(ValueError, match=r"returns no gradients .* lstm_backward"):
        cellcheck.evidence("lstm_forward", {})


def test_the_public_function_shows_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    shown = cellcheck.evidence("lstm_backward", solution("lstm", VIEW))
    assert shown.yours is not None
    out = capsys.readouterr().out
    assert "The expected values are right" in out
    assert "are not the derivatives of your own" in out
