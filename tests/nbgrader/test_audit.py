"""`cellcheck audit ASSIGNMENT`."""

import csv
import io
import json
from pathlib import Path

import nbformat
import pytest
from cellcheck.cli import main
from cellcheck.grading import notes
from cellcheck.grading.audit import audit
from cellcheck.report import MIME_TYPE

from .course import ROOT

WRONG = json.loads((ROOT / "tests/fixtures/reports/cause.json").read_text(encoding="utf-8"))
RIGHT = json.loads((ROOT / "tests/fixtures/reports/pass.json").read_text(encoding="utf-8"))


def graded_cell(report: dict[str, object]) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell("cellcheck.grade(...)")
    cell.metadata["nbgrader"] = nbformat.from_dict(
        {"grade": True, "solution": False, "grade_id": "test_it"}
    )
    cell.outputs = [nbformat.v4.new_output("display_data", {MIME_TYPE: report})]
    return cell


def write(folder: Path, student: str, notebook: nbformat.NotebookNode) -> None:
    path = folder / student / "week1" / "week1.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


@pytest.fixture
def autograded(tmp_path: Path) -> Path:
    folder = tmp_path / "autograded"
    repaired = nbformat.v4.new_notebook(cells=[graded_cell(WRONG)])
    notes.add(repaired, "repaired", "The cell was missing.", "test_it")
    notes.add(repaired, "flagged", "Reads a file of the grader.")
    write(folder, "ann", repaired)
    write(folder, "ben", nbformat.v4.new_notebook(cells=[graded_cell(WRONG)]))
    write(folder, "cat", nbformat.v4.new_notebook(cells=[graded_cell(RIGHT)]))
    slow = nbformat.v4.new_code_cell("while True: pass")
    slow.outputs = [nbformat.v4.new_output("error", ename="CellTimeoutError", traceback=[])]
    late = nbformat.v4.new_notebook(cells=[slow])
    notes.add(late, "repaired", "=HYPERLINK(1)")
    write(folder, "=dan", late)
    return folder


def test_entries_say_what_happened_to_whom(autograded: Path) -> None:
    found = audit(autograded, "week1")
    assert found.submissions == 4
    assert [(entry.student, entry.cell, entry.kind) for entry in found.entries] == [
        ("=dan", "", "repaired"),
        ("=dan", "cell 1", "timed out"),
        ("ann", "test_it", "repaired"),
        ("ann", "", "flagged"),
        ("ann", WRONG["exercise"], "fail"),
        ("ben", WRONG["exercise"], "fail"),
    ]


def test_what_several_have_alike_is_grouped(autograded: Path) -> None:
    found = audit(autograded, "week1")
    assert [group.students for group in found.wrong_values] == [("ann", "ben")]
    assert [group.students for group in found.diagnoses] == [("ann", "ben")] * len(
        WRONG["findings"]
    )
    text = found.to_text()
    assert "the same diagnosis" in text
    assert text.index("flagged") < text.index("the same wrong values")


def test_rows_of_the_csv_are_the_entries(
    autograded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["audit", "week1", "--autograded", str(autograded)]
    assert main([*arguments, "--csv"]) == 0
    printed = capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO(printed)))
    assert len(rows) == len(audit(autograded, "week1").entries)
    assert rows[0]["student"] == "'=dan", "a spreadsheet must not take a name for a formula"
    assert rows[0]["text"] == "'=HYPERLINK(1)"
    assert main([*arguments, "--csv", str(tmp_path / "audit.csv")]) == 0
    assert (tmp_path / "audit.csv").read_text(encoding="utf-8") == printed


def test_command_prints_text(autograded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "week1", "--autograded", str(autograded)]) == 0
    assert "week1: 4 submissions" in capsys.readouterr().out


def test_assignment_that_nobody_graded_is_an_error(
    autograded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "week2", "--autograded", str(autograded)]) == 2
    assert "no notebook, expected what `nbgrader autograde week2` makes" in capsys.readouterr().err
