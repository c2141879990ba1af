"""The first line whose result is no quantity of the derivation, whatever the student calls it.

Every expression of the function is observed and lined up by value with the reference's intermediate
values. A result that nobody recognises, made of operands that are all recognised, is where the
student's way leaves the derivation; unless an expression around it is recognised again.
"""

import ast
from dataclasses import dataclass
from typing import Any

import numpy as np

from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.context import Context, contexts
from cellcheck.diagnosis.repair.identity import Identities
from cellcheck.diagnosis.repair.probe import observe
from cellcheck.diagnosis.repair.source_unit import source_unit
from cellcheck.nested import copied
from cellcheck.runner import source_line

SECONDS = 0.5
MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class Divergence:
    """A line, its text, and the quantities that were right before it ran."""

    line: int
    source: str
    right: tuple[str, ...]

    @property
    def words(self) -> str:
        """What is said beside the line."""
        if not self.right:
            return "the first result that is no quantity of the derivation"
        names = ", ".join(f"`{name}`" for name in self.right)
        return (
            f"the first result that is no quantity of the derivation; {names} before it are right"
        )


def first_divergence(failure: Failure) -> Divergence | None:
    """The first line that leaves the derivation; None where no line stands out."""
    unit = source_unit(failure.work, failure.exercise.name)
    derivation = failure.exercise.derivation
    if unit is None or derivation is None:
        return None
    bench = Bench(failure, unit, SECONDS)
    observed, _, _ = observe(unit, bench.replacements(bench.quick), copied(bench.quick.arguments))
    identities = Identities(bench.quantities(bench.quick))
    first: tuple[int, int, str] | None = None
    assigned: list[tuple[int, str]] = []
    for context in contexts(unit, observed, identities, derivation, bench.quick):
        for node in ast.walk(context.root):
            if not isinstance(node, ast.expr):
                continue
            if _diverges(context, node):
                order = observed.order[node]
                if first is None or order < first[0]:
                    first = (order, node.lineno, unit.parts[context.part].filename)
            elif isinstance(context.parents.get(node), ast.Assign) and context.is_right(node):
                assigned += [(observed.order[node], name) for name in context.right_names(node)[:1]]
    if first is None:
        return None
    before = [name for order, name in sorted(assigned) if order < first[0] and name.isidentifier()]
    names = tuple(dict.fromkeys(before))[-MOST_NAMES:]
    return Divergence(first[1], source_line(first[2], first[1]), names)


def _diverges(context: Context, node: ast.expr) -> bool:
    if not _is_array(context.value(node)) or context.is_right(node):
        return False
    operands = [
        child
        for child in ast.walk(node)
        if child is not node and isinstance(child, ast.expr) and _is_array(context.value(child))
    ]
    if not operands or not all(context.is_right(child) for child in operands):
        return False
    around = context.parents.get(node)
    while isinstance(around, ast.expr):
        if context.is_right(around):
            return False
        around = context.parents.get(around)
    return True


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim >= 2


def line_of_step(failure: Failure) -> tuple[int | None, str]:
    """The first line that calls one of the functions which the exercise calls."""
    unit = source_unit(failure.work, failure.exercise.name)
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
