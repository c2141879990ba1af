"""What the panel offers at its end, pressed as a student presses it."""

from typing import Any

import ipywidgets as widgets
import pytest
from cellcheck.report import Agreement, DerivativeEvidence, Report
from cellcheck.views import help_request
from cellcheck.views.offers import Prove, offers
from cellcheck.views.panel import build_panel

PROOF = DerivativeEvidence("b", "tiny", Agreement("the reference's `f`", {"dx": 1e-16}))


def parts(report: Report, prove: Prove | None = None) -> tuple[dict[str, Any], list[Any]]:
    """The buttons by their words, and what is below them."""
    row, *answers = offers(report, prove).children
    return {button.description: button for button in row.children}, answers


def test_the_help_request_is_hidden_until_it_is_asked_for(cause: Report) -> None:
    buttons, (request,) = parts(cause)
    assert request.layout.display == "none"
    buttons["Copy a help request"].click()
    assert request.layout.display is None
    assert request.value == help_request(cause)


def test_pressing_again_puts_it_away(cause: Report) -> None:
    buttons, (request,) = parts(cause)
    buttons["Copy a help request"].click()
    buttons["Copy a help request"].click()
    assert request.layout.display == "none"


def test_the_help_request_is_read_only_and_can_be_selected(cause: Report) -> None:
    _, (request,) = parts(cause)
    request.value = "something else"
    assert request.value == help_request(cause)
    assert not request.disabled


def test_the_extension_finds_the_button_that_copies(cause: Report) -> None:
    buttons, _ = parts(cause)
    assert "cellcheck-copy" in buttons["Copy a help request"]._dom_classes


def test_proof_is_offered_only_where_it_can_be_given(cause: Report) -> None:
    question = "Are the expected values right?"
    assert question not in parts(cause)[0]
    assert question in parts(cause, lambda: PROOF)[0]
    assert question not in parts(Report("f", "error", "`f` stopped"), lambda: PROOF)[0]


def test_proof_is_computed_when_asked_for_and_once(cause: Report) -> None:
    asked: list[int] = []

    def prove() -> DerivativeEvidence:
        asked.append(1)
        return PROOF

    buttons, (answer, _) = parts(cause, prove)
    assert asked == []
    for _press in range(3):
        buttons["Are the expected values right?"].click()
    assert asked == [1]
    assert answer.layout.display is None
    assert "The expected values are right" in answer.value


def test_a_proof_that_cannot_be_made_is_told(cause: Report) -> None:
    def fail() -> DerivativeEvidence:
        raise LookupError("no <forward> function")

    buttons, (answer, _) = parts(cause, fail)
    buttons["Are the expected values right?"].click()
    assert answer.value == "<p>There is no proof: no &lt;forward&gt; function</p>"


@pytest.mark.parametrize("name", ["blocked", "cause", "graded"])
def test_every_panel_that_does_not_pass_offers_help(
    name: str, request: pytest.FixtureRequest
) -> None:
    panel = build_panel(request.getfixturevalue(name), lambda: PROOF)
    body = panel.children[1]
    words = [button.description for button in body.children[-1].children[0].children]
    assert words == ["Are the expected values right?", "Copy a help request"]
    assert isinstance(panel, widgets.VBox)
