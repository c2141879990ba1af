"""Where no change to the code explains it: the first line that leaves the derivation."""

import pytest
from cellcheck.checker import check_exercise
from cellcheck.diagnosis import divergence, judge
from cellcheck.report import Finding

from tests.engine.student import line_of, namespace, text

CELL = "lstm_cell_backward"
ODD_DIT = ("dit = dc * cct * it * (1 - it)", "dit = dc * np.log1p(cct**2) * it * (1 - it)")
ODD_DFT = (
    "dft = dc * c_prev * ft * (1 - ft)",
    "dft = dc * np.cbrt(c_prev) * np.sin(ft) * (1 - ft**3)",
)
ODD_SUM = ("np.sum(d, axis=1, keepdims=True)", "np.median(d, axis=1, keepdims=True)")


@pytest.fixture
def _divergence_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no other experiment had come to a result."""
    monkeypatch.setattr(judge, "EXPERIMENTS", (divergence.leaves_the_derivation,))


def findings(name: str, *changes: tuple[str, str]) -> tuple[Finding, ...]:
    return check_exercise(name, namespace(text("lstm", *changes), "odd.py")).findings


@pytest.mark.usefixtures("_divergence_alone")
def test_several_odd_lines_are_reported_from_the_first_on() -> None:
    (said,) = findings(CELL, ODD_DIT, ODD_DFT, ODD_SUM)
    assert (said.code, said.certainty) == ("derivation.left", "likely")
    assert said.line == line_of(text("lstm", ODD_DIT), ODD_DIT[1])
    assert "`dot`, `dc` and `dcct` are right" in said.message


def test_a_cause_with_a_line_is_not_followed_by_a_mere_place() -> None:
    said = findings(CELL, ("dc_prev=dc * ft", "dc_prev=dc * it"))
    assert [each.code for each in said] == ["gate.swapped"]


@pytest.mark.usefixtures("_divergence_alone")
@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("dcct = dc * it * (1 - cct**2)", "dcct = -dc * it * (1 - cct**2)", "sign"),
        ("dcct = dc * it * (1 - cct**2)", "dcct = dc * (1 - cct**2)", "derivative.factor"),
        ("dcct = dc * it * (1 - cct**2)", "dcct = np.cosh(dc * it)", "derivation.left"),
        ("dc = dc_next + ot", "dc = a_prev + dc_next + ot", "term.missing"),
    ],
)
def test_it_says_as_much_as_is_seen(old: str, new: str, code: str) -> None:
    (said,) = findings(CELL, (old, new))
    line = next(n for n, each in enumerate(text("lstm", (old, new)).splitlines(), 1) if new in each)
    assert (said.code, said.line, said.certainty) == (code, line, "likely")


@pytest.mark.usefixtures("_divergence_alone")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dcct = dc * it * (1 - cct**2)", "half = dc * (1 - cct**2)\n    dcct = half * it"),
        ("dcct = dc * it * (1 - cct**2)", "one = 1 - cct**2\n    dcct = dc * it * one"),
        ("dcct = dc * it * (1 - cct**2)", "dcct = dc * it\n    dcct *= 1 - cct**2"),
        ("dcct = dc * it * (1 - cct**2)", "odd = np.cosh(dc)\n    dcct = dc * it * (1 - cct**2)"),
        ("dc = dc_next + ot", "dc = dc_next * 3\n    dc = dc / 3 + ot"),
    ],
    ids=["half of a product", "a factor", "in place", "never used", "there and back"],
)
def test_a_step_of_ones_own_is_no_mistake(old: str, new: str) -> None:
    (said,) = findings(CELL, (old, new), ODD_SUM)
    assert "np.median" in said.evidence[0].source


@pytest.mark.usefixtures("_divergence_alone")
def test_nothing_is_said_where_every_line_is_a_quantity() -> None:
    assert findings(CELL, ("dc_prev=dc * ft", "dc_prev=dcct")) == ()


def test_an_exception_names_the_line_that_had_gone_wrong_before() -> None:
    changes = (
        (ODD_DIT[0], "dit = np.log1p(dc**2) * (1 - it**3)"),
        ("concat = np.vstack((a_prev, xt)).T", "concat = np.vstack((a_prev, xt))[np.newaxis]"),
        ('P["Wf"].T @ dft', 'P["Wf"] @ dft @ np.cosh(dit)'),
    )
    (said,) = findings(CELL, *changes)
    assert said.code == "error.raised"
    assert said.line is not None
    assert said.evidence[0].source == changes[0][1]
    assert said.evidence[-1].line == said.line


def test_a_quantity_in_the_place_of_another_has_its_line() -> None:
    for wrong in ("dc * it", "dc * ot", "dcct", "dc_next * ft"):
        (said,) = findings(CELL, ("dc_prev=dc * ft", f"dc_prev={wrong}"))
        source = text("lstm", ("dc_prev=dc * ft", f"dc_prev={wrong}"))
        assert said.line == next(
            n for n, line in enumerate(source.splitlines(), 1) if f"dc_prev={wrong}" in line
        )
