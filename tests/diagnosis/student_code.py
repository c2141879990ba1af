"""A cell of student code, checked: what the tests of single mistakes share."""

from cellcheck.checker import check_exercise
from cellcheck.report import Report

from tests.corpus.measuring import texts_of
from tests.engine.student import namespace

IMPORTS = "import numpy as np\nfrom lstm_lib import sigmoid, softmax\n"


def report(name: str, source: str, *changes: tuple[str, str]) -> Report:
    """The report on a function of a cell, with `(old, new)` changes made to the cell's text."""
    for old, new in changes:
        assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times"
        source = source.replace(old, new)
    return check_exercise(name, namespace(IMPORTS + source, "cell.py"))


def said(found: Report) -> list[tuple[str, str, str]]:
    """Code, line and certainty of each finding; the line as its text."""
    return [
        (each.code, each.evidence[0].source if each.evidence else "", each.certainty)
        for each in found.findings
    ]


def everything_said(found: Report) -> str:
    return "\n".join(texts_of(found))
