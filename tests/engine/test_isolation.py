"""A check leaves nothing behind: not in the namespace, not on stderr, not in the random streams."""

import random

import numpy as np
import pytest
from cellcheck.checker import check_exercise
from cellcheck.trial import prepared

from .student import namespace, solution


def test_the_namespace_is_as_it_was() -> None:
    found = solution(
        "lstm",
        (
            "    caches = []\n    n_x",
            "    global seen_by_forward\n    seen_by_forward = 1\n    caches = []\n    n_x",
        ),
    )
    before = dict(found)
    for name in ("lstm_forward", "lstm_backward"):
        check_exercise(name, found)
    assert found == before


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    found = solution(
        "lstm",
        (
            "    caches = []\n    n_x",
            "    import sys\n    print('out')\n    print('err', file=sys.stderr)\n    np.log(np.zeros(2))\n    caches = []\n    n_x",
        ),
    )
    report = check_exercise("lstm_forward", found)
    assert capfd.readouterr() == ("", "")
    assert report.notes[0].startswith("The function prints")
    assert any("divide by zero" in note for note in report.notes)


def test_random_streams_go_on_as_if_nothing_had_happened() -> None:
    found = solution(
        "lstm",
        (
            "    concat = np.concatenate([a_prev, xt])\n",
            "    np.random.seed(7); np.random.rand(3); import random; random.seed(7)\n    concat = np.concatenate([a_prev, xt])\n",
        ),
    )
    np.random.seed(1)
    random.seed(1)
    expected = np.random.rand(), random.random()
    np.random.seed(1)
    random.seed(1)
    check_exercise("lstm_cell_forward", found)
    assert (np.random.rand(), random.random()) == expected


def test_a_student_who_writes_into_the_arguments_does_not_spoil_the_next_check() -> None:
    before = prepared("lstm_cell_forward", None)[0].arguments[0].copy()
    found = namespace(
        "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n    xt[:] = 0\n    parameters.clear()\n    return xt, xt, xt, ()\n"
    )
    check_exercise("lstm_cell_forward", found)
    assert np.array_equal(prepared("lstm_cell_forward", None)[0].arguments[0], before)
    assert check_exercise("lstm_cell_forward", solution("lstm")).status == "pass"


def test_an_argument_changed_in_place_is_a_row_of_its_own() -> None:
    found = solution(
        "lstm",
        (
            "    for t in reversed(range(T)):\n",
            "    da[0] += 1.0\n    da[0] -= 1.0\n    da *= 3\n    da /= 3\n    for t in reversed(range(T)):\n",
        ),
    )
    report = check_exercise("lstm_backward", found)
    assert [(value.name, value.status) for value in report.wrong] == [("da", "changed")]
    assert report.title == "`lstm_backward`: the argument `da` is changed in place"


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "while True:\n        try:\n            pass\n        except Exception:\n            pass",
        "while True:\n        try:\n            [0] * 1000\n        except:\n            break",
    ],
)
def test_a_loop_without_end_is_ended(loop: str) -> None:
    found = namespace(f"def lstm_forward(x, a0, parameters):\n    {loop}\n")
    report = check_exercise("lstm_forward", found, seconds=0.3)
    assert report.status in {"error", "not_attempted"}


def test_a_loop_upstream_leaves_the_function_its_own_verdict() -> None:
    found = solution("lstm", ("    caches = []\n    n_x", "    while True: pass\n    n_x"))
    report = check_exercise("lstm_backward", found, seconds=0.3)
    assert report.status == "blocked"
    assert [link.function for link in report.chain if link.note == "cause"] == ["lstm_forward"]
