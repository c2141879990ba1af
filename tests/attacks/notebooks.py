"""Submissions: the assignments with their solutions, and some cells exchanged."""

import ast
import copy
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

ROOT = Path(__file__).resolve().parents[2]
FORWARD, BACKWARD = "lstm-forward", "lstm-backward"
FIRST_CELL = "setup"


@cache
def source(assignment: str) -> NotebookNode:
    """The instructor's notebook of an assignment, hidden tests and solutions included."""
    path = ROOT / "source" / assignment / f"{assignment}.ipynb"
    return nbformat.read(path, as_version=4)  # type: ignore[no-any-return, no-untyped-call]


def solution(assignment: str, name: str) -> str:
    """The source of one cell, by its id."""
    return str(next(cell.source for cell in source(assignment).cells if cell.id == name))


def seeds(assignment: str) -> dict[str, int]:
    """The hidden seed of each exercise of an assignment."""
    found = {}
    for cell in source(assignment).cells:
        if cell.cell_type == "code" and "cellcheck.grade(" in cell.source:
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Call):
                    named = {each.arg: ast.literal_eval(each.value) for each in node.keywords}
                    if "seed" in named:
                        found[ast.literal_eval(node.args[0])] = named["seed"]
    return found


def submission(
    assignment: str = FORWARD,
    cells: Mapping[str, str] | None = None,
    *,
    before: Sequence[str] = (),
    after: Mapping[str, str] | None = None,
    tests: Mapping[str, str] | None = None,
) -> NotebookNode:
    """The right submission with changes.

    Args:
        assignment: whose.
        cells: sources by id of the cell that they replace.
        before: cells put behind the first one, which imports.
        after: cells put behind the cell with that id.
        tests: locked test cells of 5 points each, put behind the cell with that id.

    """
    notebook = copy.deepcopy(source(assignment))
    changed = []
    for cell in notebook.cells:
        cell.source = (cells or {}).get(cell.id, cell.source)
        changed.append(cell)
        if cell.id == FIRST_CELL:
            changed += [_code(text) for text in before]
        if cell.id in (after or {}):
            changed.append(_code((after or {})[cell.id]))
        if cell.id in (tests or {}):
            changed.append(_test((tests or {})[cell.id]))
    notebook.cells = changed
    return notebook


def _code(text: str) -> NotebookNode:
    return nbformat.v4.new_code_cell(text)  # type: ignore[no-any-return, no-untyped-call]


def _test(text: str) -> NotebookNode:
    about: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": "test_extra",
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "points": 5,
    }
    cell = _code(text)
    cell.metadata["nbgrader"] = nbformat.from_dict(about)  # type: ignore[no-untyped-call]
    return cell
