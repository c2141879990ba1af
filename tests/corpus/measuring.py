"""Runs the diagnosis over items of the corpus and counts what it gets right."""

import contextlib
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from cellcheck.checker import check_exercise
from cellcheck.report import Finding, Report
from cellcheck.trial import Work

from .loading import Cause, Item, namespace

Change = Callable[[str], str]


def unchanged(text: str) -> str:
    return text


@dataclass
class Tally:
    """What came of one group of items."""

    items: int = 0
    functions: int = 0
    codes: int = 0
    lines: int = 0
    causes: int = 0
    abstained: int = 0
    seconds: list[float] = field(default_factory=list)
    """Of each whole notebook."""
    of_functions: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    """What is said with nothing between its quotes."""


def reports_of(
    item: Item, change: Change = unchanged
) -> tuple[dict[str, Report], dict[str, float]]:
    """The reports on all functions of a file, and the seconds that each took."""
    with contextlib.redirect_stdout(io.StringIO()):
        found = namespace(change(item.text()), f"{item.path.stem}.py")
        work = Work.found_in(found)
        reports, seconds = {}, {}
        for name in work.functions:
            start = time.perf_counter()
            reports[name] = check_exercise(name, found)
            seconds[name] = time.perf_counter() - start
    return reports, seconds


def texts_of(report: Report) -> list[str]:
    """All that a report says in words: the student's own lines are not among it."""
    texts = [report.title, report.message]
    for each in report.findings:
        texts += [each.title, each.message]
        texts += [hint.text for hint in each.hints if hint.level != "pointer"]
        texts += [evidence.text for evidence in each.evidence]
    return texts


def judge(item: Item, tally: Tally, change: Change = unchanged) -> None:
    reports, seconds = reports_of(item, change)
    tally.seconds.append(sum(seconds.values()))
    tally.of_functions += seconds.values()
    tally.items += 1
    failing = {name for name, report in reports.items() if report.status not in {"pass", "blocked"}}
    if failing == {cause.function for cause in item.causes}:
        tally.functions += 1
    else:
        tally.misses.append(f"{item.name}: functions {sorted(failing)}")
    for report in reports.values():
        tally.gaps += [f"{item.name}: {text}" for text in texts_of(report) if "``" in text]
    for cause in item.causes:
        tally.causes += 1
        findings = reports[cause.function].findings if cause.function in reports else ()
        own = sum(each.function == cause.function for each in item.causes)
        _judge_cause(item, cause, findings, own, tally)


def _judge_cause(
    item: Item, cause: Cause, findings: tuple[Finding, ...], own: int, tally: Tally
) -> None:
    """`own` causes lie in this function; the code must be among that many first findings."""
    if not findings:
        tally.abstained += 1
        tally.misses.append(f"{item.name}: {cause.code} in {cause.function}: no finding")
        return
    accepted = {cause.code, *cause.also}
    leading = findings[:own]
    right = [each for each in leading if each.code in accepted]
    said = [f"{each.code}@{each.line}" for each in findings]
    wanted = f"{cause.code}@{'/'.join(map(str, cause.lines))}"
    if right:
        tally.codes += 1
    lines = [each.line for each in (right or leading) if each.line is not None]
    if any(abs(line - wanted_line) <= 1 for line in lines for wanted_line in cause.lines):
        tally.lines += 1
        if not right:
            tally.misses.append(f"{item.name}: {cause.function} {wanted}, said {said}")
    else:
        tally.misses.append(f"{item.name}: {cause.function} {wanted}, said {said} (line)")
