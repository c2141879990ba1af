"""The values of a report as rows of words, ready for any table."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cellcheck.report import ValueReport
from cellcheck.views.clean import clean
from cellcheck.views.numerals import NOTHING, aligned, pair, place, shape
from cellcheck.views.wording import VALUE_WORDS, mark

COLUMNS = ("value", "shape", "result", "yours", "expected", "at")


@dataclass(frozen=True, slots=True)
class Row:
    """One value; `yours` and `expected` are padded so that a column lines up."""

    name: str
    shape: str
    mark: str
    word: str
    detail: str
    yours: str
    expected: str
    at: str
    match: bool


def rows(values: Sequence[ValueReport]) -> tuple[Row, ...]:
    """The values in their order, each at the entry that differs most."""
    pairs = [_numbers(value) for value in values]
    yours = aligned([first for first, _ in pairs])
    expected = aligned([second for _, second in pairs])
    return tuple(
        Row(
            name=clean(value.name),
            shape=shape(value.shape),
            mark=mark(value.match),
            word=VALUE_WORDS[value.status],
            detail=detail(value),
            yours=yours[index],
            expected=expected[index],
            at=place(value.sample[0].at if value.sample else value.worst_at),
            match=value.match,
        )
        for index, value in enumerate(values)
    )


def detail(value: ValueReport) -> str:
    """What the result's one word leaves to say."""
    note = clean(value.note)
    yours, expected = _mismatch(value)
    if note == f"is {VALUE_WORDS[value.status]}":
        return ""
    if yours and note == f"{value.status} {yours}, expected {expected}":
        return ""
    if value.status != "differs" or note:
        return note
    total = math.prod(value.shape or ())
    if value.differing >= 1:
        return "every entry"
    return f"{max(1, round(value.differing * total))} of {total} entries"


def _mismatch(value: ValueReport) -> tuple[str, str]:
    """The two shapes or the two dtypes, where they are what differs."""
    if value.status == "shape":
        return shape(value.shape), shape(value.expected_shape)
    if value.status == "dtype":
        return clean(value.dtype or ""), clean(value.expected_dtype or "")
    return "", ""


def _numbers(value: ValueReport) -> tuple[str, str]:
    yours, expected = _mismatch(value)
    if yours or expected:
        return yours or NOTHING, expected or NOTHING
    if value.sample:
        return pair(value.sample[0].yours, value.sample[0].expected)
    return (NOTHING, NOTHING) if not value.match else ("", "")
