"""One root cause in HTML: headline, what is seen, the picture, the evidence, the hints."""

from collections.abc import Sequence

from cellcheck.report import Evidence, Finding, Hint, Raised, Report
from cellcheck.views.markup import code, inline, line_number, text
from cellcheck.views.memory_picture import memory_picture
from cellcheck.views.wording import hint_offer, is_headline, location


def finding_body(report: Report, finding: Finding) -> str:
    """All of a finding but its hints, which a page and a panel unfold each in its own way."""
    merged = is_headline(report, finding)
    place = Evidence(text="", line=finding.line)
    seen = finding.evidence or ((place,) if merged and finding.line is not None else ())
    return (
        ("" if merged else _headline(finding))
        + (f"<p>{inline(finding.message)}</p>" if finding.message else "")
        + (memory_picture(finding.picture) if finding.picture else "")
        + evidence_list(seen, finding.function)
    )


def evidence_list(evidence: Sequence[Evidence], function: str) -> str:
    """Line, source and what it does, in three columns."""
    if not evidence:
        return ""
    items = "".join(
        f"<li><span>{line_number(item.line, function)}</span>"
        f"<span>{code(item.source) if item.source else ''}</span>"
        f"<span>{inline(item.text)}</span></li>"
        if item.source
        else f"<li><span>{line_number(item.line, function)}</span>"
        f'<span class="cellcheck-wide">{inline(item.text)}</span></li>'
        for item in evidence
    )
    return f'<ul class="cellcheck-evidence">{items}</ul>'


def nested_hints(hints: Sequence[Hint], level: int = 0) -> str:
    """Each hint holds the next one's door, so that they open one by one without a script."""
    if not hints:
        return ""
    return (
        f'<details class="cellcheck-hint"><summary>{text(hint_offer(level))}</summary>'
        f"<p>{inline(hints[0].text)}</p>{nested_hints(hints[1:], level + 1)}</details>"
    )


def shown_hints(hints: Sequence[Hint]) -> str:
    """Hints that have been asked for, in their order."""
    return "".join(f'<p class="cellcheck-given">{inline(hint.text)}</p>' for hint in hints)


def raised_body(raised: Raised, exercise: str, first_data_set: str) -> str:
    """The line that stopped, and the exception's own words."""
    elsewhere = f"in `{raised.function}`" if raised.function != exercise else ""
    on = f"on the data set {raised.data_set}" if raised.data_set not in ("", first_data_set) else ""
    seen = Evidence(
        text=", ".join(filter(None, (elsewhere, on))), line=raised.line, source=raised.source
    )
    has_place = raised.line is not None or raised.source or seen.text
    return (evidence_list((seen,), raised.function) if has_place else "") + (
        f'<p class="cellcheck-exception">{code(raised.message)}</p>' if raised.message else ""
    )


def certainty_tag(finding: Finding) -> str:
    return f'<span class="cellcheck-tag">{text(finding.certainty)}</span>'


def _headline(finding: Finding) -> str:
    place = location(finding)
    title = f"{place}: {finding.title}" if place else finding.title
    return f'<div class="cellcheck-headline"><b>{inline(title)}</b>{certainty_tag(finding)}</div>'
