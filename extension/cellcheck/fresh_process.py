"""Runs a student's file and checks what it defines, in a process that the command starts."""

import contextlib
import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from cellcheck.checker import check_exercises
from cellcheck.code_cell import CodeCell
from cellcheck.diagnosis.standing import may_define
from cellcheck.interactive import as_python, defined_in
from cellcheck.report import SCHEMA_VERSION, Report
from cellcheck.runner import time_limit
from cellcheck.trial import Work
from cellcheck.views.help_request import help_request
from cellcheck.views.text import render_text

MISSING_NAME = re.compile(r"name '(\w+)' is not defined")
ONLY_IN_A_KERNEL = (
    "Where it works all the same, a kernel still holds it from a cell that was deleted or renamed: "
    "restart the kernel and run all cells to see what this run sees."
)


def main() -> None:
    question_file, answer_file = (Path(argument).resolve() for argument in sys.argv[1:])
    question = json.loads(question_file.read_text(encoding="utf-8"))
    cells = tuple(CodeCell(**cell) for cell in question["cells"])
    document, reports = run_file(
        Path(question["file"]), cells, question["exercise"], question["seconds"]
    )
    texts = {
        report.exercise: help_request(report)
        if question["help_request"]
        else render_text(report, hints=question["hints"])
        for report in reports
    }
    answer = {"document": document, "texts": texts}
    answer_file.write_text(json.dumps(answer, allow_nan=False), encoding="utf-8")


def run_file(
    path: Path, cells: tuple[CodeCell, ...], exercise: str | None, seconds: float
) -> tuple[dict[str, Any], tuple[Report, ...]]:
    """The document that `cellcheck check --json` prints, and the reports in it.

    A cell that raises is noted, and the next one runs: a failing test cell must not hide the
    functions below it.
    """
    shell = _shell()
    sys.path.insert(0, str(path.parent))
    os.chdir(path.parent)
    errors: list[dict[str, Any]] = []
    definitions: dict[str, dict[str, Any]] = {}
    sources = [as_python(shell, cell.source) for cell in cells]
    for cell in cells:
        if error := _run_cell(shell, cell, path, seconds):
            errors.append(error | {"message": error["message"] + _only_in_a_kernel(error, sources)})
        for name in defined_in(cell.source):
            is_script = path.suffix == ".py"
            definitions[name] = {"cell": None if is_script else cell.number, "id": cell.id}
    work = Work.found_in(shell.user_ns)
    names = [exercise] if exercise else [name for name in work.course if name in work.functions]
    reports = tuple(_with_note(report, sources) for report in check_exercises(names, shell.user_ns))
    document = {
        "version": SCHEMA_VERSION,
        "file": path.name,
        "definitions": {name: place for name, place in definitions.items() if name in names},
        "errors": errors,
        "reports": [report.to_dict() for report in reports],
    }
    return document, reports


def _with_note(report: Report, sources: Sequence[str]) -> Report:
    """The report, with a note where it lacks a name that only a kernel can still hold."""
    missing = report.exercise if report.status == "not_attempted" else ""
    if report.raised is not None:
        missing = _missing_name(report.raised.type, report.raised.message)
    if not missing or any(may_define(missing, source) for source in sources):
        return report
    return replace(report, notes=(f"No cell of this file defines `{missing}`. {ONLY_IN_A_KERNEL}",))


def _only_in_a_kernel(error: Mapping[str, Any], sources: Sequence[str]) -> str:
    missing = _missing_name(error["type"], error["message"])
    if not missing or any(may_define(missing, source) for source in sources):
        return ""
    return f"; no cell of this file defines it. {ONLY_IN_A_KERNEL}"


def _missing_name(kind: str, message: str) -> str:
    found = MISSING_NAME.search(message) if kind == "NameError" else None
    return found[1] if found else ""


def _shell() -> InteractiveShell:
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    # Figures and the like have nowhere to go: nobody sees this process's output.
    logging.disable(logging.WARNING)
    shell: InteractiveShell = InteractiveShell.instance(config=config)
    return shell


def _run_cell(
    shell: InteractiveShell, cell: CodeCell, path: Path, seconds: float
) -> dict[str, Any] | None:
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stderr(nowhere):
        try:
            with time_limit(seconds):
                if path.suffix == ".py":
                    exec(compile(cell.source, str(path), "exec"), shell.user_ns)  # noqa: S102  as asked
                    return None
                result = shell.run_cell(cell.source)  # type: ignore[no-untyped-call]
        except BaseException as exception:  # noqa: BLE001  the next cell runs all the same
            return _error(cell, exception)
    stopped = result.error_before_exec or result.error_in_exec
    return None if stopped is None else _error(cell, stopped)


def _error(cell: CodeCell, exception: BaseException) -> dict[str, Any]:
    """Where the cell's own code stood when it stopped."""
    line = exception.lineno if isinstance(exception, SyntaxError) else None
    for frame, number in traceback.walk_tb(exception.__traceback__):
        if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") == "__main__":
            line = number
    return {
        "cell": cell.number,
        "line": line,
        "type": type(exception).__name__,
        "message": str(exception),
    }


if __name__ == "__main__":
    main()
