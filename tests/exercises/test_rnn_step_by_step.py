"""The assignments `rnn-step-by-step` and `gradient-lab`, run from the first cell to the last."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cellcheck.report import MIME_TYPE
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = {
    "rnn-step-by-step": ("rnn_cell_forward", "rnn_forward", "rnn_cell_backward", "rnn_backward"),
    "gradient-lab": ("central_differences", "relative_gradient_error", "error_per_time_step"),
}
TABLE_ROW = re.compile(r"^\| (.+?) \|.*\| \**(\d+)\** \|$", re.MULTILINE)
FIGURE = re.compile(r"!\[(?:[^\[\]]|\[[^\[\]]*\])+\]\((figures/[^)]+)\)")
GRADE_CALL = re.compile(r'cellcheck\.grade\("(\w+)", points=(\d+)(?:, seed=(\d+))?\)')
each_assignment = pytest.mark.parametrize("assignment", FUNCTIONS)


def notebook(folder: str, assignment: str) -> Any:
    path = ROOT / folder / assignment / f"{assignment}.ipynb"
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


@cache
def executed(folder: str, assignment: str) -> Any:
    """The notebook with its outputs, as a student's kernel gives them."""
    found = notebook(folder, assignment)
    return NotebookClient(
        found, timeout=120, kernel_name="python3", allow_errors=True, store_widget_state=False
    ).execute()


def graded(found: Any) -> dict[str, Any]:
    """The cells that earn points, by their nbgrader name."""
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in found.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def outputs(found: Any, kind: str) -> list[tuple[str, Any]]:
    return [
        (cell.id, output)
        for cell in found.cells
        for output in cell.get("outputs", [])
        if output.output_type == kind
    ]


def report_in(cell: Any) -> Any:
    reports = [o.data[MIME_TYPE] for o in cell.outputs if MIME_TYPE in o.get("data", {})]
    assert len(reports) == 1, "a second call in one cell replaces the first one's report"
    return reports[0]


@each_assignment
def test_solutions_run_without_a_complaint(assignment: str) -> None:
    found = executed("source", assignment)
    assert outputs(found, "error") == []
    assert [output for _, output in outputs(found, "stream") if output.name != "stdout"] == []


@each_assignment
def test_solutions_earn_every_point(assignment: str) -> None:
    cells = graded(executed("source", assignment))
    for name in FUNCTIONS[assignment]:
        cell = cells[f"test_{name}"]
        report = report_in(cell)
        assert report["status"] == "pass"
        assert report["marks"]["earned"] == report["marks"]["possible"]
        assert cell.outputs[-1].data["text/plain"] == str(float(cell.metadata.nbgrader.points))


@each_assignment
def test_each_function_is_checked_below_the_cell_that_defines_it(assignment: str) -> None:
    cells = {cell.id: cell for cell in executed("source", assignment).cells}
    for name in FUNCTIONS[assignment]:
        assert report_in(cells[name.replace("_", "-")])["status"] == "pass"


@each_assignment
def test_release_is_unfinished_and_says_so_quietly(assignment: str) -> None:
    found = executed("release", assignment)
    errors = outputs(found, "error")
    assert {error.ename for _, error in errors} == {"NotImplementedError"}
    cells = graded(found)
    for name in FUNCTIONS[assignment]:
        cell = cells[f"test_{name}"]
        assert report_in(cell)["status"] == "not_attempted"
        assert cell.outputs[-1].data["text/plain"] == "0.0"
    assert [output for _, output in outputs(found, "stream") if output.name != "stdout"] == []


@each_assignment
def test_release_holds_neither_solutions_nor_hidden_tests(assignment: str) -> None:
    text = nbformat.writes(notebook("release", assignment))  # type: ignore[no-untyped-call]
    assert "SOLUTION" not in text
    assert "HIDDEN" not in text
    for cell in notebook("source", assignment).cells:
        for _, _, seed in GRADE_CALL.findall(cell.source):
            assert not seed or seed not in text


@each_assignment
def test_points_are_those_of_the_table_and_of_the_calls(assignment: str) -> None:
    found = notebook("source", assignment)
    rows = {name.strip("`"): int(n) for name, n in TABLE_ROW.findall(found.cells[0].source)}
    total = rows.pop("**total**")
    points = {name: cell.metadata.nbgrader.points for name, cell in graded(found).items()}
    in_words = rows.pop("an answer in words")
    assert points == {
        **{f"test_{name}": n for name, n in rows.items()},
        **{name: in_words for name in points if name.startswith("answer_")},
    }
    assert sum(points.values()) == total
    for name, cell in graded(found).items():
        for exercise, asked, _ in GRADE_CALL.findall(cell.source):
            assert (f"test_{exercise}", int(asked)) == (name, cell.metadata.nbgrader.points)


@each_assignment
def test_every_function_has_a_visible_and_a_hidden_call(assignment: str) -> None:
    cells = graded(notebook("source", assignment))
    for name in FUNCTIONS[assignment]:
        calls = GRADE_CALL.findall(cells[f"test_{name}"].source)
        assert [bool(seed) for _, _, seed in calls] == [False, True]


@each_assignment
def test_figures_are_there_and_all_are_used(assignment: str) -> None:
    named = FIGURE.findall("\n".join(cell.source for cell in notebook("source", assignment).cells))
    folder = ROOT / "source" / assignment
    assert set(named) == {f"figures/{path.name}" for path in (folder / "figures").iterdir()}


@each_assignment
def test_names_of_cells_are_unique(assignment: str) -> None:
    cells = notebook("source", assignment).cells
    ids = [cell.id for cell in cells]
    names = [c.metadata.nbgrader.grade_id for c in cells if "nbgrader" in c.metadata]
    assert len(set(ids)) == len(ids)
    assert len(set(names)) == len(names)
