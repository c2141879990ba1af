"""The report as a request for help: Markdown for a forum, where posting solutions is not allowed.

It reads on its own for somebody who has done neither the exercise nor the installation, and holds
no line of the student's code: evidence stays out, and what other texts quote of it is taken out.
"""

import re
from collections.abc import Iterable, Sequence
from keyword import iskeyword

from cellcheck.report import DataSetReport, Finding, Link, Raised, Report, ValueReport
from cellcheck.views.clean import clean
from cellcheck.views.rows import COLUMNS, Row, rows
from cellcheck.views.where import where_wrong
from cellcheck.views.wording import (
    LINK_MARKS,
    MARKS,
    REDACTED,
    STATUS_WORDS,
    VALUE_WORDS,
    location,
    mark,
)

_NUMBERS = {"yours", "expected", "at"}
_LONGEST_MESSAGE = 400
_QUOTED = re.compile(r"`([^`]*)`")
_INDEX = r"\[(?:-?\d+|[A-Za-z_]\w*)(?:, ?(?:-?\d+|[A-Za-z_]\w*))*\]"
_NAME = rf"[A-Za-z_]\w*(?:{_INDEX})*"
# The second form is a value's name, `caches[t] c_prev`; two words in a row are no Python.
_PLAIN_NAME = re.compile(rf"{_NAME}(?: {_NAME})?")
_NO_CODE = re.compile(r"\w*|\W*")
"""A bare word (`pass`) or a bare sign: it may well stand in a text that quotes nothing."""
_ELLIPSIS = "…"


def help_request(report: Report) -> str:
    """The request in Markdown; empty for a report that asks for no help.

    >>> help_request(Report("f", "pass", "`f` is right"))
    ''
    >>> print(help_request(Report("f", "error", "`f` stopped", versions={"numpy": "2.0"})))
    ### `f` stopped
    <BLANKLINE>
    The function `f` is checked against a reference. Verdict: ! stopped.
    <BLANKLINE>
    Versions: numpy 2.0
    <BLANKLINE>
    *No line of the code is quoted. Line numbers count from the top of the cell.*
    """
    if report.passed:
        return ""
    text = "\n\n".join(filter(None, _sections(report)))
    for line in _lines_of_code(report):
        text = text.replace(line, _ELLIPSIS).replace(_escaped(line), _ELLIPSIS)
    return text


def without_code(words: str) -> str:
    """The words in one line; what stands in backticks stays only if it is a name.

    >>> without_code("`c_prev` of `caches[0]` comes from `c_next = c[:, :, 0]`")
    '`c_prev` of `caches[0]` comes from …'
    """
    line = " ".join(clean(words).split())
    kept = _QUOTED.sub(_name_or_ellipsis, line)
    if kept.count("`") % 2:  # quoted code with a backtick of its own: what follows may be code
        kept = kept[: kept.rindex("`")] + _ELLIPSIS
    return kept


def _lines_of_code(report: Report) -> list[str]:
    """The lines that the report knows, the longest first, should any text hold one unquoted."""
    known = {seen.source for finding in report.findings for seen in finding.evidence}
    known |= {report.raised.source} if report.raised else set()
    lines = {" ".join(clean(line).split()) for line in known}
    return sorted((line for line in lines if not _NO_CODE.fullmatch(line)), key=len, reverse=True)


def _name_or_ellipsis(quoted: re.Match[str]) -> str:
    words = quoted[1].split(" ")
    is_code = not _PLAIN_NAME.fullmatch(quoted[1]) or any(map(iskeyword, words))
    return _ELLIPSIS if is_code else quoted[0]


def _sections(report: Report) -> Iterable[str]:
    yield f"### {without_code(report.title)}"
    yield (
        f"The function {_name(report.exercise)} is checked against a reference. "
        f"Verdict: {MARKS[report.status]} {STATUS_WORDS[report.status]}."
    )
    said = {finding.message for finding in report.findings}
    raised_message = report.raised.message if report.raised else ""
    if report.message not in {*said, raised_message}:
        yield without_code(report.message)
    yield _chain(report.chain)
    yield _raised(report.raised, report.exercise) if report.raised else ""
    yield _diagnosis(report.findings)
    yield from _symptoms(report)
    yield _data_sets(report.data_sets)
    if report.versions:
        yield "Versions: " + ", ".join(f"{name} {of}" for name, of in report.versions.items())
    yield "*No line of the code is quoted. Line numbers count from the top of the cell.*"


def _chain(links: Sequence[Link]) -> str:
    """The functions in running order, where there are several."""
    if len(links) < 2:
        return ""
    steps = " → ".join(_step(link) for link in links)
    return f"Each function by itself, in the order in which one leads to the next: {steps}"


def _step(link: Link) -> str:
    said = link.state if link.note in {"", link.state} else f"{link.state}: {link.note}"
    return f"{LINK_MARKS[link.state]} {_name(link.function)} ({without_code(said)})"


def _raised(raised: Raised, exercise: str) -> str:
    place = [f"in {_name(raised.function or exercise)}"]
    place += [f"line {raised.line}"] if raised.line is not None else []
    place += [f"on the data set “{without_code(raised.data_set)}”"] if raised.data_set else []
    message = clean(without_code(raised.message).replace("`", "'"), _LONGEST_MESSAGE)
    says = f": `{message}`" if message else ""
    return f"**Exception** `{raised.type}` {', '.join(place)}{says}"


def _diagnosis(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    items = [
        f"- {location(finding)} ({finding.certainty}, cause `{finding.code}`): "
        f"{without_code(finding.title)}. {without_code(finding.message)}".rstrip()
        for finding in findings
    ]
    return "\n".join(["**Diagnosis**", "", *items])


def _symptoms(report: Report) -> Iterable[str]:
    """The wrong values in a table, where each is wrong, and the names of those that are right."""
    if not report.values:
        return
    if report.wrong:
        numbers = not report.redacted
        at = " Numbers stand for the entry that differs most." if numbers else f" {REDACTED}"
        yield f"**Symptoms**: the returned values beside those of the reference.{at}"
        yield _table(report.wrong, numbers=numbers)
    right = ", ".join(_name(value.name) for value in report.values if value.match)
    yield f"Right: {right}" if right else "No value is right."


def _table(wrong: Sequence[ValueReport], *, numbers: bool) -> str:
    columns = [column for column in COLUMNS if numbers or column not in _NUMBERS]
    lines = [[*columns, "where it is wrong"], ["---"] * (len(columns) + 1)]
    for row, value in zip(rows(wrong), wrong, strict=True):
        where = where_wrong(value) if numbers else ""
        lines.append([*(_cell(row, column, numbers=numbers) for column in columns), where])
    return "\n".join(f"| {' | '.join(map(_escaped, line))} |" for line in lines)


def _cell(row: Row, column: str, *, numbers: bool) -> str:
    match column:
        case "value":
            return _name(row.name)
        case "result":
            detail = without_code(row.detail) or (_mismatch(row) if not numbers else "")
            return f"{row.mark} {row.word}" + (f": {detail}" if detail else "")
    said: str = getattr(row, column)
    return said.strip()


def _mismatch(row: Row) -> str:
    """The expected shape or dtype, which is no hidden number, where its column is left out."""
    is_known = row.word in {VALUE_WORDS["shape"], VALUE_WORDS["dtype"]}
    return f"expected {row.expected.strip()}" if is_known else ""


def _escaped(cell: str) -> str:
    return cell.replace("|", "\\|")


def _data_sets(sets: Sequence[DataSetReport]) -> str:
    if not sets:
        return ""
    items = [f"- {mark(item.match)} {without_code(item.name)}{_sizes(item)}" for item in sets]
    return "\n".join(["**Data sets**", "", *items])


def _sizes(item: DataSetReport) -> str:
    sizes = ", ".join(f"{name} = {size}" for name, size in item.sizes.items())
    return f" ({sizes})" if sizes else ""


def _name(name: str) -> str:
    return f"`{clean(name).replace('`', '')}`"
