"""An exception in words: which operand, which axis, what may have been meant."""

import pytest
from cellcheck.checker import check_exercise
from cellcheck.diagnosis import judge, raised
from cellcheck.report import Finding

from tests.engine.student import namespace, text

FORWARD, BACKWARD = "lstm_cell_forward", "lstm_cell_backward"
ALL_FORWARD, ALL_BACKWARD = "lstm_forward", "lstm_backward"
UNPACKED = "a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters = cache"


@pytest.fixture(autouse=True)
def _exceptions_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no change to the code had mended it."""
    monkeypatch.setattr(judge, "EXPERIMENTS", (raised.stopped,))


def said(name: str, old: str, new: str) -> Finding:
    found = check_exercise(name, namespace(text("lstm", (old, new)), "stops.py"))
    assert found.status == "error"
    (finding,) = found.findings
    return finding


@pytest.mark.parametrize(
    ("name", "old", "new", "seen", "meant"),
    [
        (FORWARD, '["bo"]', '["b_o"]', "`parameters` is a dictionary", "The nearest is `bo`"),
        (BACKWARD, UNPACKED, f"({UNPACKED[:-20]}), parameters = cache",
         "`cache` is a tuple of 10 items", "has 2 names, and 10 came"),
        (BACKWARD, "n_a = a_next.shape[0]", "n_a, m, T = a_next.shape", "tuple of 2 items",
         "A shape has one number for each axis"),
        (BACKWARD, "n_a = a_next.shape[0]", "n_a, m = a_next", "array of shape (5, 10)",
         "Did you mean its shape?"),
        (ALL_FORWARD, "in range(T_x)", "in range(T_x + 3)", "",
         "Axis 2 has 7 entries, numbered from 0 to 6; 7 was asked for"),
        (ALL_FORWARD, "x[:, :, t]", "x[:, :, 0][:, :, t]", "`x[:, :, 0]` is an array",
         "has 2 axes, and 3 indices"),
        (ALL_FORWARD, "caches.append(cache)", "caches = caches.append(cache)", "`caches` is None",
         "so do `append`"),
        (ALL_BACKWARD, "caches, x = caches", "caches, x = caches\n    none = dict().get(1)\n    none[0]", "",
         "What is used here is None"),
        (ALL_BACKWARD, "caches, x = caches", "caches, x = caches\n    m = caches.shape",
         "`caches` is a list of 7 items", "A `list` has no `shape`"),
        (ALL_BACKWARD, "caches[0]", "caches[99]", "`caches` is a list of 7 items",
         "It holds 7, numbered from 0"),
        (FORWARD, "it * cct", "it(cct)", "`cct` is an array", "Are brackets meant"),
        (FORWARD, "it * cct", "parameters * cct", "`parameters` is a dictionary", "does not take together"),
        (FORWARD, "Wo @ concat", "concat @ Wo", "`Wo` is an array of shape (5, 8)", "columns"),
        (FORWARD, "it * cct", "it * cct[:, :3]", "an array of shape (5, 10)", "each axis must be"),
        (FORWARD, "([a_prev, xt])", "([a_prev, xt[:, :3]])", "", "all their other axes"),
        (ALL_FORWARD, "c_next, parameters)", "c_next)", "", "another number of arguments"),
        (FORWARD, "sigmoid(Wo", "squash(Wo", "", "not assigned before this line runs"),
    ],
)  # fmt: skip
def test_the_explanation(name: str, old: str, new: str, seen: str, meant: str) -> None:
    finding = said(name, old, new)
    assert finding.code == "error.raised"
    assert seen in finding.message
    assert meant in finding.hints[2].text


def test_what_is_not_known_is_not_said() -> None:
    finding = said(FORWARD, "it * cct", "(_ for _ in ()).throw(RuntimeError('odd'))")
    assert finding.message.startswith("RuntimeError: odd.")
    assert "Print the operands" in finding.hints[2].text
