"""The words on a cause belong to what is taught: general ones, or the course's own."""

import re
from collections.abc import Iterator

import pytest
from cellcheck import exercise, trial
from cellcheck.checker import check_exercise
from cellcheck.diagnosis import chance, defaults, reused
from cellcheck.diagnosis.repair import words as changes
from cellcheck.diagnosis.words import WORDS
from cellcheck.exercise import Course, Words
from cellcheck.report import Report

from lstm_lib.exercises import exercises
from tests.engine.student import namespace

from .toy_course import OWN_WORDS, toy_course

RIGHT = """
import numpy as np
def takings(prices, sold):
    takings = prices * sold
    per_branch = np.sum(takings, axis=1, keepdims=True)
    share = takings / per_branch
    return {"takings": takings, "per_branch": per_branch, "share": share}
"""
OF_ONE_COURSE = re.compile(
    r"gate|hidden|LSTM|recurrent|a_prev|\bxt\b|n_a\b|tanh|logistic|softmax|bias|candidate|cell state",
    re.IGNORECASE,
)
OF_EXPERIMENTS = (
    *(each for each in vars(changes).values() if isinstance(each, Words)),
    chance.NOT_FILLED,
    defaults.KEPT,
    reused.REUSED,
)
"""Words that an experiment has of its own."""


@pytest.fixture
def course(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    made = toy_course(getattr(request, "param", None))
    for module in (exercise, trial):
        monkeypatch.setattr(module, "course", lambda: made)
    trial.prepared.cache_clear()
    yield made
    trial.prepared.cache_clear()


def report(*changes: tuple[str, str]) -> Report:
    source = RIGHT
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    return check_exercise("takings", namespace(source, "takings.py"))


def everything_said(found: Report) -> str:
    said = [found.title, found.message]
    for each in found.findings:
        said += [each.title, each.message, *(hint.text for hint in each.hints)]
    return " ".join(said)


@pytest.mark.usefixtures("course")
def test_right_code_of_another_course_passes() -> None:
    assert report().passed


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("axis=1, keepdims=True", "axis=0, keepdims=True", "reduction.axis", 5),
        ("np.sum(takings, axis=1", "np.mean(takings, axis=1", "reduction.mean", 5),
        (", keepdims=True)", ")", "reduction.keepdims", 5),
        ("prices * sold", "-prices * sold", "sign", 4),
        ('"share": share', '"shares": share', "return.key", 7),
        ("takings / per_branch", "sold / per_branch", "operand.wrong", 6),
        ("prices * sold", "price * sold", "error.raised", 4),
        ("np.sum(takings", "np.sum(takings[0]", "error.raised", 5),
    ],
)
def test_mistakes_in_another_course_are_found_in_its_terms(
    old: str, new: str, code: str, line: int
) -> None:
    found = report((old, new))
    first = found.findings[0]
    assert (first.function, first.line) == ("takings", line)
    assert first.code == code or code == "error.raised"
    assert not OF_ONE_COURSE.search(everything_said(found)), everything_said(found)
    assert "{" not in everything_said(found).replace(found.findings[0].hints[1].text, "")


@pytest.mark.parametrize("course", [OWN_WORDS], indirect=True)
def test_a_course_puts_its_own_words_in_the_place_of_general_ones(course: Course) -> None:
    found = report(("axis=1, keepdims=True", "axis=0, keepdims=True"))
    first = found.findings[0]
    own = course["takings"].words["reduction.axis"]
    assert first.title == own.title
    assert first.hints[0].text == own.nudge
    assert first.message.startswith("Line 5 adds up over branches")


@pytest.mark.parametrize("words", [*WORDS.values(), *OF_EXPERIMENTS])
def test_general_words_know_no_course(words: Words) -> None:
    said = " ".join([words.title, words.seen, words.nudge, words.explanation])
    assert not OF_ONE_COURSE.search(said), said


def test_a_courses_words_replace_words_on_known_codes() -> None:
    for each in exercises():
        assert set(each.words) <= set(WORDS), each.name


@pytest.mark.parametrize(
    "words",
    [words for each in exercises() for words in each.words.values()]
    + [*WORDS.values(), *OF_EXPERIMENTS],
)
def test_only_explanations_name_what_belongs_there(words: Words) -> None:
    assert "{new}" not in words.title + words.seen + words.nudge
