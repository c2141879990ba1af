"""What the submissions earn."""

import re
import shutil
from itertools import product
from pathlib import Path
from typing import Any

import cellcheck
import jsonschema
import pytest
from cellcheck.checker import check_exercise
from cellcheck.grading import notes
from cellcheck.report import MIME_TYPE, schema
from nbformat.notebooknode import from_dict

from .conftest import Graded, scores_in
from .course import ASSIGNMENTS, ROOT, SAMPLES, graded_cells, read, source_of

STUDENTS = sorted(path.name for path in SAMPLES.iterdir())
EXERCISES = {
    "lstm-forward": ("lstm_cell_forward", "lstm_forward"),
    "lstm-backward": ("lstm_cell_backward", "lstm_backward", "largest_relative_error"),
}
SEEDED_CALL = re.compile(r'cellcheck\.grade\("(\w+)", points=(\d+), seed=(\d+)\)')

FORWARD = {
    # student: lstm_cell_forward, lstm_forward
    "no-carry": (10, 10),
    "raises": (10, 10),
    "unfinished": (10, 0),
    "unusual-style": (10, 10),
    # One of fourteen values is wrong: c_prev in the caches.
    "view-mistake": (10, 9.29),
    "prints-and-warns": (10, 10),
    # Right on public data alone; then an exception.
    "wrong-on-hidden": (0, 0),
    # The cell with the imports was deleted, and is back.
    "no-import": (10, 10),
    "prints-history": (10, 10),
}
BACKWARD = {
    # student: lstm_cell_backward, lstm_backward, largest_relative_error, answer in words
    "no-carry": (12, 0, 4, None),
    "raises": (0, 12, 4, None),
    "unfinished": (12, 0, 0, 0),
    "unusual-style": (12, 12, 4, None),
    "view-mistake": (12, 12, 4, None),
    "raises-on-hidden": (12, 12, 0, None),
}
EXPECTED = {
    (student, assignment): scores
    for assignment, table in (("lstm-forward", FORWARD), ("lstm-backward", BACKWARD))
    for student, scores in table.items()
}


def functions(student: str, assignment: str) -> dict[str, Any]:
    """The student's functions, in the namespace that the cells before the tests leave behind."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    notebook = read(SAMPLES / student / assignment / f"{assignment}.ipynb")
    for cell in notebook["cells"]:
        source = source_of(cell).replace("%load_ext cellcheck", "")
        defines = any(f"def {start}" in source for start in ("lstm_", "largest_relative_error"))
        if cell["cell_type"] == "code" and (defines or cell["id"] == "setup"):
            exec(compile(source, cell["id"], "exec"), namespace)  # noqa: S102  samples
    return namespace


TOLD = {
    "lstm-forward": [
        ("no-import", "repaired", "The cell was missing and is back in its place."),
        ("wrong-on-hidden", "flagged", "is right only on the data that can be seen."),
    ],
    "lstm-backward": [],
}
"""What there is to say of submissions, apart from the tests that run beside student code."""


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_grading_complains_of_nothing_but_what_it_notes(graded: Graded, assignment: str) -> None:
    said = graded.autograde[assignment]
    assert said.exit_code == 0, said.output
    noted = [
        (student, note.kind, note.text)
        for student, of in sorted(EXPECTED)
        if of == assignment
        for note in notes.of(from_dict(read(graded.course.autograded(student, assignment))))
        if note.kind != "unprotected"
    ]
    complaints = [line for line in said.complaints if "beside the student's code" not in line]
    assert len(complaints) == len(noted) == len(TOLD[assignment]), said.output
    for line, found, expected in zip(complaints, noted, TOLD[assignment], strict=True):
        assert found[:2] == expected[:2]
        assert found[2].endswith(expected[2])
        assert line.endswith(expected[2])


@pytest.mark.parametrize(("student", "assignment"), EXPECTED)
def test_submission_earns(graded: Graded, student: str, assignment: str) -> None:
    names = graded_cells(read(ROOT / "source" / assignment / f"{assignment}.ipynb"))
    earned = tuple(graded.scores[student, assignment, name] for name in names)
    assert earned == EXPECTED[student, assignment]


@pytest.mark.parametrize(("student", "assignment"), list(product(STUDENTS, ASSIGNMENTS)))
def test_gradebook_and_panel_give_one_verdict(
    graded: Graded, student: str, assignment: str
) -> None:
    namespace = functions(student, assignment)
    notebook = read(ROOT / "source" / assignment / f"{assignment}.ipynb")
    calls = [
        call
        for cell in graded_cells(notebook).values()
        for call in SEEDED_CALL.findall(source_of(cell))
    ]
    assert len(calls) == len(EXERCISES[assignment])
    for name, points, seed in calls:
        seen = cellcheck.check(name, namespace, display=False)
        examined = check_exercise(name, namespace, seed=int(seed), redact=True)
        assert examined.status == seen.status
        assert examined.score == seen.score
        expected = round(int(points) * seen.score, 2)
        assert graded.scores[student, assignment, f"test_{name}"] == expected


def test_no_function_pays_for_another(graded: Graded) -> None:
    """`lstm_backward` of the view mistake is right; what `lstm_forward` gives it is not."""
    path = graded.course.autograded("view-mistake", "lstm-backward")
    cell = graded_cells(read(path))["test_lstm_backward"]
    report = cell["outputs"][0]["data"][MIME_TYPE]
    assert report["status"] == "blocked"
    assert report["marks"] == {"earned": 12.0, "possible": 12.0}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_graded_cells_put_out_one_report_and_one_number(graded: Graded, assignment: str) -> None:
    for student, of in EXPECTED:
        if of != assignment:
            continue
        cells = graded_cells(read(graded.course.autograded(student, assignment)))
        for exercise in EXERCISES[assignment]:
            name = f"test_{exercise}"
            shown, result = cells[name]["outputs"]
            assert (shown["output_type"], result["output_type"]) == (
                "display_data",
                "execute_result",
            ), student
            assert set(shown["data"]) == {MIME_TYPE, "text/html", "text/plain"}
            report = shown["data"][MIME_TYPE]
            jsonschema.validate(report, schema())
            number = float("".join(result["data"]["text/plain"]))
            assert number == report["marks"]["earned"]
            assert number == graded.scores[student, assignment, name]


def test_nothing_reaches_stderr_in_a_graded_cell(graded: Graded) -> None:
    path = graded.course.autograded("prints-and-warns", "lstm-forward")
    notebook = read(path)
    for cell in graded_cells(notebook).values():
        assert not [output for output in cell["outputs"] if output["output_type"] == "stream"]
    streams = [
        output["name"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if output["output_type"] == "stream"
    ]
    assert "stderr" in streams, "the student's own cells do write to stderr"


def test_autograded_notebooks_hold_no_widget(graded: Graded) -> None:
    for student, assignment in EXPECTED:
        text = graded.course.autograded(student, assignment).read_text(encoding="utf-8")
        assert "application/vnd.jupyter.widget" not in text


def test_export_holds_a_row_per_submission(graded: Graded) -> None:
    assert graded.export.exit_code == 0, graded.export.output
    assert graded.export.complaints == []
    totals = {
        (row["student_id"], row["assignment"]): float(row["score"])
        for row in graded.course.exported()
    }
    for submission, scores in EXPECTED.items():
        assert totals[submission] == pytest.approx(sum(score or 0 for score in scores))


def test_grading_again_changes_nothing(graded: Graded, folder: Path) -> None:
    course = graded.course.copied_to(folder / "regraded")
    again = course.run("autograde", "lstm-backward", "--force")
    assert again.exit_code == 0, again.output
    assert scores_in(course) == graded.scores

    shutil.move(course.folder / "grades.csv", course.folder / "before.csv")
    export = course.run("export", "--to=grades.csv")
    assert export.exit_code == 0, export.output
    before, after = (course.folder / f"{name}.csv" for name in ("before", "grades"))
    assert before.read_bytes() == after.read_bytes()
