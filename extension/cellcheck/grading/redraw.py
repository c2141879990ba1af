"""A report drawn anew from its JSON, so that no HTML of a student's passes for the grader's."""

from dataclasses import replace
from typing import Any

from cellcheck.received_report import ReportError, read_report
from cellcheck.report import Report
from cellcheck.views.bundle import mime_bundle


def redrawn(data: Any, *, graded: bool) -> dict[str, Any] | None:
    """All views of a report, or None if the data are none.

    Args:
        data: what stands under the report's MIME type.
        graded: whether the grader's own cell put it out; in any other, points mean nothing and
            are left out.

    >>> bundle = redrawn(Report("f", "pass", "`f` is right").to_dict(), graded=False)
    >>> sorted(bundle)
    ['application/vnd.cellcheck.report+json', 'text/html', 'text/plain']
    >>> redrawn({"title": "<script>"}, graded=False) is None
    True

    """
    report = report_from(data)
    if report is None:
        return None
    if not graded:
        report = replace(report, marks=None)
    try:
        return mime_bundle(report, live=False)
    except Exception:  # noqa: BLE001  numbers of the right types that do not fit each other
        return None


def report_from(data: Any) -> Report | None:
    """The report that `Report.to_dict()` was; None if the data are none."""
    try:
        return read_report(data)
    except (ReportError, RecursionError):
        return None
