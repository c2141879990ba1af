"""From the edits that mend the values to findings."""

import ast
from dataclasses import dataclass

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.observation import Observation, observation
from cellcheck.diagnosis.repair.search import Mended, search
from cellcheck.diagnosis.saying import finding
from cellcheck.report import Finding
from cellcheck.runner import source_line

SECONDS = 0.75
"""Time for the search: a student waits for it."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A change to the code that makes values right: its cause, its place, and the finding."""

    code: str
    line: int
    source: str
    values: frozenset[str]
    finding: Finding
    is_exact: bool = False
    """Does it change what is wrong itself, and not what comes after? Is all right in the end?"""
    is_enough: bool = False
    """Is all right in the end, with the other changes of the search made?"""
    order: int = 0
    """When the changed expression first ran, see `Observed.order`."""

    def as_found(self) -> Found:
        return Found(self.finding, self.values)


def repair(failure: Failure) -> tuple[Repair, ...]:
    """The changes that the search needed, in the order in which it made them."""
    seen = observation(failure)
    if seen is None:
        return ()
    mended = search(seen, failure.open, SECONDS)
    is_enough = any(each.complete for each in mended)
    return tuple(_repair(failure, seen, each, is_enough=is_enough) for each in mended)


def _repair(failure: Failure, seen: Observation, each: Mended, *, is_enough: bool) -> Repair:
    edit = each.edit
    source = source_line(seen.bench.unit.parts[each.part].filename, edit.line)
    brings = f": `{edit.quantity}` is missing" if edit.quantity else ""
    if edit.detail.get("kind") in {"divisor", "extra"}:
        brings = f": `{edit.quantity}` is one too many"
    code = edit.code
    if code == "derivative.factor" and failure.exercise.proof is None:
        code = _without_derivatives(edit)
    said = finding(
        failure.exercise,
        code,
        edit.line,
        source=source,
        old=edit.old,
        new=edit.new,
        brings=brings,
        seen=f"With one change on line {edit.line}, the values come right.",
    )
    return Repair(
        code,
        edit.line,
        source,
        each.values,
        said,
        is_exact=is_enough and "kind" not in edit.detail,
        is_enough=is_enough,
        order=seen.observed.order.get(edit.node, 0),
    )


def _without_derivatives(edit: Edit) -> str:
    """What it is called in a function that computes no gradient."""
    inner = edit.node.left if isinstance(edit.node, ast.BinOp) else edit.node
    is_power = isinstance(edit.node, ast.BinOp) and isinstance(edit.node.op, ast.Pow)
    return "activation.wrong" if is_power and isinstance(inner, ast.Call) else "operand.wrong"
