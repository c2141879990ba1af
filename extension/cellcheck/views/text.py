"""The report for a terminal: plain characters, at most 100 columns."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from cellcheck.report import Evidence, Finding, Raised, Report
from cellcheck.views.clean import clean
from cellcheck.views.rows import COLUMNS, Row, rows
from cellcheck.views.text_table import table
from cellcheck.views.where import most_telling, where_wrong
from cellcheck.views.wording import (
    LINK_MARKS,
    MARKS,
    REDACTED,
    VALUE_WORDS,
    aside,
    is_headline,
    location,
    messages,
    points,
)

WIDTH = 100
_INDENT = "  "


def render_text(report: Report, hints: int = 1) -> str:
    """The report in lines; of every finding the first `hints` hints are shown.

    A passing report is one line, and its notes.

    >>> render_text(Report("f", "pass", "`f` is right", message="2 values on 3 data sets"))
    '✓ `f` is right · 2 values on 3 data sets'
    """
    sections = [_notes(report)] if report.passed else list(_sections(report, hints))
    lines = _verdict(report)
    for index, section in enumerate(filter(None, sections)):
        # The first section belongs to the verdict; every further one has room above it.
        lines += section if index == 0 else ["", *section]
    return "\n".join(lines)


def _sections(report: Report, hints: int) -> Iterable[list[str]]:
    yield _chain(report)
    yield [] if _says_message(report) else _paragraphs(messages(report))
    yield _raised(report.raised) if report.raised else []
    for finding in report.findings:
        yield _finding(report, finding)
        yield _hints(finding, hints)
    yield _values(report)
    yield _notes(report)


def _verdict(report: Report) -> list[str]:
    first = report.findings[0] if report.findings else None
    parts = [
        report.title,
        report.message if _says_message(report) else "",
        aside(report),
        first.certainty if first and is_headline(report, first) else "",
        points(report.marks) if report.marks else "",
    ]
    words = " · ".join(clean(part) for part in parts if part)
    return _wrapped(f"{MARKS[report.status]} {words}", "", _INDENT)


def _says_message(report: Report) -> bool:
    return report.status in {"pass", "not_attempted"} and bool(report.message)


def _chain(report: Report) -> list[str]:
    if len(report.chain) < 2:  # one function is no chain
        return []
    links = [
        f"{LINK_MARKS[link.state]} {link.function}" + (f" ({link.note})" if link.note else "")
        for link in report.chain
    ]
    return _wrapped(clean(" → ".join(links)), _INDENT)


def _raised(raised: Raised) -> list[str]:
    seen = Evidence(text="", line=raised.line, source=raised.source)
    return [
        *(_evidence((seen,)) if raised.source else []),
        *_wrapped(clean(f"{raised.type}: {raised.message}"), _INDENT),
    ]


def _finding(report: Report, finding: Finding) -> list[str]:
    merged = is_headline(report, finding)
    place = location(finding)
    headline = f"{place}: {finding.title}" if place else finding.title
    where = Evidence(text="", line=finding.line)
    seen = finding.evidence or ((where,) if merged and finding.line is not None else ())
    return [
        *([] if merged else _wrapped(f"{clean(headline)} · {finding.certainty}", _INDENT)),
        *_paragraphs((finding.message,)),
        *_evidence(seen),
    ]


def _evidence(evidence: Sequence[Evidence]) -> list[str]:
    if not evidence:
        return []
    body = [
        ("" if item.line is None else f"line {item.line}", clean(item.source), clean(item.text))
        for item in evidence
        if item.line is not None or item.source
    ]
    words = [item.text for item in evidence if item.line is None and not item.source]
    return [*(table(body, WIDTH, _INDENT) if body else []), *_paragraphs(words)]


def _hints(finding: Finding, hints: int) -> list[str]:
    total = len(finding.hints)
    return [
        line
        for number, hint in enumerate(finding.hints[: max(0, hints)], 1)
        for line in _wrapped(f"Hint {number} of {total}: {clean(hint.text)}", _INDENT, _INDENT * 2)
    ]


def _values(report: Report) -> list[str]:
    wrong = report.wrong
    if not wrong:
        return []
    body = [
        (row.name, row.shape, _result(row), row.yours, row.expected, row.at) for row in rows(wrong)
    ]
    lines = table([COLUMNS, *body], WIDTH, _INDENT, right=(3, 4))
    worst = most_telling(wrong)
    if worst is not None:
        lines += _wrapped(f"{clean(worst.name)}: {where_wrong(worst)}", _INDENT)
    right = ", ".join(clean(value.name) for value in report.values if value.match)
    return lines + (_wrapped(f"✓ same: {right}", _INDENT) if right else [])


def _notes(report: Report) -> list[str]:
    return _paragraphs((*report.notes, *((REDACTED,) if report.redacted else ())))


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return [line for words in texts for line in _wrapped(clean(words), _INDENT)]


def _wrapped(words: str, indent: str, hanging: str | None = None) -> list[str]:
    """The words in lines of at most `WIDTH` columns, their own line breaks kept."""
    following = indent if hanging is None else hanging
    return [
        line
        for index, paragraph in enumerate(words.splitlines())
        for line in wrap(
            paragraph,
            WIDTH,
            initial_indent=following if index else indent,
            subsequent_indent=following,
            break_on_hyphens=False,
        )
    ]


def _result(row: Row) -> str:
    if row.word == VALUE_WORDS["differs"] and row.detail:
        return f"{row.mark} {row.detail}"
    return f"{row.mark} {': '.join(filter(None, (row.word, row.detail)))}"
