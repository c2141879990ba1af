"""Test cells of other kinds, which run beside student code: what they print is taken with care."""

from collections.abc import Callable

import pytest

from .attack import SEND
from .grading import Graded
from .notebooks import BACKWARD, FORWARD, submission

Grading = Callable[..., Graded]

NO_CREDIT = ("nan", "-nan", "inf", "-inf", "-1", "-0.001", "5.001", "1e3", "1_0", "9" * 5000)


@pytest.mark.parametrize("shown", NO_CREDIT, ids=lambda shown: shown[:8])
def test_number_that_is_no_credit_earns_nothing(shown: str, graded: Grading) -> None:
    cell = f"class Odd:\n    def __repr__(self): return {shown!r}\nOdd()"
    found = graded(submission(FORWARD, tests={"lstm-forward": cell}))
    assert found.marks["test_extra"] == 0.0
    assert "is no credit" in found.notes


@pytest.mark.parametrize(("shown", "points"), [("2.5", 2.5), ("0", 0.0), ("5", 5.0)])
def test_number_within_the_points_is_credit(shown: str, points: float, graded: Grading) -> None:
    found = graded(submission(FORWARD, tests={"lstm-forward": shown}))
    assert found.marks["test_extra"] == points
    assert "unprotected: This test ran beside the student's code." in found.notes


FORGED_RESULTS = (
    {"output_type": "execute_result", "data": {}, "metadata": {}},
    {"output_type": "execute_result", "data": {"text/plain": ""}, "metadata": {}},
    {"output_type": "execute_result", "data": {"text/plain": ["1", "2"]}, "metadata": {}},
    {"output_type": "execute_result", "data": {"text/html": "5"}, "metadata": {}},
    {"output_type": "execute_result", "data": {"text/plain": {"5": 5}}, "metadata": {}},
    {"output_type": "execute_result"},
)


OTHER_TESTS = {
    "visible": "assert double(2) == 4",
    "hidden": "assert callable(double)\n### BEGIN HIDDEN TESTS\nassert double(7) == 14\n### END HIDDEN TESTS",
}  # fmt: skip
"""Test cells that call a function of the student by themselves."""


@pytest.mark.parametrize("test", OTHER_TESTS)
@pytest.mark.parametrize("result", FORGED_RESULTS, ids=range(len(FORGED_RESULTS)))
def test_odd_results_crash_nobody(result: dict[str, object], test: str, graded: Grading) -> None:
    """`graded` asks nbgrader for the points: a KeyError there would cost the whole submission."""
    cell = f"{SEND}\ndef double(number):\n    send({{'outputs': [{result!r}], 'done': True}})\n    os._exit(0)\n"  # fmt: skip
    tests = {"test-lstm-backward": OTHER_TESTS[test]}
    found = graded(submission(BACKWARD, before=(cell,), tests=tests))
    assert "unprotected" in found.notes
    assert found.marks["test_lstm_cell_backward"] == 12.0
    assert found.marks["test_lstm_backward"] == 12.0
    assert found.marks["test_largest_relative_error"] == 4.0


def test_such_a_cell_is_right_or_wrong_like_any_other(graded: Grading) -> None:
    """The net of the test above has something in it: the cell that is forged there does run."""
    for body, points in (("2 * number", 5.0), ("3 * number", 0.0)):
        cell = f"def double(number):\n    return {body}"
        tests = {"test-lstm-backward": OTHER_TESTS["hidden"]}
        found = graded(submission(BACKWARD, before=(cell,), tests=tests))
        assert found.marks["test_extra"] == points


def test_warning_in_such_a_cell_costs_nothing(graded: Grading) -> None:
    cell = "import sys\nprint('careful', file=sys.stderr)\nassert True"
    found = graded(submission(FORWARD, tests={"lstm-forward": cell}))
    assert found.marks["test_extra"] == 5.0


def test_failed_assertion_costs_all_of_it(graded: Grading) -> None:
    found = graded(submission(FORWARD, tests={"lstm-forward": "assert lstm_forward is None"}))
    assert found.marks["test_extra"] == 0.0


@pytest.mark.parametrize("end", ["import os; os._exit(0)", "while True: pass", "raise SystemExit"])
def test_such_a_cell_that_does_not_end_earns_nothing(end: str, graded: Grading) -> None:
    found = graded(submission(FORWARD, tests={"lstm-forward": end}), timeout=1)
    assert found.marks == {"test_lstm_cell_forward": 10.0, "test_extra": 0.0, "test_lstm_forward": 10.0}  # fmt: skip


def test_call_of_grade_among_other_things_is_no_protected_cell(graded: Grading) -> None:
    """Where a test cell does more than `grade`, nothing that it prints is the examiner's word."""
    cell = "import numpy\ncellcheck.grade('lstm_forward', points=5)"
    found = graded(submission(FORWARD, tests={"lstm-forward": cell}))
    assert found.marks["test_extra"] == 0.0
    assert "RuntimeError" in found.errors


FORGES_GRADE = "import cellcheck\ncellcheck.grade = lambda *_, **__: 5.0"


def test_own_grade_is_never_called_for_protected_cells(graded: Grading) -> None:
    wrong = "def lstm_forward(x, a0, parameters):\n    return None"
    found = graded(submission(FORWARD, {"lstm-forward": wrong}, before=(FORGES_GRADE,)))
    assert found.marks["test_lstm_forward"] == 0.0


def test_outputs_of_a_protected_cell_are_the_examiners(graded: Grading) -> None:
    """Whatever the student's process says, it says nothing in a cell that grades."""
    cell = "from IPython.display import display, HTML\nget_ipython().events.register('post_run_cell', lambda *_: display(HTML('FULL MARKS')))"  # fmt: skip
    wrong = "def lstm_forward(x, a0, parameters):\n    print('FULL MARKS')\n    return None"
    found = graded(submission(FORWARD, {"lstm-forward": wrong}, before=(cell,)))
    assert "FULL MARKS" not in found.pages()
    assert found.report("lstm_forward")["marks"] == {"earned": 0.0, "possible": 10.0}
