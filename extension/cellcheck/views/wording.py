"""The few words and marks that every view shares, so that all of them speak alike."""

from collections.abc import Mapping
from typing import Final, Literal

from cellcheck.report import Finding, Marks, Report, Status, ValueStatus
from cellcheck.views.numerals import plural

MARKS: Final[Mapping[Status, str]] = {
    "pass": "✓",
    "fail": "✗",
    "error": "!",
    "not_attempted": "·",
    "blocked": "↑",
    "stale": "↻",
}
STATUS_WORDS: Final[Mapping[Status, str]] = {
    "pass": "right",
    "fail": "wrong",
    "error": "stopped",
    "not_attempted": "not attempted",
    "blocked": "waits for another function",
    "stale": "out of date",
}
LINK_MARKS: Final[Mapping[str, str]] = {
    "right": "✓",
    "wrong": "✗",
    "blocked": "↑",
    "given": "•",
    "open": "·",
}
VALUE_WORDS: Final[Mapping[ValueStatus, str]] = {
    "same": "same",
    "differs": "differs",
    "shape": "shape",
    "dtype": "dtype",
    "not_finite": "not finite",
    "not_an_array": "no array",
    "missing": "missing",
    "changed": "changed",
}
HINT_OFFERS: Final = ("Give me a hint", "Another hint", "Explain it")
"""What opens the first, the second and every further hint."""

HELP_OFFER: Final = "Copy a help request"
PROOF_OFFER: Final = "Are the expected values right?"

REDACTED: Final = "Numbers of hidden data sets are not shown."


def mark(match: bool) -> Literal["✓", "✗"]:  # a mark is that truth, drawn
    return "✓" if match else "✗"


def hint_offer(level: int) -> str:
    """The words on whatever opens hint number `level`, counted from 0."""
    return HINT_OFFERS[min(level, len(HINT_OFFERS) - 1)]


def points(marks: Marks) -> str:
    """The points of a graded cell.

    >>> points(Marks(8.0, 10.0))
    '8 of 10 points'
    """
    return f"{marks.earned:g} of {plural(marks.possible, 'point')}"


def aside(report: Report) -> str:
    """What stands at the right of the verdict: a count or the exception, if the title lacks it."""
    if report.raised is not None:
        return report.raised.type
    wrong, total = len(report.wrong), len(report.values)
    if wrong and (report.findings or report.status == "blocked"):
        return f"{wrong} of {total} values {'differs' if wrong == 1 else 'differ'}"
    return ""


def location(finding: Finding) -> str:
    """The function and the line, as far as they are known.

    >>> location(Finding("lstm_forward", 12, "alias.cache", "proven", "", ""))
    '`lstm_forward`, line 12'
    """
    name = f"`{finding.function}`" if finding.function else ""
    return ", ".join(filter(None, (name, _line(finding.line))))


def is_headline(report: Report, finding: Finding) -> bool:
    """Whether the verdict has said already what the finding's own headline would say."""
    return bool(finding.title) and report.title.endswith(finding.title)


def messages(report: Report) -> tuple[str, ...]:
    """What the verdict's title leaves to say, unless a finding says the very same."""
    said = {finding.message for finding in report.findings}
    return (report.message,) if report.message and report.message not in said else ()


def _line(line: int | None) -> str:
    return "" if line is None else f"line {line}"
