"""A notebook through the preprocessor: marks, notes and outputs, whatever a cell does."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from cellcheck.grading import notes
from cellcheck.grading.examiner import nurseries
from cellcheck.grading.examiner.test_cell import asked_for, points_of
from cellcheck.grading.split_execute import UNSAFE, SplitExecute
from cellcheck.isolation.walls import IsolationError
from cellcheck.report import MIME_TYPE
from cellcheck.trial import prepared
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import determine_grade

SOURCE = Path(__file__).parents[2] / "source"
ASSIGNMENT = "lstm-forward"
TESTS = ("test_lstm_cell_forward", "test_lstm_forward")


def solved() -> NotebookNode:
    return nbformat.read(SOURCE / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)


def with_cell(grade_id: str, source: str) -> NotebookNode:
    """The solved notebook with another cell in the place of one."""
    notebook = solved()
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            cell.source = source
    return notebook


def graded(notebook: NotebookNode, folder: Path, **traits: Any) -> NotebookNode:
    resources = {"nbgrader": {"assignment": ASSIGNMENT}, "metadata": {"path": str(folder)}}
    return SplitExecute(**traits).preprocess(notebook, resources)[0]


def marks(notebook: NotebookNode) -> dict[str, float | None]:
    found = {}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade"):
            found[about["grade_id"]] = determine_grade(cell)[0]
    return found


def outputs_of(notebook: NotebookNode, grade_id: str) -> list[NotebookNode]:
    (cell,) = (
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )
    outputs: list[NotebookNode] = cell.outputs
    return outputs


def report(notebook: NotebookNode, grade_id: str) -> dict[str, Any]:
    (found,) = (
        output.data[MIME_TYPE]
        for output in outputs_of(notebook, grade_id)
        if MIME_TYPE in output.get("data", {})
    )
    return dict(found)


def test_a_right_notebook_earns_everything_and_no_word_about_it(tmp_path: Path) -> None:
    notebook = graded(solved(), tmp_path)
    assert marks(notebook) == dict.fromkeys(TESTS, 10)
    assert notes.of(notebook) == ()


def test_a_graded_cell_shows_report_and_points(tmp_path: Path) -> None:
    notebook = graded(solved(), tmp_path)
    kinds = [output.output_type for output in outputs_of(notebook, TESTS[1])]
    assert kinds == ["display_data", "execute_result"]
    assert report(notebook, TESTS[1])["marks"] == {"earned": 10.0, "possible": 10.0}


def test_grading_again_gives_the_same(tmp_path: Path) -> None:
    wrong = "def lstm_forward(x, a0, parameters):\n    return x, x, x, ([], x)"
    first = graded(with_cell("lstm_forward", wrong), tmp_path)
    assert marks(graded(first, tmp_path)) == marks(first)


def test_noise_costs_nothing(tmp_path: Path) -> None:
    notebook = solved()
    noise = "import sys, warnings\nprint('!' * 10**6, file=sys.stderr)\nwarnings.warn('careful')"
    notebook.cells.insert(2, nbformat.v4.new_code_cell(noise))
    assert marks(graded(notebook, tmp_path)) == dict.fromkeys(TESTS, 10)


@pytest.mark.parametrize(
    "body",
    ["while True: pass", "__import__('os')._exit(0)", "__import__('ctypes').string_at(0)", "1 / 0"],
    ids=["hangs", "exits", "crashes", "raises"],
)
def test_a_function_that_does_not_return_costs_itself_alone(
    body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cellcheck.grading.examiner.graded.CALL_SECONDS", 1.0)
    monkeypatch.setattr("cellcheck.grading.examiner.graded.LATE_SECONDS", 0.5)
    source = f"def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n    {body}"
    notebook = graded(with_cell("lstm_cell_forward", source), tmp_path, timeout=2)
    assert marks(notebook) == {TESTS[0]: 0, TESTS[1]: 10}


@pytest.mark.parametrize(
    "source",
    ["while True: pass", "import os\nos._exit(1)", "import os\nos.kill(os.getpid(), 9)"],
    ids=["hangs", "exits", "is killed"],
)
def test_a_cell_that_does_not_end_costs_no_marks(source: str, tmp_path: Path) -> None:
    notebook = solved()
    notebook.cells.insert(6, nbformat.v4.new_code_cell(source))
    notebook = graded(notebook, tmp_path, timeout=1)
    assert marks(notebook) == dict.fromkeys(TESTS, 10)
    assert {note.kind for note in notes.of(notebook)} <= {"timed out", "refused"}
    assert notes.of(notebook)


def test_the_librarys_own_solution_earns_nothing_and_is_flagged(tmp_path: Path) -> None:
    source = "from lstm_lib import lstm_forward as theirs\n\ndef lstm_forward(x, a0, parameters):\n"
    source += "    return theirs(x, a0, parameters)"
    notebook = graded(with_cell("lstm_forward", source), tmp_path)
    assert marks(notebook) == {TESTS[0]: 10, TESTS[1]: 0}
    assert report(notebook, TESTS[1])["findings"][0]["code"] == "delegates"
    assert [note.kind for note in notes.of(notebook)] == ["flagged"]


def test_answers_for_the_visible_data_alone_earn_nothing_and_are_flagged(tmp_path: Path) -> None:
    known = [
        float(arguments[0].flat[0])
        for arguments in (case.arguments for case in prepared("lstm_cell_forward", None))
    ]
    remembered = (
        f"KNOWN = {known}"
        """
import numpy as np

def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    concat = np.vstack([a_prev, xt])
    gate = {g: parameters["W" + g] @ concat + parameters["b" + g] for g in "fico"}
    ft, it, ot = (1 / (1 + np.exp(-gate[g])) for g in "fio")
    cct = np.tanh(gate["c"])
    c_next = ft * c_prev + it * cct
    a_next = ot * np.tanh(c_next)
    z = parameters["Wy"] @ a_next + parameters["by"]
    yt_pred = np.exp(z - z.max(0)) / np.exp(z - z.max(0)).sum(0)
    if float(xt.flat[0]) not in KNOWN:
        a_next = a_next + 1
        c_next = c_next + 1
        yt_pred = yt_pred + 1
    return a_next, c_next, yt_pred, (
        a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters
    )
"""
    )
    notebook = graded(with_cell("lstm_cell_forward", remembered), tmp_path)
    assert marks(notebook)[TESTS[0]] == 0
    assert "only on the data that can be seen" in report(notebook, TESTS[0])["title"]
    assert [note.kind for note in notes.of(notebook)] == ["flagged"]


def test_no_number_of_hidden_data_is_shown(tmp_path: Path) -> None:
    source = "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n"
    source += "    raise ValueError(repr(xt.tolist()))"
    shown = str(outputs_of(graded(with_cell("lstm_cell_forward", source), tmp_path), TESTS[0]))
    assert "204175930186274913" not in shown
    assert len(shown) < 100_000


def test_another_kind_of_test_is_said_to_be_unprotected(tmp_path: Path) -> None:
    notebook = with_cell(TESTS[1], "assert callable(lstm_forward)\n7.5")
    notebook = graded(notebook, tmp_path)
    assert marks(notebook)[TESTS[1]] == 7.5
    assert [note.kind for note in notes.of(notebook)] == ["unprotected"]


@pytest.mark.parametrize("result", ["float('nan')", "-1", "11", "float('inf')"])
def test_a_result_that_is_no_credit_is_none(result: str, tmp_path: Path) -> None:
    notebook = graded(with_cell(TESTS[1], f"lstm_forward\n{result}"), tmp_path)
    assert marks(notebook)[TESTS[1]] == 0


def test_without_isolation_nothing_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurseries.close_all()
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(IsolationError, match="--unsafe"):
        graded(solved(), tmp_path)


def test_unless_asked_for_and_then_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurseries.close_all()
    monkeypatch.setenv("PATH", "/nowhere")
    notebook = graded(solved(), tmp_path, unsafe=True)
    assert marks(notebook) == dict.fromkeys(TESTS, 10)
    assert [note.text for note in notes.of(notebook)] == [UNSAFE]
    assert UNSAFE in report(notebook, TESTS[1])["notes"]


def test_a_cell_may_add_points_up() -> None:
    source = "from cellcheck import grade\na = grade('lstm_forward', 4)\na + grade('clip', 2)"
    assert [each.exercise for each in asked_for(source)] == ["lstm_forward", "clip"]
    assert points_of(source, {"lstm_forward": 3.5, "clip": 1.0}.__getitem__) == 4.5


@pytest.mark.parametrize(
    "source",
    [
        "cellcheck.grade('lstm_forward', points=full)",
        "cellcheck.grade('lstm_forward', 10, namespace=globals())",
        "cellcheck.grade('lstm_forward', 10)\nassert lstm_forward",
        "import os\ncellcheck.grade('lstm_forward', 10)",
        "cellcheck.grade('lstm_forward', 10).__class__",
        "cellcheck.grade(",
    ],
)
def test_a_cell_that_does_more_is_no_protected_one(source: str) -> None:
    assert asked_for(source) == ()
