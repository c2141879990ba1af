"""The command `cellcheck`: `check FILE` for a student's file, `audit ASSIGNMENT` for a course."""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cellcheck.code_cell import CodeCell
from cellcheck.exercise import UnknownExerciseError, course
from cellcheck.kernels import command as warm_kernel
from cellcheck.report import MOST_HINTS
from cellcheck.source_file import SourceFileError, read_cells

ALL_PASS, SOMETHING_FAILS, CANNOT_BE_READ = 0, 1, 2
STATEMENT_LIMIT = 30.0
"""Seconds for each cell (or for a Python file) of the student's."""
GRACE = 30.0
"""Seconds above the sum of the limits inside, before the process is killed from outside."""


def main(argv: list[str] | None = None) -> int:
    """Runs the command.

    Args:
        argv: arguments without the program's name; those of the process by default.

    Returns:
        Exit status: 0 all pass, 1 something fails, 2 the file or the arguments cannot be used.

    """
    given = sys.argv[1:] if argv is None else argv
    if given[:1] == ["autograde"]:  # argparse would take the flags that follow for its own
        return _autograde(argparse.Namespace(rest=given[1:]))
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except (SourceFileError, UnknownExerciseError) as error:
        print(f"cellcheck: {error}", file=sys.stderr)
        return CANNOT_BE_READ
    except BrokenPipeError:  # `cellcheck check FILE | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SOMETHING_FAILS
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cellcheck", description="Checks the functions of a course and says why they differ."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="run a notebook or Python file in a fresh process and report on its functions",
        epilog="Exit status: 0 all pass, 1 something fails, 2 the file cannot be read.",
    )
    check.add_argument("file", type=Path, metavar="FILE", help="a notebook (.ipynb) or a .py file")
    check.add_argument("--exercise", metavar="NAME", help="report on this exercise alone")
    check.add_argument("--json", action="store_true", help="print one JSON document")
    check.add_argument(
        "--hints",
        type=int,
        choices=range(MOST_HINTS + 1),
        default=1,
        help="levels of hints shown (default: 1)",
    )
    check.add_argument(
        "--help-request",
        action="store_true",
        help="print Markdown to ask for help with, which quotes no code",
    )
    check.add_argument(
        "--time-limit",
        type=float,
        default=STATEMENT_LIMIT,
        metavar="SECONDS",
        help=f"for each cell of the file (default: {STATEMENT_LIMIT:g})",
    )
    check.set_defaults(run=_check)
    audit = commands.add_parser(
        "audit",
        help="list what was repaired, refused, timed out, flagged or wrong in an assignment",
        epilog="Exit status: 0 done, 2 there is nothing to list.",
    )
    audit.add_argument("assignment", metavar="ASSIGNMENT", help="as nbgrader knows it")
    audit.add_argument(
        "--autograded",
        type=Path,
        default=Path("autograded"),
        metavar="DIR",
        help="the folder with a folder for each student (default: autograded)",
    )
    audit.add_argument(
        "--csv",
        nargs="?",
        const="-",
        metavar="FILE",
        help="write rows of comma-separated values, to a file or to the standard output",
    )
    audit.set_defaults(run=_audit)
    autograde = commands.add_parser(
        "autograde",
        help="nbgrader autograde, with --unsafe for machines without isolation",
        add_help=False,
    )
    autograde.add_argument("rest", nargs=argparse.REMAINDER)
    autograde.set_defaults(run=_autograde)
    warm = commands.add_parser("warm-kernel", help="kernels that start from a warm process")
    warm_kernel.add_arguments(warm)
    warm.set_defaults(run=warm_kernel.run)
    return parser


def _autograde(arguments: argparse.Namespace) -> int:
    from cellcheck.grading.autograde_command import autograde  # `check` needs no nbgrader

    return autograde(arguments.rest)


def _audit(arguments: argparse.Namespace) -> int:
    from cellcheck.grading.audit import NothingGradedError, audit  # `check` needs no nbgrader

    try:
        found = audit(arguments.autograded, arguments.assignment)
    except NothingGradedError as error:
        print(f"cellcheck: {error}", file=sys.stderr)
        return CANNOT_BE_READ
    if arguments.csv is None:
        print(found.to_text())
    elif arguments.csv == "-":
        print(found.to_csv(), end="")
    else:
        Path(arguments.csv).write_text(found.to_csv(), encoding="utf-8")
    return ALL_PASS


def _check(arguments: argparse.Namespace) -> int:
    if arguments.exercise is not None:
        _ = course()[arguments.exercise]
    cells = read_cells(arguments.file)
    answer = _run_apart(arguments, cells)
    document = answer["document"]
    reports = document["reports"]
    if not reports:
        raise SourceFileError(
            f"{arguments.file}: defines none of the exercises; expected one or more of "
            f"{', '.join(course())}" + _first_error(document)
        )
    if arguments.json:
        print(json.dumps(document, indent=1))
    elif arguments.help_request:
        print("\n\n".join(filter(None, answer["texts"].values())))
    else:
        print(_as_text(document, answer["texts"], arguments.hints))
    passed = all(report["status"] == "pass" for report in reports)
    return ALL_PASS if passed else SOMETHING_FAILS


def _run_apart(arguments: argparse.Namespace, cells: tuple[CodeCell, ...]) -> dict[str, Any]:
    """Runs the file in a process of its own, which is killed if it does not come to an end."""
    with tempfile.TemporaryDirectory(prefix="cellcheck-") as folder:
        question, answer = Path(folder, "question.json"), Path(folder, "answer.json")
        # The cells travel as plain JSON: importing nbformat once takes longer than all the checks.
        content = {
            "file": str(arguments.file.resolve()),
            "cells": [asdict(cell) for cell in cells],
            "exercise": arguments.exercise,
            "seconds": arguments.time_limit,
            "hints": arguments.hints,
            "help_request": arguments.help_request,
        }
        question.write_text(json.dumps(content), encoding="utf-8")
        command = [sys.executable, "-m", "cellcheck.fresh_process", str(question), str(answer)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env=os.environ | {"CELLCHECK_AUTOMATIC": "0", "MPLBACKEND": "agg"},
        )
        limit = arguments.time_limit * len(cells) + GRACE
        try:
            _, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            errors = f"not finished after {limit:g} s"
        finally:
            _end_group(process)
        try:
            given: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            last = errors.strip().splitlines()[-1:] or [f"exit status {process.returncode}"]
            raise SourceFileError(f"{arguments.file}: the run ended early: {last[0]}") from None
        return given


def _end_group(process: subprocess.Popen[str]) -> None:
    """Ends the process and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _first_error(document: dict[str, Any]) -> str:
    if not document["errors"]:
        return ""
    error = document["errors"][0]
    return f" (cell {error['cell']} stopped: {error['type']}: {error['message']})"


def _as_text(document: dict[str, Any], texts: dict[str, str], hints: int) -> str:
    """Cells that stopped, then one report after the other, each under the cell that defines it."""
    blocks = [
        f"! cell {error['cell']}, line {error['line']}: {error['type']}: {error['message']}"
        for error in document["errors"]
    ]
    for name, text in texts.items():
        place = document["definitions"].get(name)
        heading = f"cell {place['cell']}\n" if place and place["cell"] is not None else ""
        blocks.append(heading + text)
    if any(report["findings"] for report in document["reports"]) and hints < MOST_HINTS:
        blocks.append(f"Further hints: --hints {hints + 1}")
    return "\n\n".join(blocks)
