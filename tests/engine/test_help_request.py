"""A help request of a real check quotes no line of the student's code."""

from pathlib import Path

import pytest
from cellcheck.checker import check_exercise
from cellcheck.views import help_request

from .student import namespace, text
from .test_command import run, script

VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")
MISTAKES = {
    "a view": ("lstm_forward", VIEW),
    "upstream": ("lstm_backward", VIEW),
    "a factor": ("lstm_cell_forward", ("ot * np.tanh(c_next)", "ot * c_next")),
    "an exception": ("lstm_cell_forward", ("Wf @ concat + bf", "Wf @ xt + bf")),
    "a name": ("lstm_cell_forward", ("Wf @ concat + bf", "Wf @ concatenated + bf")),
}


def lines_of_code(source: str) -> set[str]:
    """The lines that say something; a bare name or `return a` is nobody's solution."""
    lines = {line.strip() for line in source.splitlines()}
    return {line for line in lines if len(line) > 8 and set(line) & set("=([*@")}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_no_line_of_code_is_quoted(mistake: str) -> None:
    name, change = MISTAKES[mistake]
    source = text("lstm", change)
    request = help_request(check_exercise(name, namespace(source, "asked.py")))
    assert request
    assert [line for line in lines_of_code(source) if line in request] == []


def test_the_command_prints_it(tmp_path: Path) -> None:
    source = text("lstm", VIEW)
    done = run(script(tmp_path, source), "--help-request")
    assert done.returncode == 1
    first, second = done.stdout.split("### ")[1:]
    assert first.startswith("`lstm_forward`: the stored `c_prev` changed after it was stored\n")
    assert second.startswith("`lstm_backward` is right; what it is given is not\n")
    assert [line for line in lines_of_code(source) if line in done.stdout] == []
