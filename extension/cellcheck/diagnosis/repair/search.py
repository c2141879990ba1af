"""Tries edits until the values come right: one after another where there are several mistakes."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.context import Context, contexts
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.identity import Identities
from cellcheck.diagnosis.repair.index_edits import index_edits
from cellcheck.diagnosis.repair.operand_edits import operand_edits, sizes_for_all_numbers
from cellcheck.diagnosis.repair.operator_edits import operator_edits
from cellcheck.diagnosis.repair.probe import observe
from cellcheck.diagnosis.repair.relation_edits import relation_edits, replacement_edits
from cellcheck.diagnosis.repair.statement_edits import statement_edits
from cellcheck.diagnosis.repair.type_edits import type_edits
from cellcheck.nested import copied

MOST_MISTAKES = 3
LAST_RESORT = 60
"""The rank of edits that only say which quantity would be right; tried where nothing else helps."""
SLACK = 12
"""Once an edit mends everything, only edits of a rank at most this much higher are still tried."""


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit that makes values right, and which ones."""

    edit: Edit
    part: int
    values: frozenset[str]
    complete: bool
    rivals: tuple[Edit, ...] = ()
    """Other edits that mend the same, less preferred."""


def search(bench: Bench, wanted: frozenset[str]) -> tuple[Mended, ...]:
    """The edits that, made one after another, make the wanted values right.

    With more than one mistake in a function, an edit counts that makes further values right and
    none wrong; the next search starts from the code with that edit made.
    """
    found: list[Mended] = []
    right = bench.right()
    target = (bench.all_leaves & wanted) | right
    undo: list[tuple[Edit, list[object]]] = []
    try:
        while len(found) < MOST_MISTAKES and not target <= right and not bench.time_is_up:
            best = _best(bench, right, target)
            if best is None:
                break
            undo.append((best.edit, [slot.get() for slot, _ in best.edit.changes]))
            best.edit.make()
            bench.keep(best.part)
            found.append(best)
            right |= best.values
    finally:
        for edit, before in reversed(undo):
            for (slot, _), node in zip(edit.changes, before, strict=True):
                slot.put(node)
    return tuple(found)


def _best(bench: Bench, right: frozenset[str], target: frozenset[str]) -> Mended | None:
    candidates: list[tuple[Edit, int, frozenset[str]]] = []
    best_rank = 1000
    for context, edit in _ordered(bench):
        if bench.time_is_up or edit.rank > best_rank + SLACK:
            break
        if candidates and edit.rank >= LAST_RESORT:
            break
        now = bench.right_with(edit, context.part)
        if now <= right or not right <= now:
            continue
        with edit.made():
            if not bench.confirmed(context.part, now):
                continue
        candidates.append((edit, context.part, now - right))
        if target <= now:
            best_rank = min(best_rank, edit.rank)
    if not candidates:
        return None
    most = max(len(gained) for _, _, gained in candidates)
    leading = [each for each in candidates if len(each[2]) == most]
    leading.sort(key=lambda each: (each[0].rank, each[0].line, _size(each[0].node)))
    edit, part, gained = leading[0]
    return Mended(
        edit,
        part,
        gained,
        complete=target <= right | gained,
        rivals=tuple(other for other, _, _ in leading[1:]),
    )


def _ordered(bench: Bench) -> Iterator[tuple[Context, Edit]]:
    """All edits, the more telling first; within a rank those where something is unknown first."""
    observed, _, _ = observe(
        bench.unit, bench.replacements(bench.quick), copied(bench.quick.arguments)
    )
    identities = Identities(bench.quantities(bench.quick))
    derivation = bench.failure.exercise.derivation
    made = contexts(bench.unit, observed, identities, derivation, bench.quick)
    published = bench.cases[0].data.sizes
    # Within a time step a value tells where one stands; in a pass, right values may come at the
    # wrong time, so nothing is ruled out there.
    one_step = not any(isinstance(value, list) for value in bench.quantities(bench.quick).values())
    edits = [
        (context, edit)
        for context in made
        for edit in _plain(context, published)
        if not (one_step and context.inside_right(edit.node))
    ]
    edits.sort(key=lambda each: each[1].rank)
    # Few, and each with a reason in the numbers: they come first, though others are preferred.
    for context in made:
        for edit in relation_edits(context):
            if not (one_step and context.inside_right(edit.node)):
                yield context, edit
    yield from edits
    for context in made:
        for edit in replacement_edits(context):
            if not (one_step and context.inside_right(edit.node)):
                yield context, edit


def _plain(context: Context, published: Mapping[str, int]) -> Iterable[Edit]:
    yield from operand_edits(context)
    yield from sizes_for_all_numbers(context, published)
    yield from type_edits(context)
    yield from operator_edits(context)
    yield from index_edits(context)
    yield from statement_edits(context)


def _size(node: ast.AST) -> int:
    return sum(1 for _ in ast.walk(node))
