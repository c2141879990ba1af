"""A fault inside an experiment is a logged line; the plain comparison still shows."""

import logging

import pytest
from cellcheck.checker import check_exercise
from cellcheck.diagnosis import judge
from cellcheck.diagnosis.failure import Failure, Found

from tests.engine.student import solution

VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")


@pytest.mark.parametrize("position", range(len(judge.EXPERIMENTS)))
def test_each_experiment_may_fail(
    position: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(failure: Failure) -> tuple[Found, ...]:
        raise RuntimeError(f"cannot look at {failure.exercise.name}")

    experiments = list(judge.EXPERIMENTS)
    experiments[position] = broken
    monkeypatch.setattr(judge, "EXPERIMENTS", tuple(experiments))
    with caplog.at_level(logging.WARNING, logger="cellcheck"):
        report = check_exercise("lstm_forward", solution("lstm", VIEW))
    assert report.status == "fail"
    assert [value.name for value in report.wrong] == ["caches[t] c_prev"]
    if position < [each.__name__ for each in judge.EXPERIMENTS].index("broken") + 1:
        assert "came to no result" in caplog.text or report.findings


@pytest.mark.parametrize("exception", [RuntimeError, SystemExit, RecursionError, KeyboardInterrupt])
def test_nothing_gets_out_of_the_diagnosis(
    exception: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(failure: Failure) -> tuple[Found, ...]:
        del failure
        raise exception

    monkeypatch.setattr(judge, "EXPERIMENTS", (broken,))
    report = check_exercise("lstm_forward", solution("lstm", VIEW))
    assert report.status == "fail"
    assert report.findings == ()
