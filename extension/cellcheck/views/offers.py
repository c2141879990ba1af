"""What the panel offers at its end: proof of the expected values, and a help request to copy."""

from collections.abc import Callable

import ipywidgets as widgets

from cellcheck.report import DerivativeEvidence, Report
from cellcheck.views.derivative_table import derivative_html
from cellcheck.views.help_request import help_request
from cellcheck.views.markup import text
from cellcheck.views.wording import HELP_OFFER, PROOF_OFFER

Prove = Callable[[], DerivativeEvidence]

_ROWS = 14


def offers(report: Report, prove: Prove | None) -> widgets.VBox:
    """The buttons side by side, and below them what was asked for."""
    buttons, answers = [], []
    if prove is not None and report.wrong:
        button, answer = _proof(prove)
        buttons.append(button)
        answers.append(answer)
    button, answer = _request(report)
    row = widgets.HBox([*buttons, button])
    row.add_class("cellcheck-offers")
    return widgets.VBox([row, *answers, answer])


def _proof(prove: Prove) -> tuple[widgets.Button, widgets.HTML]:
    """It is computed when it is asked for: few ask, and it takes a good part of a second."""
    button = _offer(PROOF_OFFER, "Holds them against numerical differentiation")
    answer = widgets.HTML("", layout={"display": "none"})

    def press(_: widgets.Button) -> None:
        if not answer.value:
            answer.value = _proven(prove)
        _turn(answer)

    button.on_click(press)
    return button, answer


def _proven(prove: Prove) -> str:
    try:
        return derivative_html(prove())
    except Exception as error:  # noqa: BLE001  a button that does nothing says nothing
        return f"<p>There is no proof: {text(str(error))}</p>"


def _request(report: Report) -> tuple[widgets.Button, widgets.Textarea]:
    """A kernel cannot reach the clipboard: the text stands ready to be selected.

    In JupyterLab and Notebook the extension hears the same button, and copies.
    """
    words = help_request(report)
    button = _offer(HELP_OFFER, "What is wrong, in Markdown, without a line of your code")
    button.add_class("cellcheck-copy")
    answer = widgets.Textarea(
        words,
        rows=_ROWS,
        tooltip="The help request, to select and copy",
        layout={"display": "none", "width": "auto"},
    )
    answer.add_class("cellcheck-request")

    def keep(_: object) -> None:
        answer.value = words

    # A disabled text area cannot be selected in every browser; this one is read-only instead.
    answer.observe(keep, "value")
    button.on_click(lambda _: _turn(answer))
    return button, answer


def _offer(description: str, tooltip: str) -> widgets.Button:
    button = widgets.Button(description=description, tooltip=tooltip)
    button.add_class("cellcheck-offer")
    return button


def _turn(part: widgets.Widget) -> None:
    """Shows what is hidden, and hides what is shown."""
    part.layout.display = None if part.layout.display == "none" else "none"
