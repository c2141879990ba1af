"""Tries edits until the values come right: one after another where there are several mistakes."""

import ast
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.grouping_edits import grouping_edits
from cellcheck.diagnosis.repair.index_edits import index_edits
from cellcheck.diagnosis.repair.left_out_edits import left_out_edits
from cellcheck.diagnosis.repair.observation import Observation, observed_now
from cellcheck.diagnosis.repair.operand_edits import operand_edits
from cellcheck.diagnosis.repair.operator_edits import operator_edits
from cellcheck.diagnosis.repair.order_edits import order_edits
from cellcheck.diagnosis.repair.relation_edits import relation_edits, replacement_edits
from cellcheck.diagnosis.repair.size_edits import size_edits
from cellcheck.diagnosis.repair.stack_edits import stack_edits
from cellcheck.diagnosis.repair.statement_edits import statement_edits
from cellcheck.diagnosis.repair.type_edits import type_edits

MOST_MISTAKES = 3
LAST_RESORT = 60
"""The rank of edits that only say which quantity would be right; tried where nothing else helps."""
SLACK = 12
"""Once an edit mends everything, only edits of a rank at most this much higher are still tried."""


WAIT = 3
"""How many times longer than its own work the search may last where others use the machine."""


class Limit:
    """An end to the search, in seconds of its own work: a busy machine must not find less.

    Whoever waits sees the clock on the wall, so that ends it too, only later.
    """

    def __init__(self, seconds: float) -> None:
        self._work = time.thread_time() + seconds
        self._wall = time.monotonic() + WAIT * seconds

    @property
    def is_reached(self) -> bool:
        return time.thread_time() > self._work or time.monotonic() > self._wall


@dataclass(frozen=True, slots=True)
class Mended:
    """An edit that makes values right, and which ones."""

    edit: Edit
    part: int
    values: frozenset[str]
    complete: bool
    rivals: tuple[Edit, ...] = ()
    """Other edits that mend the same, less preferred."""


def search(seen: Observation, wanted: frozenset[str], seconds: float) -> tuple[Mended, ...]:
    """The edits that, made one after another, make the wanted values right.

    With more than one mistake in a function, an edit counts that makes further values right and
    none wrong; the next search starts from the code with that edit made.

    Args:
        seen: the function as it stands.
        wanted: names of the values that are to come right.
        seconds: after so much work, what has been found is all.

    """
    found: list[Mended] = []
    bench, limit = seen.bench, Limit(seconds)
    codes = bench.codes
    right = bench.right()
    target = (bench.all_leaves & wanted) | right
    undo: list[tuple[Edit, list[object]]] = []
    try:
        while len(found) < MOST_MISTAKES and not target <= right and not limit.is_reached:
            best = _best(seen if not found else observed_now(bench), right, target, limit)
            if best is None:
                break
            undo.append((best.edit, [slot.get() for slot, _ in best.edit.changes]))
            best.edit.make()
            bench.keep(best.part)
            found.append(best)
            right |= best.values
    finally:
        bench.start_from(codes)
        for edit, before in reversed(undo):
            for (slot, _), node in zip(edit.changes, before, strict=True):
                slot.put(node)
    return tuple(found)


def _best(
    seen: Observation, right: frozenset[str], target: frozenset[str], limit: Limit
) -> Mended | None:
    bench, made = seen.bench, seen.contexts
    candidates: list[tuple[Edit, int, frozenset[str], bool]] = []
    best_rank = 1000
    for context, edit in _ordered(seen):
        if limit.is_reached or edit.rank > best_rank + SLACK:
            break
        if edit.rank >= LAST_RESORT and any(complete for *_, complete in candidates):
            break
        now = bench.right_with(edit, context.part)
        if now <= right or not right <= now:
            continue
        with edit.made():
            if not bench.confirmed(context.part, now):
                continue
        candidates.append((edit, context.part, now - right, target <= now))
        if target <= now:
            best_rank = min(best_rank, edit.rank)
    if not candidates:
        return None
    most = max(len(gained) for _, _, gained, _ in candidates)
    leading = [each for each in candidates if len(each[2]) == most]
    leading.sort(key=lambda each: _preference(seen, made[each[1]], each[0]))
    edit, part, gained, _ = leading[0]
    return Mended(
        edit,
        part,
        gained,
        complete=target <= right | gained,
        rivals=tuple(other for other, *_ in leading[1:]),
    )


def _preference(seen: Observation, context: Context, edit: Edit) -> tuple[int, int, int, int]:
    """Lower is better; of last resorts, which mend all that comes after, what runs first."""
    if edit.rank >= LAST_RESORT:
        return edit.rank, _when(seen, context, edit), edit.line, -_size(edit.node)
    return edit.rank, 0, edit.line, _size(edit.node)


def _when(seen: Observation, context: Context, edit: Edit) -> int:
    """When the statement of an edit first ran."""
    if not isinstance(edit.node, ast.expr):
        return 0
    order = seen.observed.order
    within = ast.walk(context.statement_of(edit.node))
    return min((order[node] for node in within if node in order), default=0)


def _ordered(seen: Observation) -> Iterator[tuple[Context, Edit]]:
    """All edits, the more telling first; within a rank those where something is unknown first."""
    bench, made = seen.bench, seen.contexts
    published = bench.cases[0].data.sizes
    # Within a time step a value tells where one stands; in a pass, right values may come at the
    # wrong time, so nothing is ruled out there.
    one_step = not any(context.over_time for context in made)
    ruled_out: list[tuple[Context, Edit]] = []
    edits: list[tuple[Context, Edit]] = []
    for context in made:
        for edit in _plain(context, published):
            inside = one_step and context.inside_right(edit.node)
            (ruled_out if inside else edits).append((context, edit))
    edits.sort(key=lambda each: each[1].rank)
    # Few, and each with a reason in the numbers: they come first, though others are preferred.
    for context in made:
        for edit in relation_edits(context):
            if not (one_step and context.inside_right(edit.node)):
                yield context, edit
    yield from edits
    replacements = [
        (context, edit)
        for context in made
        for edit in replacement_edits(context)
        if not (one_step and context.inside_right(edit.node))
    ]
    # What ran first comes first: whatever is made of a wrong value could be replaced as well.
    replacements.sort(key=lambda each: _when(seen, *each))
    known = {edit: context.is_right(edit.node) for context, edit in replacements}
    yield from (each for each in replacements if not known[each[1]])
    # From here on, what is a quantity of the derivation and may stand where another one belongs.
    yield from _of_another(bench, ruled_out)
    wrong = bench.all_leaves - bench.right()
    of_known = [each for each in replacements if known[each[1]]]
    yield from sorted(of_known, key=lambda each: each[1].new not in wrong)


def _of_another(
    bench: Bench, ruled_out: list[tuple[Context, Edit]]
) -> Iterator[tuple[Context, Edit]]:
    """Edits inside of right quantities, as far as nothing that is right depends on them."""
    right = bench.right()
    depends: dict[ast.AST, bool] = {}
    usable = []
    for context, edit in ruled_out:
        whole = context.right_whole(edit.node)
        if not isinstance(whole, ast.expr):
            continue
        if whole not in depends:
            reached = bench.reached_from(whole, context.slots[whole], context.part)
            depends[whole] = bool(reached & right) or not reached
        if not depends[whole]:
            usable.append((context, replace(edit, rank=LAST_RESORT)))
    yield from usable


def _plain(context: Context, published: Mapping[str, int]) -> Iterable[Edit]:
    yield from operand_edits(context)
    yield from order_edits(context)
    yield from size_edits(context, published)
    yield from type_edits(context)
    yield from operator_edits(context)
    yield from grouping_edits(context)
    yield from index_edits(context)
    yield from stack_edits(context)
    yield from left_out_edits(context)
    yield from statement_edits(context)


def _size(node: ast.AST) -> int:
    return sum(1 for _ in ast.walk(node))
