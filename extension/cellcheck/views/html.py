"""The report as a fragment of HTML that stands on its own: no script, no outside file."""

from cellcheck.report import Link, Report, ValueReport
from cellcheck.views.findings import certainty_tag, finding_body, nested_hints, raised_body
from cellcheck.views.heat_map import axes, heat_map
from cellcheck.views.markup import code, inline, text
from cellcheck.views.style import style
from cellcheck.views.values_table import data_sets, right_table, values
from cellcheck.views.where import most_telling, where_wrong
from cellcheck.views.wording import (
    LINK_MARKS,
    MARKS,
    REDACTED,
    STATUS_WORDS,
    aside,
    is_headline,
    messages,
    points,
)

SEPARATOR = '<span class="cellcheck-separator"> · </span>'
"""Seen only where styles are stripped, as in a notebook that is not trusted."""

_LINK_TONES = {"right": "ok", "wrong": "bad", "blocked": "warn", "given": "dim", "open": "dim"}


def render_html(report: Report) -> str:
    """The whole report; a passing one is a single line that opens to its values."""
    content = passed(report) if report.passed else verdict(report) + _body(report)
    return f'{style()}<div class="cellcheck-report cellcheck-{report.status}">{content}</div>'


def passed(report: Report) -> str:
    """One quiet line, with the values behind it and the notes below it."""
    below = notes(report)
    body = f'<div class="cellcheck-body">{below}</div>' if below else ""
    if not report.values:
        return verdict(report) + body
    return (
        f'<details class="cellcheck-whole"><summary class="cellcheck-verdict">{_title(report)}'
        f'{SEPARATOR}<span class="cellcheck-aside cellcheck-more">values</span>'
        f"{_marks(report)}</summary>"
        f'<div class="cellcheck-body">{right_table(report.values)}{data_sets(report.data_sets)}'
        f"</div></details>{body}"
    )


def verdict(report: Report) -> str:
    """Mark and title, and at the right the count or the exception, the certainty, the points."""
    said = aside(report)
    first = report.findings[0] if report.findings else None
    return (
        f'<div class="cellcheck-verdict">{_title(report)}'
        + (f'{SEPARATOR}<span class="cellcheck-aside">{text(said)}</span>' if said else "")
        + (certainty_tag(first) if first and is_headline(report, first) else "")
        + _marks(report)
        + "</div>"
    )


def opening(report: Report) -> str:
    """What stands before the findings: the chain, the message, the exception."""
    first_data_set = report.data_sets[0].name if report.data_sets else ""
    return (
        (chain(report.chain) if len(report.chain) > 1 else "")
        + ("" if _is_quiet(report) else "".join(f"<p>{inline(m)}</p>" for m in messages(report)))
        + (raised_body(report.raised, report.exercise, first_data_set) if report.raised else "")
    )


def chain(links: tuple[Link, ...]) -> str:
    """The functions in the order in which one leads to the next."""
    items = "".join(
        f'<li><span class="cellcheck-{_LINK_TONES[link.state]}" role="img"'
        f' aria-label="{link.state}">{LINK_MARKS[link.state]}</span> {code(link.function)}'
        + (f' <span class="cellcheck-dim">{inline(link.note)}</span>' if link.note else "")
        + "</li>"
        for link in links
    )
    return f'<ol class="cellcheck-chain" aria-label="from function to function">{items}</ol>'


def where_sentence(value: ValueReport) -> str:
    """`dx` wrong at t = 0, every entry; right at all others, and which axis runs where."""
    return (
        f'<p class="cellcheck-where">{code(value.name)} {text(where_wrong(value))}'
        f' <span class="cellcheck-axes">{text(axes(value))}</span></p>'
    )


def notes(report: Report) -> str:
    """The last and quietest lines."""
    lines = (*report.notes, *((REDACTED,) if report.redacted else ()))
    return "".join(f'<p class="cellcheck-note cellcheck-dim">{inline(line)}</p>' for line in lines)


def _body(report: Report) -> str:
    findings = "".join(
        f'<div class="cellcheck-finding">{finding_body(report, finding)}'
        f"{nested_hints(finding.hints)}</div>"
        for finding in report.findings
    )
    body = (
        opening(report)
        + findings
        + (values(report) if report.values else "")
        + _heat_map(report)
        + (data_sets(report.data_sets) if report.wrong else "")
        + notes(report)
    )
    return f'<div class="cellcheck-body">{body}</div>' if body else ""


def _heat_map(report: Report) -> str:
    """Sentence and pictures for the value that differs most."""
    value = most_telling(report.wrong)
    if value is None or not (drawn := heat_map(value)):
        return ""
    return where_sentence(value) + drawn


def _title(report: Report) -> str:
    quiet = (
        f'{SEPARATOR}<span class="cellcheck-dim">{inline(report.message)}</span>'
        if _is_quiet(report) and report.message
        else ""
    )
    return (
        '<span class="cellcheck-title" role="status">'
        f'<span class="cellcheck-mark" role="img" aria-label="{STATUS_WORDS[report.status]}">'
        f"{MARKS[report.status]}</span> <b>{inline(report.title)}</b>{quiet}</span>"
    )


def _is_quiet(report: Report) -> bool:
    """Whether the message is a few words that stand beside the title."""
    return report.status in {"pass", "not_attempted"}


def _marks(report: Report) -> str:
    if report.marks is None:
        return ""
    return f'{SEPARATOR}<span class="cellcheck-marks">{points(report.marks)}</span>'
