"""Whether the expected gradients are right, as a small table in HTML and in plain characters."""

from collections.abc import Iterable
from textwrap import wrap

from cellcheck.report import AGREES, Agreement, DerivativeEvidence
from cellcheck.views.clean import clean
from cellcheck.views.markup import code, inline, text
from cellcheck.views.style import style
from cellcheck.views.text import WIDTH
from cellcheck.views.text_table import table

_NOTHING = "—"


def derivative_html(evidence: DerivativeEvidence) -> str:
    """The table and its conclusions, for a panel that has the style sheet already.

    >>> "<table>" in derivative_html(DerivativeEvidence("b", "tiny", Agreement("f", {"dx": 1e-16})))
    True
    """
    head, *body = _rows(evidence)
    heads = "".join(f'<th scope="col">{text(column)}</th>' for column in head)
    lines = "".join(
        f'<tr><th scope="row">{code(row[0])}</th>'
        + "".join(f'<td class="{_tone(cell)}">{text(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in body
    )
    said = "".join(f"<p>{inline(sentence)}</p>" for sentence in conclusions(evidence))
    return (
        f'{said}<p class="cellcheck-dim">{inline(_legend(evidence))}</p>'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def derivative_page(evidence: DerivativeEvidence) -> str:
    """The same as a fragment that stands on its own."""
    body = f'<div class="cellcheck-body">{derivative_html(evidence)}</div>'
    return f'{style()}<div class="cellcheck-report">{body}</div>'


def derivative_text(evidence: DerivativeEvidence) -> str:
    """The same for a terminal.

    >>> print(derivative_text(DerivativeEvidence("b", "tiny", Agreement("f", {"dx": 1e-16}))))
    The expected values are right: each gradient of the reference is the derivative of its forward
    function, taken numerically.
    <BLANKLINE>
    Relative errors against the numerical derivative of the forward function, on the data set tiny:
      gradient  reference
      dx        ✓ 1e-16
    """
    said = [line for words in conclusions(evidence) for line in wrap(clean(words), WIDTH)]
    return "\n".join(
        [*said, "", *wrap(_legend(evidence), WIDTH), *table(list(_rows(evidence)), WIDTH, "  ")]
    )


def conclusions(evidence: DerivativeEvidence) -> tuple[str, ...]:
    """What follows for the expected values, and for the student's own functions."""
    said = [_of_the_reference(evidence.reference)]
    if evidence.yours is not None:
        said.append(_of_the_student(evidence.function, evidence.yours))
    return tuple(said)


def _of_the_reference(reference: Agreement) -> str:
    if reference.problem:
        return f"There is no proof: {reference.problem}"
    if reference.differing:
        return f"Do not trust the expected values of {_names(reference)}: they are no derivatives."
    return (
        "The expected values are right: each gradient of the reference is the derivative of its "
        "forward function, taken numerically."
    )


def _of_the_student(function: str, yours: Agreement) -> str:
    if yours.problem:
        return f"Yours could not be compared. {yours.problem}"
    if yours.differing:
        verb = "is not the derivative" if len(yours.differing) == 1 else "are not the derivatives"
        return (
            f"Of your `{function}`, {_names(yours)} {verb} of {yours.forward}: "
            "it, or what it is given, is not right."
        )
    return (
        f"Your `{function}` gives the derivative of {yours.forward}. Where its values still differ "
        "from the expected ones, the forward function is the one that differs."
    )


def _names(agreement: Agreement) -> str:
    return ", ".join(f"`{name}`" for name in agreement.differing)


def _legend(evidence: DerivativeEvidence) -> str:
    return (
        "Relative errors against the numerical derivative of the forward function, "
        f"on the data set {evidence.data_set}:"
    )


def _rows(evidence: DerivativeEvidence) -> Iterable[tuple[str, ...]]:
    """The head, then one row for each gradient."""
    columns = [("reference", evidence.reference)]
    if evidence.yours is not None:
        columns.append(("yours", evidence.yours))
    yield ("gradient", *(title for title, _ in columns))
    for name in dict.fromkeys(name for _, of in columns for name in of.errors):
        yield (name, *(_error(of, name) for _, of in columns))


def _error(agreement: Agreement, name: str) -> str:
    if name not in agreement.errors:
        return _NOTHING
    error = agreement.errors[name]
    return f"{'✓' if error <= AGREES else '✗'} {error:.0e}"


def _tone(cell: str) -> str:
    tones = {"✓": "cellcheck-ok", "✗": "cellcheck-bad"}
    return f"cellcheck-still {tones.get(cell[0], 'cellcheck-dim')}"
