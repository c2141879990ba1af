"""`cellcheck check FILE`: what it prints and with which status it ends."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import nbformat
import pytest
from cellcheck.report import schema

from .student import line_of, text

VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cellcheck", "check", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def script(folder: Path, source: str) -> Path:
    path = folder / "work.py"
    path.write_text(source, encoding="utf-8")
    return path


def notebook(folder: Path, *cells: str) -> Path:
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    path = folder / "work.ipynb"
    nbformat.write(document, path)
    return path


def in_cells(source: str) -> list[str]:
    head, *functions = source.split("\ndef ")
    return [head, *(f"def {function}" for function in functions)]


def test_a_right_file_ends_with_0(tmp_path: Path) -> None:
    ended = run(script(tmp_path, text("lstm")))
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "`lstm_backward` is right" in ended.stdout


def test_the_case_names_cause_and_both_lines(tmp_path: Path) -> None:
    source = text("lstm", VIEW)
    ended = run(script(tmp_path, source))
    assert ended.returncode == 1
    assert "`lstm_backward` is right; what it is given is not" in ended.stdout
    assert f"line {line_of(source, 'c_next = c[:, :, 0]')}" in ended.stdout
    assert f"line {line_of(source, 'c[:, :, t] = c_next')}" in ended.stdout


def test_json_is_one_document_with_valid_reports(tmp_path: Path) -> None:
    ended = run(notebook(tmp_path, *in_cells(text("lstm", VIEW))), "--json")
    document = json.loads(ended.stdout)
    assert ended.returncode == 1
    assert [report["status"] for report in document["reports"]] == [
        "pass",
        "fail",
        "pass",
        "blocked",
    ]
    for report in document["reports"]:
        jsonschema.validate(report, schema())
    assert document["definitions"]["lstm_forward"]["cell"] == 3


def test_lines_of_a_notebook_count_within_the_cell(tmp_path: Path) -> None:
    cells = in_cells(text("lstm", VIEW))
    ended = run(notebook(tmp_path, *cells), "--json", "--exercise", "lstm_forward")
    report = json.loads(ended.stdout)["reports"][0]
    assert report["findings"][0]["line"] == line_of(cells[2], "c_next = c[:, :, 0]")


def test_magics_and_the_extension_in_the_notebook_are_understood(tmp_path: Path) -> None:
    ended = run(
        notebook(tmp_path, "%load_ext cellcheck\n%matplotlib inline", *in_cells(text("lstm")))
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_cell_that_raises_does_not_hide_the_next(tmp_path: Path) -> None:
    cells = ["1 / 0", *in_cells(text("lstm")), "assert False, 'no'"]
    ended = run(notebook(tmp_path, *cells), "--json")
    document = json.loads(ended.stdout)
    assert ended.returncode == 0
    assert [(error["cell"], error["type"]) for error in document["errors"]] == [
        (1, "ZeroDivisionError"),
        (len(cells), "AssertionError"),
    ]


def test_a_cell_without_end_is_ended(tmp_path: Path) -> None:
    cells = [*in_cells(text("lstm")), "while True:\n    pass"]
    ended = run(notebook(tmp_path, *cells), "--time-limit", "1", "--json")
    assert json.loads(ended.stdout)["errors"][0]["type"] == "TimeLimitError"
    assert ended.returncode == 0


def test_one_exercise_alone(tmp_path: Path) -> None:
    ended = run(script(tmp_path, text("lstm", VIEW)), "--exercise", "lstm_cell_backward")
    assert ended.returncode == 0
    assert ended.stdout.count("is right") == 1


def test_an_exercise_that_is_not_in_the_file_fails(tmp_path: Path) -> None:
    ended = run(script(tmp_path, text("rnn")), "--exercise", "lstm_forward")
    assert ended.returncode == 1
    assert "`lstm_forward` is not defined" in ended.stdout


def test_an_unknown_exercise_offers_names(tmp_path: Path) -> None:
    ended = run(script(tmp_path, text("lstm")), "--exercise", "lstm_fward")
    assert ended.returncode == 2
    assert "did you mean lstm_forward" in ended.stderr


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.ipynb", None, "No such file"),
        ("cut.ipynb", b'{"cells": [', "is not a notebook: expected JSON"),
        ("list.ipynb", b"[1, 2]", "is JSON, but not a notebook"),
        ("odd.ipynb", b'{"nbformat": 4, "cells": 3}', "is not a notebook that can be read"),
        ("bytes.ipynb", b"\xff\xfe\x00", "is not UTF-8"),
        (
            "empty.ipynb",
            b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}',
            "has no code cells",
        ),
        ("notes.txt", b"hello", "expected a notebook (.ipynb) or a Python file (.py)"),
        ("other.py", b"x = 1\n", "defines none of the exercises"),
        ("broken.py", b"def lstm_forward(:\n", "SyntaxError"),
    ],
)
def test_a_file_that_cannot_be_used_ends_with_2(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    ended = run(path)
    assert ended.returncode == 2
    assert words in ended.stderr
    assert str(path) in ended.stderr
    assert "Traceback" not in ended.stderr
