"""How much help a finding gives is for the instructor to say."""

from typing import Any

import cellcheck
import pytest
from cellcheck.checker import check_exercise
from cellcheck.grading import grade as grading
from cellcheck.report import Report

from .student import solution

VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")
LEVELS = ["nudge", "pointer", "explanation"]


def levels(report: Report) -> list[str]:
    return [hint.level for hint in report.findings[0].hints]


def checked() -> Report:
    return cellcheck.check("lstm_forward", solution("lstm", VIEW), display=False)


def test_all_hints_are_given_unless_something_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CELLCHECK_HINT_LEVEL", raising=False)
    assert levels(checked()) == LEVELS


@pytest.mark.parametrize("level", range(4))
def test_the_environment_says_how_many(monkeypatch: pytest.MonkeyPatch, level: int) -> None:
    monkeypatch.setenv("CELLCHECK_HINT_LEVEL", str(level))
    assert levels(checked()) == LEVELS[:level]


@pytest.mark.parametrize("level", ["4", "-1", "all", ""])
def test_another_word_in_the_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    monkeypatch.setenv("CELLCHECK_HINT_LEVEL", level)
    with pytest.raises(ValueError, match=r"CELLCHECK_HINT_LEVEL is .* expected one of 0, 1, 2, 3"):
        checked()


def test_the_verdict_is_the_same_without_hints() -> None:
    report = check_exercise("lstm_forward", solution("lstm", VIEW))
    bare = report.with_hints(0)
    assert (bare.title, bare.findings[0].message) == (report.title, report.findings[0].message)
    assert bare.findings[0].hints == ()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Report]:
    reports: list[Report] = []

    def note(report: Report, **_: object) -> None:
        reports.append(report)

    monkeypatch.setattr(grading, "show", note)
    return reports


@pytest.mark.parametrize(("given", "expected"), [({}, 2), ({"hint_level": 0}, 0)])
def test_a_graded_cell_says_it_itself(
    given: dict[str, Any], expected: int, shown: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELLCHECK_HINT_LEVEL", "nonsense")
    cellcheck.grade("lstm_forward", 14, namespace=solution("lstm", VIEW), **given)
    assert levels(shown[0]) == LEVELS[:expected]


def test_a_graded_cell_refuses_another_level() -> None:
    with pytest.raises(ValueError, match="hint_level is 4, expected 0, 1, 2 or 3"):
        cellcheck.grade("lstm_forward", 14, namespace={}, hint_level=4)
