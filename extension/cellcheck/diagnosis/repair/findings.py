"""From the edits that mend the values to findings."""

import ast
from dataclasses import dataclass

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.observation import Observation, observation
from cellcheck.diagnosis.repair.search import LAST_RESORT, Mended, search
from cellcheck.diagnosis.repair.words import FACTOR
from cellcheck.diagnosis.saying import finding
from cellcheck.report import Certainty, Finding
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
    sure, unsure = _by_certainty(mended)
    return (
        *(_repair(failure, seen, each, is_enough=is_enough) for each in sure),
        *(_repair(failure, seen, each, is_enough=is_enough, certainty="likely") for each in unsure),
    )


def _by_certainty(mended: tuple[Mended, ...]) -> tuple[list[Mended], list[Mended]]:
    """The changes that prove a cause, and the first of those that only say which value is wrong.

    A last resort puts in what is right. If that does not mend everything, what it mends may be one
    of several values that a single mistake makes wrong, and another last resort would mend the
    next of them: that is no second cause.
    """
    resorts = [each for each in mended if each.edit.rank >= LAST_RESORT]
    if not resorts or (len(resorts) == 1 and resorts[0].complete):
        return list(mended), []
    return [each for each in mended if each not in resorts], resorts[:1]


def _repair(
    failure: Failure,
    seen: Observation,
    each: Mended,
    *,
    is_enough: bool,
    certainty: Certainty = "proven",
) -> Repair:
    edit = each.edit
    source = source_line(seen.bench.unit.parts[each.part].filename, edit.line)
    code = edit.code
    own = edit.own
    if code == "derivative.factor" and failure.exercise.proof is None:
        code = _without_derivatives(edit)
        is_factor = edit.detail.get("kind") in {"factor", "divisor"} or not edit.new
        own = FACTOR if code == "operand.wrong" and is_factor else None
    said = finding(
        failure.exercise,
        code,
        edit.line,
        source=source,
        old=edit.old,
        new=edit.new,
        certainty=certainty,
        own=own,
        brings=_brings(edit),
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


def _brings(edit: Edit) -> str:
    """What is said to be missing, or one too many."""
    kind = edit.detail.get("kind")
    if not edit.quantity or kind == "replacement":  # that is the whole: any part may be wrong
        return ""
    what = "is one too many" if kind in {"divisor", "extra"} else "is missing"
    return f": `{edit.quantity}` {what}"


def _without_derivatives(edit: Edit) -> str:
    """What it is called in a function that computes no gradient."""
    inner = edit.node.left if isinstance(edit.node, ast.BinOp) else edit.node
    is_power = isinstance(edit.node, ast.BinOp) and isinstance(edit.node.op, ast.Pow)
    return "activation.wrong" if is_power and isinstance(inner, ast.Call) else "operand.wrong"
