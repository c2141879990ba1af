"""In IPython and in a real kernel: the automatic check, `%check`, and what is displayed."""

from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from cellcheck.report import MIME_TYPE
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython
from nbclient import NotebookClient

from .student import text
from .test_command import in_cells

WIDGET = "application/vnd.jupyter.widget-view+json"
VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    shell = start_ipython() or InteractiveShell.instance()
    shell.run_cell("%load_ext cellcheck")
    yield shell
    shell.run_cell("%unload_ext cellcheck")


def test_a_terminal_gets_text_below_the_definition(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    for cell in in_cells(text("lstm", VIEW)):
        shell.run_cell(cell)
    out = capsys.readouterr().out
    assert "✓ `lstm_cell_forward` is right" in out
    assert "✗ `lstm_forward`: the stored `c_prev` changed after it was stored" in out
    assert "↑ `lstm_backward` is right; what it is given is not" in out


def test_the_magic_checks_on_demand(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell(text("rnn"))
    capsys.readouterr()
    shell.run_cell("%check rnn_forward")
    assert "`rnn_forward` is right" in capsys.readouterr().out


def test_the_magic_offers_names(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("%check rnn_foward")
    seen = capsys.readouterr()
    assert "did you mean rnn_forward" in seen.out + seen.err


def executed(*cells: str) -> list[list[Any]]:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return [cell.outputs for cell in notebook.cells]


def test_a_kernel_gets_one_bundle_under_the_defining_cell() -> None:
    outputs = executed("%load_ext cellcheck", *in_cells(text("lstm", VIEW)))
    head, cell_forward, forward, cell_backward, backward = outputs[1:]
    assert head == []
    for shown in (cell_forward, forward, cell_backward, backward):
        assert [output.output_type for output in shown] == ["display_data"]
        assert set(shown[0].data) == {MIME_TYPE, "text/html", "text/plain", WIDGET}
    assert [
        shown[0].data[MIME_TYPE]["status"]
        for shown in (cell_forward, forward, cell_backward, backward)
    ] == [
        "pass",
        "fail",
        "pass",
        "blocked",
    ]


def test_a_grading_run_shows_no_widget_and_checks_only_graded_cells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    outputs = executed(
        "%load_ext cellcheck\nimport cellcheck",
        text("lstm", VIEW),
        'cellcheck.grade("lstm_backward", points=12)\n'
        'cellcheck.grade("lstm_backward", points=12, seed=4)',
        'cellcheck.grade("lstm_forward", points=14)\n'
        'cellcheck.grade("lstm_forward", points=14, seed=4)',
    )
    assert outputs[:2] == [[], []]
    kinds = [[output.output_type for output in shown] for shown in outputs[2:]]
    assert kinds == [["display_data", "execute_result"]] * 2
    assert WIDGET not in outputs[2][0].data
    assert outputs[3][0].data[MIME_TYPE]["redacted"]
    assert float(outputs[2][1].data["text/plain"]) == 12.0
    assert float(outputs[3][1].data["text/plain"]) == 13.0


def test_points_must_be_a_number() -> None:
    import cellcheck

    with pytest.raises(ValueError, match="expected a positive number"):
        cellcheck.grade("lstm_backward", points=0, namespace={})
