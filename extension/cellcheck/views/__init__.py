"""The views of a report: text for a terminal, a static page, a live panel, and all in one bundle.

Nothing here judges anything; every word about the code comes from the report.
The panel lives in `cellcheck.views.panel`, apart, so that grading never imports ipywidgets.
"""

from cellcheck.views.bundle import is_live, mime_bundle, show
from cellcheck.views.help_request import help_request
from cellcheck.views.html import render_html
from cellcheck.views.text import render_text

__all__ = ["help_request", "is_live", "mime_bundle", "render_html", "render_text", "show"]
