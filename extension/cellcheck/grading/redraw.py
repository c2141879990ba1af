"""Reports and training runs drawn anew from their data: no HTML of a student's passes for ours."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cellcheck.received_report import ReportError, read_report
from cellcheck.report import MIME_TYPE, Report
from cellcheck.views.bundle import mime_bundle
from cellcheck.views.training_data import TRAINING_TYPE, read_training, training_data
from cellcheck.views.training_page import page_of, text_of


def drawn_anew(given: Mapping[str, Any], *, graded: bool) -> dict[str, Any] | None:
    """The views of what an output has the data of; None if it has none that can be drawn."""
    if MIME_TYPE in given:
        return redrawn(given[MIME_TYPE], graded=graded)
    return redrawn_training(given.get(TRAINING_TYPE))


def redrawn_training(data: Any) -> dict[str, Any] | None:
    """All views of a training run, or None if the data are none."""
    shown = read_training(data)
    if shown is None:
        return None
    return {
        TRAINING_TYPE: training_data(shown),
        "text/html": page_of(shown),
        "text/plain": text_of(shown),
    }


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
