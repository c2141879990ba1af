"""What students receive."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .course import (
    ASSIGNMENTS,
    ROOT,
    Command,
    Course,
    graded_cells,
    read,
    region,
    source_of,
    without_regions,
)

TABLE_ROW = re.compile(r"^\| (.+?) \|.*\| \**(\d+)\** \|$", re.MULTILINE)
FIGURE = re.compile(r"!\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((figures/[^)]+)\)")
GRADE_CALL = re.compile(r'cellcheck\.grade\("(\w+)", points=(\d+)(?:, seed=(\d+))?\)')
EXERCISES = {"lstm-forward": 2, "lstm-backward": 3}


def notebook_in(folder: str, assignment: str) -> Path:
    return ROOT / folder / assignment / f"{assignment}.ipynb"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def test_release_is_generated_without_a_complaint(
    generated: tuple[Course, dict[str, Command]],
) -> None:
    for said in generated[1].values():
        assert said.exit_code == 0, said.output
        assert said.complaints == []


def test_committed_release_is_current(generated: tuple[Course, dict[str, Command]]) -> None:
    fresh, committed = contents(generated[0].folder / "release"), contents(ROOT / "release")
    differing = {name for name in fresh | committed if fresh.get(name) != committed.get(name)}
    assert not differing, "run `make release`"


def test_check_names_every_file_that_differs(tmp_path: Path) -> None:
    for name in ("tools", "source/lstm-forward", "release/lstm-forward"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copyfile(ROOT / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    release = tmp_path / "release" / "lstm-forward"
    (release / "lstm-forward.ipynb").write_text("{}", encoding="utf-8")
    (release / "notes.txt").write_text("of an earlier version", encoding="utf-8")
    (release / "figures" / "lstm-cell.svg").unlink()

    run = subprocess.run(
        [sys.executable, tmp_path / "tools" / "release.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1, run.stderr
    assert run.stdout.splitlines() == [
        "new      release/lstm-forward/figures/lstm-cell.svg",
        "changed  release/lstm-forward/lstm-forward.ipynb",
        "gone     release/lstm-forward/notes.txt",
        "release/ is not current: run `make release`.",
    ]
    assert (release / "notes.txt").exists(), "--check writes nothing"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
@pytest.mark.parametrize("kind", ["SOLUTION", "HIDDEN TESTS"])
def test_release_holds_no_line_of(kind: str, assignment: str) -> None:
    sources = [source_of(cell) for cell in read(notebook_in("source", assignment))["cells"]]
    kept = {
        line.strip() for source in sources for line in without_regions(source, kind).splitlines()
    }
    secret = {line for source in sources for line in region(source, kind)} - kept
    released = {
        line.strip()
        for cell in read(notebook_in("release", assignment))["cells"]
        for line in source_of(cell).splitlines()
    }
    assert secret
    assert not secret & released
    assert kind not in notebook_in("release", assignment).read_text(encoding="utf-8")


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_release_holds_no_answer_in_words_and_no_seed(assignment: str) -> None:
    released = notebook_in("release", assignment).read_text(encoding="utf-8")
    for cell in read(notebook_in("source", assignment))["cells"]:
        if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("solution"):
            assert not [line for line in source_of(cell).splitlines() if line and line in released]
        for _, _, seed in GRADE_CALL.findall(source_of(cell)):
            assert not seed or seed not in released


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_release_holds_no_output(assignment: str) -> None:
    for cell in read(notebook_in("release", assignment))["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_figure_is_there_and_described(assignment: str) -> None:
    notebook = read(notebook_in("release", assignment))
    figures = [found for cell in notebook["cells"] for found in FIGURE.findall(source_of(cell))]
    folder = ROOT / "release" / assignment
    assert {path for _, path in figures} == {
        path.relative_to(folder).as_posix() for path in (folder / "figures").iterdir()
    }
    assert all(description for description, _ in figures)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_points_add_up_to_the_table_at_the_top(assignment: str) -> None:
    notebook = read(notebook_in("release", assignment))
    rows = dict(TABLE_ROW.findall(source_of(notebook["cells"][0])))
    total = int(rows.pop("**total**"))
    points = {
        name: cell["metadata"]["nbgrader"]["points"]
        for name, cell in graded_cells(notebook).items()
    }
    assert sum(map(int, rows.values())) == total == sum(points.values())
    for row, written in rows.items():
        exercise = row.strip("`")
        # The answer in words is the only one that is not tested.
        tested = re.compile(f"test_{exercise}" if row != exercise else "answer_.*")
        assert sum(points[name] for name in points if tested.fullmatch(name)) == int(written), row


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_grade_calls_ask_for_the_points_of_their_cell(assignment: str) -> None:
    calls = 0
    for name, cell in graded_cells(read(notebook_in("source", assignment))).items():
        for exercise, points, _ in GRADE_CALL.findall(source_of(cell)):
            assert name == f"test_{exercise}"
            assert int(points) == cell["metadata"]["nbgrader"]["points"]
            calls += 1
        assert source_of(cell).count("cellcheck.grade(") == len(GRADE_CALL.findall(source_of(cell)))
    assert calls == 2 * EXERCISES[assignment], "each has a visible and a hidden call"
