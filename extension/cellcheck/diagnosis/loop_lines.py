"""Lines of a pass over time steps, read from the text where no experiment points to one."""

import ast
from collections.abc import Iterator

from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.repair.nodes import names_loaded
from cellcheck.diagnosis.source_unit import Part
from cellcheck.runner import source_line


def line_of_step(failure: Failure) -> tuple[int | None, str]:
    """The first line that calls one of the functions which the exercise calls."""
    unit = failure.unit
    if unit is None:
        return None, ""
    calls = [
        (part, node)
        for part in unit.parts
        for node in ast.walk(part.statement)
        if isinstance(node, ast.Name) and node.id in failure.exercise.calls
    ]
    if not calls:
        return None, ""
    part, node = min(calls, key=lambda each: each[1].lineno)
    return node.lineno, source_line(part.filename, node.lineno)


def line_of_overwriting(failure: Failure) -> tuple[int | None, str]:
    """The line of the step's loop that binds anew, at every turn, what is used after the loop.

    Where no such line is seen, that of the step.
    """
    for part, loop in _loops_of_step(failure):
        after = {
            name
            for statement in ast.walk(part.statement)
            if isinstance(statement, ast.stmt) and statement.lineno > (loop.end_lineno or 0)
            for name in names_loaded(statement)
        }
        binding = [
            node
            for node in ast.walk(loop)
            if isinstance(node, ast.Assign) and _bound(node) & after - names_loaded(node.value)
        ]
        calls = set(failure.exercise.calls)
        # The result of the step is bound anew by right code too.
        binding.sort(key=lambda node: (bool(names_loaded(node.value) & calls), node.lineno))
        for node in binding[:1]:
            return node.lineno, source_line(part.filename, node.lineno)
    return line_of_step(failure)


def _loops_of_step(failure: Failure) -> Iterator[tuple[Part, ast.For | ast.While]]:
    for part in failure.unit.parts if failure.unit is not None else ():
        for node in ast.walk(part.statement):
            if isinstance(node, (ast.For, ast.While)) and names_loaded(node) & set(
                failure.exercise.calls
            ):
                yield part, node


def _bound(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}
