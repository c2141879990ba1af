"""Isolation by exchange: each function is run and diagnosed once, whoever asks."""

from collections import Counter

import pytest
from cellcheck.checker import check_exercise, check_exercises
from cellcheck.diagnosis import isolation
from cellcheck.diagnosis.failure import Failure
from cellcheck.report import Finding

from tests.engine.student import solution

VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")
NAMES = ("lstm_cell_forward", "lstm_forward", "lstm_cell_backward", "lstm_backward")


@pytest.fixture
def diagnosed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counted: Counter[str] = Counter()
    diagnose = isolation.diagnose

    def counting(failure: Failure) -> tuple[Finding, ...]:
        counted[failure.exercise.name] += 1
        return diagnose(failure)

    monkeypatch.setattr(isolation, "diagnose", counting)
    return counted


def test_a_cause_of_several_reports_is_diagnosed_once(diagnosed: Counter[str]) -> None:
    reports = list(check_exercises(NAMES, solution("lstm", VIEW)))
    assert [report.status for report in reports] == ["pass", "fail", "pass", "blocked"]
    assert reports[1].findings == reports[3].findings
    assert diagnosed == {"lstm_forward": 1}


def test_a_function_upstream_that_is_no_cause_is_not_diagnosed(diagnosed: Counter[str]) -> None:
    found = solution("lstm", ("it * cct", "it + cct"), ("dx[:, :, t] =", "dx[:, :, 0] ="))
    report = check_exercise("lstm_backward", found)
    assert report.status == "fail"
    assert ("lstm_cell_forward", "wrong") in [(e.function, e.state) for e in report.chain]
    assert diagnosed == {"lstm_backward": 1}


def test_several_reports_are_those_of_single_checks() -> None:
    together = list(check_exercises(NAMES, solution("lstm", VIEW)))
    single = [check_exercise(name, solution("lstm", VIEW)) for name in NAMES]
    assert together == single


def test_a_sum_that_a_second_name_replaces_has_its_own_line() -> None:
    change = (
        "        for k in G:\n            G[k] += g[k]\n    return",
        "        w = {k: g[k] for k in G}\n        acc = w\n    G = acc\n    return",
    )
    (said,) = check_exercise("lstm_backward", solution("lstm", change)).findings
    assert said.code == "accumulate.overwritten"
    assert said.evidence[0].source in {"acc = w", "w = {k: g[k] for k in G}"}
