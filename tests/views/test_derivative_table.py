"""The proof of the expected gradients, as people read it."""

import math

import pytest
from cellcheck.report import Agreement, DerivativeEvidence
from cellcheck.views.derivative_table import (
    conclusions,
    derivative_html,
    derivative_page,
    derivative_text,
)

RIGHT = Agreement("the reference's `f`", {"dx": 2e-16, "dWf": 0.0})


def evidence(yours: Agreement | None = None, reference: Agreement = RIGHT) -> DerivativeEvidence:
    return DerivativeEvidence("b", "one output", reference, yours)


def test_the_expected_values_are_called_right_when_they_are_derivatives() -> None:
    (said,) = conclusions(evidence())
    assert said.startswith("The expected values are right: ")


def test_expected_values_that_are_no_derivatives_are_not_trusted() -> None:
    (said,) = conclusions(evidence(reference=Agreement("`f`", {"dx": 0.2, "dWf": 0.0})))
    assert said == "Do not trust the expected values of `dx`: they are no derivatives."


def test_gradients_of_yours_that_are_no_derivatives_are_named() -> None:
    yours = Agreement("your own `f`", {"dx": 0.02, "dWf": math.nan})
    assert conclusions(evidence(yours))[1] == (
        "Of your `b`, `dx`, `dWf` are not the derivatives of your own `f`: "
        "it, or what it is given, is not right."
    )


def test_a_backward_that_fits_its_forward_sends_the_search_there() -> None:
    said = conclusions(evidence(Agreement("your own `f`", {"dx": 1e-10})))[1]
    assert "gives the derivative of your own `f`" in said
    assert "the forward function is the one that differs" in said


def test_a_problem_takes_the_place_of_the_numbers() -> None:
    said = conclusions(evidence(Agreement("your own `f`", problem="IndexError: 3")))[1]
    assert said == "Yours could not be compared. IndexError: 3"


@pytest.mark.parametrize("yours", [None, Agreement("your own `f`", {"dx": 0.5})])
def test_the_text_has_a_row_for_each_gradient(yours: Agreement | None) -> None:
    lines = derivative_text(evidence(yours)).splitlines()
    assert [line.split()[0] for line in lines[-3:]] == ["gradient", "dx", "dWf"]
    assert lines[-2].split()[1:] == ["✓", "2e-16"] + (["✗", "5e-01"] if yours else [])


def test_what_comes_from_student_code_is_escaped() -> None:
    yours = Agreement("your own `f`", {"<b>": 1.0}, problem="")
    assert "<b>" not in derivative_html(evidence(yours))
    assert "<script" not in derivative_page(
        evidence(Agreement("your own `f`", problem="ValueError: <script>"))
    )
