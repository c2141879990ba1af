"""What ran and what stands in the notebook are two things: said where the saved file shows it."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from cellcheck import check
from cellcheck.exercise import course
from cellcheck.report import Report, schema
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython
from jsonschema import validate

from .student import text
from .test_command import in_cells, run

WRONG = ("it * cct", "it + cct")
HELPER = "def squash(z):\n    return 1 / (1 + np.exp(-z))"
USES_HELPER = ("sigmoid(Wf @ concat + bf)", "squash(Wf @ concat + bf)")
GONE = "No cell of the saved notebook defines"
ANOTHER = "The saved notebook holds another"


class Notebook:
    """A shell and the file of the notebook that runs in it."""

    def __init__(self, shell: InteractiveShell, path: Path) -> None:
        self.shell = shell
        self.path = path
        shell.user_ns["__session__"] = str(path)

    def ran(self, *cells: str) -> None:
        for cell in cells:
            assert self.shell.run_cell(cell).success

    def saved(self, *cells: str, seconds: float = 60.0) -> None:
        """The file, saved so many seconds from now: a negative number is before the cells ran."""
        document = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells]
        )
        nbformat.write(document, self.path)
        os.utime(self.path, (time.time() + seconds,) * 2)

    def check(self, name: str) -> Report:
        report = check(name, display=False)
        validate(report.to_dict(), schema())
        return report


@pytest.fixture(scope="module")
def one_shell() -> Iterator[InteractiveShell]:
    shell = start_ipython() or InteractiveShell.instance()
    shell.run_cell("%load_ext cellcheck")
    yield shell
    shell.run_cell("%unload_ext cellcheck")


@pytest.fixture
def notebook(
    one_shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Notebook]:
    before = dict(one_shell.user_ns)
    for name in set(course()) & set(before):
        del one_shell.user_ns[name]
    monkeypatch.setattr("cellcheck.interactive.show", lambda *_, **__: None)
    yield Notebook(one_shell, tmp_path / "work.ipynb")
    for name in set(one_shell.user_ns) - set(before):
        del one_shell.user_ns[name]
    one_shell.user_ns.update(before)


def said(report: Report) -> str:
    return " ".join([*report.notes, *(finding.code for finding in report.findings)])


def test_a_right_function_that_still_stands_is_no_matter(notebook: Notebook) -> None:
    cells = in_cells(text("lstm"))
    notebook.ran(*cells)
    notebook.saved(*cells)
    for name in ("lstm_cell_forward", "lstm_forward", "lstm_backward"):
        report = notebook.check(name)
        assert report.passed
        assert report.notes == ()


def test_a_deleted_cell_is_noted_and_the_verdict_stays(notebook: Notebook) -> None:
    head, cell_forward, *rest = in_cells(text("lstm"))
    notebook.ran(head, cell_forward, *rest)
    notebook.saved(head, *rest)
    report = notebook.check("lstm_cell_forward")
    assert report.passed
    assert f"{GONE} `lstm_cell_forward`" in said(report)
    assert f"{GONE} `lstm_cell_forward`" in said(notebook.check("lstm_forward"))


def test_a_helper_whose_cell_was_deleted_is_noted(notebook: Notebook) -> None:
    cells = in_cells(text("lstm", USES_HELPER))
    notebook.ran(cells[0], HELPER, *cells[1:])
    notebook.saved(*cells)
    report = notebook.check("lstm_cell_forward")
    assert report.passed
    assert f"{GONE} `squash`" in said(report)


def test_an_old_definition_that_still_runs_is_the_cause(notebook: Notebook) -> None:
    notebook.ran(*in_cells(text("lstm", WRONG)))
    notebook.saved(*in_cells(text("lstm")))
    report = notebook.check("lstm_cell_forward")
    assert report.status == "stale"
    assert [(each.code, each.certainty) for each in report.findings] == [("stale", "likely")]
    assert report.wrong
    assert "`lstm_cell_forward`" in report.message


def test_an_old_helper_that_still_runs_is_the_cause(notebook: Notebook) -> None:
    cells = in_cells(text("lstm", USES_HELPER))
    notebook.ran(cells[0], HELPER.replace("-z", "z"), *cells[1:])
    notebook.saved(cells[0], HELPER, *cells[1:])
    report = notebook.check("lstm_cell_forward")
    assert report.status == "stale"
    assert "`squash`" in report.message


def test_an_old_definition_upstream_is_the_first_finding(notebook: Notebook) -> None:
    wrong, right = in_cells(text("lstm", WRONG)), in_cells(text("lstm"))
    notebook.ran(*wrong)
    notebook.saved(*right)
    report = notebook.check("lstm_forward")
    assert report.status == "blocked"
    assert [(each.function, each.code) for each in report.findings] == [
        ("lstm_cell_forward", "stale")
    ]


def test_an_edit_that_mends_nothing_is_only_noted(notebook: Notebook) -> None:
    notebook.ran(*in_cells(text("lstm", WRONG)))
    notebook.saved(*in_cells(text("lstm", ("it * cct", "it - cct"))))
    report = notebook.check("lstm_cell_forward")
    assert report.status == "fail"
    assert "stale" not in said(report)
    assert f"{ANOTHER} `lstm_cell_forward`" in said(report)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    concat =", "    # stacked\n    concat ="),
        ("    concat =", "\n\n    concat ="),
        ("np.concatenate([a_prev, xt])", "np.concatenate( [a_prev,xt] )"),
    ],
)
def test_comments_and_white_space_are_no_edit(notebook: Notebook, old: str, new: str) -> None:
    cells = in_cells(text("lstm"))
    notebook.ran(*cells)
    notebook.saved(*(cell.replace(old, new) for cell in cells))
    assert notebook.check("lstm_cell_forward").notes == ()


@pytest.mark.parametrize("saved", [(), ("x = 1",)])
def test_a_file_from_before_the_cell_ran_tells_nothing(
    notebook: Notebook, saved: tuple[str, ...]
) -> None:
    notebook.ran(*in_cells(text("lstm")))
    notebook.saved(*saved, seconds=-60)
    report = notebook.check("lstm_cell_forward")
    assert report.passed
    assert report.notes == ()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3}', '{"worksheets": []}'])
def test_a_file_that_cannot_be_read_tells_nothing(notebook: Notebook, content: str) -> None:
    notebook.ran(*in_cells(text("lstm")))
    notebook.path.write_text(content, encoding="utf-8")
    os.utime(notebook.path, (time.time() + 60,) * 2)
    assert notebook.check("lstm_cell_forward").notes == ()


def test_a_missing_file_tells_nothing(notebook: Notebook) -> None:
    notebook.ran(*in_cells(text("lstm")))
    assert notebook.check("lstm_cell_forward").notes == ()


@pytest.mark.parametrize(
    "cell",
    [
        "%run work.py",
        "from work import *",
        "from work import (\n    lstm_cell_forward,\n)",
        "if True:\n    def lstm_cell_forward(*_):\n        ...",
        "exec(open('work.py').read())",
        "%%time\ndef lstm_cell_forward(xt, a_prev, c_prev, parameters):\n    ...",
        "lstm_cell_forward = other.lstm_cell_forward",
        "def lstm_cell_forward(:",
    ],
)
def test_whatever_may_define_the_function_keeps_it_standing(notebook: Notebook, cell: str) -> None:
    head, _, *rest = cells = in_cells(text("lstm"))
    notebook.ran(*cells)
    notebook.saved(head, cell, *rest)
    assert GONE not in said(notebook.check("lstm_cell_forward"))


def test_a_function_that_no_cell_defined_is_no_matter(notebook: Notebook, tmp_path: Path) -> None:
    (tmp_path / "work.py").write_text(text("lstm"), encoding="utf-8")
    notebook.ran(f"%run {tmp_path / 'work.py'}")
    notebook.saved("x = 1")
    assert GONE not in said(notebook.check("lstm_cell_forward"))


def test_a_cell_that_has_not_run_is_pointed_out(notebook: Notebook) -> None:
    cells = in_cells(text("lstm"))
    notebook.ran(cells[0])
    notebook.saved(*cells, seconds=-60)
    report = notebook.check("lstm_forward")
    assert report.status == "not_attempted"
    assert "A cell of the saved notebook defines `lstm_forward`" in said(report)


def file(folder: Path, *cells: str) -> Path:
    document = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbformat.write(document, folder / "work.ipynb")
    return folder / "work.ipynb"


def test_the_command_says_that_a_name_may_live_in_a_kernel_only(tmp_path: Path) -> None:
    path = file(tmp_path, *in_cells(text("lstm", USES_HELPER)))
    document = json.loads(run(path, "--json", "--exercise", "lstm_cell_forward").stdout)
    assert document["reports"][0]["raised"]["type"] == "NameError"
    (note,) = document["reports"][0]["notes"]
    assert note.startswith("No cell of this file defines `squash`.")
    assert "restart the kernel" in note


def test_the_command_says_so_of_a_cell_that_stops(tmp_path: Path) -> None:
    path = file(tmp_path, *in_cells(text("lstm")), "squash(0.5)", "lstm_forward_")
    errors = json.loads(run(path, "--json").stdout)["errors"]
    assert [error["type"] for error in errors] == ["NameError", "NameError"]
    assert all("no cell of this file defines it" in error["message"] for error in errors)


def test_the_command_does_not_say_so_of_a_name_that_comes_later(tmp_path: Path) -> None:
    path = file(tmp_path, *in_cells(text("lstm")), "squash(0.5)", HELPER)
    (error,) = json.loads(run(path, "--json").stdout)["errors"]
    assert error["message"] == "name 'squash' is not defined"
