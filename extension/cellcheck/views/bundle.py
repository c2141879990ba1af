"""All views of a report in one output, so that every front end finds one that it can show."""

import logging
import os
from typing import TYPE_CHECKING, Any

from cellcheck.report import MIME_TYPE, DerivativeEvidence, Report
from cellcheck.views.clean import clean_data
from cellcheck.views.derivative_table import derivative_page, derivative_text
from cellcheck.views.help_request import help_request
from cellcheck.views.html import render_html
from cellcheck.views.text import render_text

if TYPE_CHECKING:
    from ipywidgets import Widget

    from cellcheck.views.offers import Prove

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

_log = logging.getLogger(__name__)
# Without a handler Python writes warnings to stderr, and anything on stderr fails a graded cell.
_log.addHandler(logging.NullHandler())

_shown: "dict[str, Widget]" = {}
"""The panel that stands under each display id: the next one there takes its place."""


def is_live() -> bool:
    """Whether somebody can press a button: a running kernel, and no grading run."""
    return in_kernel() and "NBGRADER_EXECUTION" not in os.environ


def mime_bundle(report: Report, *, live: bool) -> dict[str, Any]:
    """The report for every reader: JSON, HTML and text, and a widget in a live session only.

    A saved widget reopens as "model not found", and a feedback page shows nothing for it.
    """
    return _bundle(report, _panel(report) if live else None)


def show(
    report: Report,
    *,
    display_id: str | None = None,
    update: bool = False,
    prove: "Prove | None" = None,
) -> None:
    """Shows the report where the user is: under the cell in a kernel, as text in a terminal.

    With a `display_id` the output can be replaced later: `update=True` puts the report in its
    place, and closes the widgets of the one before. A live panel offers to `prove` the expected
    values.
    """
    if not in_kernel():
        print(render_text(report))  # noqa: T201  a terminal has no other display
        return
    from IPython.display import publish_display_data  # grading never imports it

    panel = _panel(report, prove) if is_live() else None
    publish_display_data(  # type: ignore[no-untyped-call]
        _bundle(report, panel),
        transient={"display_id": display_id} if display_id else None,
        update=update and display_id is not None,
    )
    if display_id is not None:
        _replace(display_id, panel)


def show_evidence(evidence: DerivativeEvidence) -> None:
    """Shows the table where the user is; there is nothing in it to press."""
    if not in_kernel():
        print(derivative_text(evidence))  # noqa: T201  a terminal has no other display
        return
    from IPython.display import publish_display_data  # grading never imports it

    publish_display_data(  # type: ignore[no-untyped-call]
        {"text/html": derivative_page(evidence), "text/plain": derivative_text(evidence)}
    )


def _bundle(report: Report, panel: "Widget | None") -> dict[str, Any]:
    data: dict[str, Any] = {
        # Clean already, and longer than one text of a student's may be.
        MIME_TYPE: {**clean_data(report.to_dict()), "help_request": help_request(report)},
        "text/html": render_html(report),
        "text/plain": render_text(report),
    }
    if panel is not None:
        data[WIDGET_VIEW] = {
            "version_major": 2,
            "version_minor": 0,
            "model_id": panel.model_id,
        }
    return data


def _panel(report: Report, prove: "Prove | None" = None) -> "Widget | None":
    """The panel, or None: a front end without widgets must not cost anybody the report."""
    try:
        from cellcheck.views import panel  # ipywidgets is heavy and may be missing

        return panel.build_panel(report, prove)
    except Exception:  # noqa: BLE001  whatever breaks in a widget, the static view stands
        _log.warning("The panel could not be built; the static view is shown.", exc_info=True)
        return None


def _replace(display_id: str, panel: "Widget | None") -> None:
    previous = _shown.pop(display_id, None)
    if panel is not None:
        _shown[display_id] = panel
    if previous is None:
        return
    try:
        from cellcheck.views.panel import close_panel

        close_panel(previous)
    except Exception:  # noqa: BLE001  an old panel that will not close is no reason to stop
        _log.warning("The panel before could not be closed.", exc_info=True)


def in_kernel() -> bool:
    try:
        from IPython import get_ipython  # plain Python may lack it
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None
