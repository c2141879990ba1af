"""Does what the kernel runs still stand in the notebook?

A kernel keeps every definition that it ever ran, also those whose cell was edited, renamed or
deleted since. The kernel does not see the screen, but it can read the notebook's file. Only a file
that was saved after a definition ran can tell anything about it, and even then the screen may be
ahead of the file: what is found here is likely, never proven, and in doubt nothing is said.
"""

import ast
import linecache
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from cellcheck.diagnosis.isolation import Isolation
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.source_unit import Part, SourceUnit, names_bound, source_unit
from cellcheck.report import Finding, Report
from cellcheck.trial import Work, on_its_own

SLACK = 1.0
"""Seconds by which a file has to be newer: some file systems keep whole seconds only."""
MOST_NOTES = 2
HIDING = {"exec", "run_line_magic", "run_cell_magic", "globals", "setattr"}
"""Calls that may define any name; `%run` is one of them once magics are written as Python."""


@dataclass(frozen=True, slots=True)
class Executed:
    """A cell that ran in this kernel: its text, magics written as Python, and when it ended."""

    source: str
    at: float


@dataclass(frozen=True, slots=True)
class SavedNotebook:
    """The code cells of the notebook's file, magics written as Python, and when it was saved."""

    sources: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True)
class NotebookState:
    """What a kernel knows of its notebook."""

    executed: tuple[Executed, ...]
    saved: SavedNotebook


@dataclass(frozen=True, slots=True)
class Fallen:
    """A definition that ran, and no longer stands in the saved notebook as it ran."""

    part: Part
    instead: ast.stmt | None
    """What the saved notebook has under the same name; None where it has nothing."""

    @property
    def note(self) -> str:
        """What is said of it where it explains nothing."""
        if self.instead is None:
            return (
                f"No cell of the saved notebook defines `{self.part.name}`: it may live only in "
                "this kernel, and be gone after a restart."
            )
        return (
            f"The saved notebook holds another `{self.part.name}` than the one that ran: "
            "run its cell again."
        )


def against_saved(report: Report, isolation: Isolation, notebook: NotebookState) -> Report:
    """The report, with what it owes to definitions that no longer stand in the saved notebook.

    Where the saved definitions would be right, that the kernel ran others is the cause: the
    verdict is `stale`. Otherwise a quiet note is all that is said.
    """
    work = isolation.work
    judged = [name for name in work.course.chain(report.exercise) if name in work.functions]
    fallen = {name: _fallen(work, name, notebook) for name in judged}
    notes = tuple(dict.fromkeys(each.note for parts in fallen.values() for each in parts))
    if report.passed or not notes:
        return replace(report, notes=(*report.notes, *notes[:MOST_NOTES]))
    wrong = [link.function for link in report.chain if link.state == "wrong"]
    found = [
        said
        for name in wrong
        if (said := _out_of_date(work, name, fallen.get(name, ()), isolation.seconds))
    ]
    own = [said for said in found if said.function == report.exercise]
    if own:
        return replace(
            report,
            status="stale",
            title=f"`{report.exercise}`: {own[0].title}",
            message=own[0].message,
            findings=tuple(own),
        )
    others = tuple(each for each in report.findings if each.function not in _functions(found))
    return replace(report, findings=(*found, *others), notes=(*report.notes, *notes[:MOST_NOTES]))


def _functions(found: Sequence[Finding]) -> set[str]:
    return {each.function for each in found}


def _fallen(work: Work, name: str, notebook: NotebookState) -> tuple[Fallen, ...]:
    """The function and helpers of its unit that no longer stand in the saved notebook."""
    unit = source_unit(work, name)
    return () if unit is None else tuple(_fallen_parts(unit, notebook))


def _out_of_date(work: Work, name: str, parts: Sequence[Fallen], seconds: float) -> Finding | None:
    """A finding, if the function comes right with what the saved notebook has in their place."""
    unit = source_unit(work, name)
    changed = {each.part.name: each.instead for each in parts if each.instead is not None}
    if unit is None or not changed:
        return None
    mended = _with(work, unit, changed)
    if mended is None or not all(run.right for run in on_its_own(mended, name, None, seconds)):
        return None
    return finding(
        work.course[name],
        "stale",
        None,
        certainty="likely",
        old=next(iter(changed)),
        listed=", ".join(f"`{each}`" for each in changed),
    )


def defining_cells(name: str, notebook: SavedNotebook) -> int:
    """How many cells of the saved notebook certainly define `name`."""
    return sum(name in _definitions(source) for source in notebook.sources)


def _fallen_parts(unit: SourceUnit, notebook: NotebookState) -> Iterator[Fallen]:
    for part in unit.parts:
        text = ast.dump(part.statement)
        ended = _ran_at(part, notebook.executed)
        if ended is None or notebook.saved.at < ended + SLACK:
            continue  # not run by a cell, or saved before it ran
        found = [
            known
            for source in notebook.saved.sources
            if (known := _definitions(source).get(part.name)) is not None
        ]
        if any(ast.dump(known) == text for known in found):
            continue
        if found:
            yield Fallen(part, found[-1])
        elif not any(may_define(part.name, source) for source in notebook.saved.sources):
            yield Fallen(part, None)


def _ran_at(part: Part, executed: Sequence[Executed]) -> float | None:
    """When the cell that made this very definition last ended; None for one of a file."""
    text = "".join(linecache.getlines(part.filename)).strip()
    return next((cell.at for cell in reversed(executed) if cell.source.strip() == text), None)


@lru_cache(maxsize=512)
def _definitions(source: str) -> Mapping[str, ast.stmt]:
    """The functions, classes and assignments at the top level of a cell, the last of each name."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return {}
    return {name: statement for statement in tree.body for name in names_bound(statement)}


def may_define(name: str, source: str) -> bool:
    """Could a cell define the name in any way: an import, `%run`, a cell that is no Python?

    >>> may_define("logistic", "from scipy.special import expit as logistic")
    True
    >>> may_define("logistic", "y = logistic(x)")
    False
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return name in source
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=bound) | ast.ClassDef(name=bound) if bound == name:
                return True
            case ast.Name(id=bound, ctx=ast.Store()) if bound == name:
                return True
            case ast.alias(name=imported, asname=bound):
                if imported == "*" or name in {imported, bound}:
                    return True
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
                if called in HIDING:
                    return True
    return False


def _with(work: Work, unit: SourceUnit, changed: dict[str, ast.stmt]) -> Work | None:
    """The work with other definitions in the place of some parts of a unit, in a copy."""
    namespace: dict[str, Any] = dict(work.namespace)
    try:
        for part in unit.parts:
            statement = changed.get(part.name, part.statement)
            module = ast.Module(body=[statement], type_ignores=[])
            exec(compile(module, part.filename, "exec"), namespace)  # noqa: S102  the student's own definitions
    except Exception:  # noqa: BLE001  a default value or decorator may need what is not there
        return None
    function = namespace.get(unit.name)
    if not callable(function):
        return None
    return Work(namespace, {**work.functions, unit.name: function}, work.course)
