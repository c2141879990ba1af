"""A cell of student code, checked: what the tests of single mistakes share."""

from cellcheck.checker import check_exercise
from cellcheck.report import Report

from tests.corpus.measuring import texts_of
from tests.engine.student import namespace

IMPORTS = "import numpy as np\nfrom lstm_lib import sigmoid, softmax\n"
LSTM_CELL_FORWARD = """
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    p = parameters
    stack = np.vstack([a_prev, xt])
    ft = sigmoid(p["Wf"] @ stack + p["bf"])
    it = sigmoid(p["Wi"] @ stack + p["bi"])
    cct = np.tanh(p["Wc"] @ stack + p["bc"])
    ot = sigmoid(p["Wo"] @ stack + p["bo"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    yt = softmax(p["Wy"] @ a_next + p["by"])
    cache = (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)
    return a_next, c_next, yt, cache
"""


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
