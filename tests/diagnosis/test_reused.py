"""Functions that are right once, and overwrite their result with the next call."""

import pytest
from cellcheck.checker import check_exercise

from tests.engine.student import solution

KEPT = (
    "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n",
    "kept = {}\n\n\ndef lstm_cell_forward(xt, a_prev, c_prev, parameters):\n",
)
INTO_KEPT = (
    "    a_next = ot * np.tanh(c_next)\n",
    "    buffer = kept.setdefault(ot.shape, np.empty(ot.shape))\n"
    "    a_next = np.multiply(ot, np.tanh(c_next), out=buffer)\n",
)


@pytest.mark.parametrize("name", ["lstm_forward", "lstm_backward"])
def test_the_cell_is_named_with_the_line_that_takes_the_memory(name: str) -> None:
    found = solution("lstm", KEPT, INTO_KEPT)
    assert check_exercise("lstm_cell_forward", found).passed
    report = check_exercise(name, found)
    assert report.status == "blocked"
    (said,) = report.findings
    assert (said.function, said.code, said.certainty) == (
        "lstm_cell_forward",
        "alias.cache",
        "proven",
    )
    assert said.evidence[0].source.startswith("buffer = kept.setdefault")
    assert ("lstm_cell_forward", "wrong") in [(link.function, link.state) for link in report.chain]
    assert "right for one call, and not for the next" in report.message


def test_memory_of_its_own_for_every_call_is_no_cause() -> None:
    new_one = (INTO_KEPT[0], INTO_KEPT[1].replace("kept.setdefault(ot.shape, ", "(").rstrip())
    found = solution("lstm", KEPT, (new_one[0], new_one[1] + "\n"))
    for name in ("lstm_cell_forward", "lstm_forward", "lstm_backward"):
        assert check_exercise(name, found).passed
