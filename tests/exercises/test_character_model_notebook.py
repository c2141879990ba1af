"""The notebook of the assignment, run from start to end with its solutions in."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "source" / "character-model" / "character-model.ipynb"
RELEASE = ROOT / "release" / "character-model" / "character-model.ipynb"


@pytest.fixture(scope="module")
def executed():
    """As nbgrader runs it: no widgets, and the bound on time is the assignment's own."""
    notebook = nbformat.read(SOURCE, as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NBGRADER_EXECUTION", "autograde")
        patch.setenv("OPENBLAS_NUM_THREADS", "1")
        NotebookClient(
            notebook, timeout=120, resources={"metadata": {"path": str(SOURCE.parent)}}
        ).execute()
    return {cell.id: cell for cell in notebook.cells}


def results(cell):
    return [output for output in cell.outputs if output.output_type == "execute_result"]


def shown(cell, mime):
    return [output.data[mime] for output in cell.outputs if mime in output.get("data", {})]


def test_the_solutions_earn_all_points(executed):
    graded = {
        name: cell for name, cell in executed.items()
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    }  # fmt: skip
    assert len(graded) == 3
    for cell in graded.values():
        (credit,) = results(cell)
        assert float(credit.data["text/plain"]) == cell.metadata.nbgrader.points


def test_nothing_goes_to_standard_error_and_no_widget_is_shown(executed):
    for cell in executed.values():
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr", output
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})


def test_the_model_learns_and_writes(executed):
    (said,) = shown(executed["training-run"], "text/plain")
    first, last = re.search(r"loss ([\d.]+) at first, ([\d.]+) over", said).groups()
    assert float(first) > 3.2
    assert float(last) < 2.25
    written = executed["after-training-names"].outputs[0].text
    assert written.count("temperature") == 3
    assert re.search(r"[a-z]{3,}", written)


@pytest.mark.parametrize(
    "cell", ["training-curve", "inside-gates", "inside-cell-state", "reach-picture"]
)
def test_a_picture_stands_below(executed, cell):
    assert len(shown(executed[cell], "image/png")) == 1


def test_the_points_are_those_of_the_table():
    notebook = nbformat.read(SOURCE, as_version=4)
    points = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert points == {
        "test_clip_gradients": 4, "test_character_training_step": 12, "test_sample_name": 8, "answer_forget_gate": 2,
    }  # fmt: skip
    for name in ("clip_gradients", "character_training_step", "sample_name"):
        row = rf"^\| `{name}` .*\| {points[f'test_{name}']} \|$"
        assert re.search(row, notebook.cells[0].source, re.MULTILINE)
    assert f"**{sum(points.values())}**" in notebook.cells[0].source


def test_students_receive_no_solution_no_hidden_test_and_no_output():
    released = RELEASE.read_text(encoding="utf-8")
    assert "SOLUTION" not in released
    assert "HIDDEN" not in released
    for secret in ("seed=41872", "seed=90235", "seed=67310", "np.clip(", "np.argmax(np.cumsum"):
        assert secret not in released
    for cell in nbformat.read(RELEASE, as_version=4).cells:
        assert not cell.get("outputs")


def test_every_figure_is_there_and_described():
    notebook = nbformat.read(RELEASE, as_version=4)
    figures = [
        found
        for cell in notebook.cells
        for found in re.findall(r"!\[([^\]]+)\]\((figures/[^)]+)\)", cell.source)
    ]
    assert figures
    for description, path in figures:
        assert len(description) > 40
        assert (RELEASE.parent / path).is_file()
