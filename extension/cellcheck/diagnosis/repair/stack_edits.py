"""Edits of how a stack is put together or taken apart: with the first part at its end."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cellcheck.diagnosis.repair.bench import FROM_END
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit, Slot
from cellcheck.diagnosis.repair.nodes import binary, call, called_name, constant, name
from cellcheck.diagnosis.repair.words import EXCHANGED

SPLITS = {"split", "vsplit", "hsplit", "array_split"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A subscript that takes one end of an array: `v[:k]`, the head, or `v[k:]`, the tail."""

    node: ast.Subscript
    part: ast.Slice
    axis: int
    bound: ast.expr
    is_head: bool

    def other_end(self) -> ast.Slice:
        """As many entries, from the other end of the axis."""
        return _one_end(self._mirrored(), is_head=not self.is_head)

    def other_length(self) -> ast.Slice:
        """From the same end, as many entries as were left out."""
        return _one_end(self._mirrored(), is_head=self.is_head)

    def _mirrored(self) -> ast.expr:
        """The place of the cut, as far from the other end."""
        if isinstance(self.bound, ast.UnaryOp) and isinstance(self.bound.op, ast.USub):
            return self.bound.operand  # counted from the end already
        shape = ast.Attribute(value=self.node.value, attr="shape", ctx=ast.Load())
        length = ast.Subscript(value=shape, slice=constant(self.axis), ctx=ast.Load())
        return binary(length, ast.Sub(), self.bound)


def _one_end(bound: ast.expr, *, is_head: bool) -> ast.Slice:
    if is_head:
        return ast.Slice(lower=None, upper=bound, step=None)
    return ast.Slice(lower=bound, upper=None, step=None)


def stack_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if isinstance(node, ast.Call) and called_name(node) in SPLITS and node.args:
            yield from _split_otherwise(context, node)
        elif isinstance(node, ast.Assign):
            yield from _other_parts(context, node)
    yield from _cut_otherwise(context)


def _split_otherwise(context: Context, node: ast.Call) -> Iterator[Edit]:
    """Parts of the same lengths with the first one at the end; parts of each other's lengths."""
    parts = context.value(node)
    if not isinstance(parts, (list, tuple)) or len(parts) < 2:
        return
    from_end = call(name(FROM_END), node.args[0], node)
    backward = ast.Slice(lower=None, upper=None, step=constant(-1))
    lengths = ast.Subscript(value=from_end, slice=backward, ctx=ast.Load())
    places = [each for place in node.args[1:] for each in getattr(place, "elts", [])]
    has_names = any(isinstance(each, ast.Name) for each in places)
    for new in (from_end,) if has_names else (from_end, lengths):
        yield Edit.exchange(
            context.slots[node], new, "slice.wrong", 20, node, old=context.text(node)
        )


def _other_parts(context: Context, node: ast.Assign) -> Iterator[Edit]:
    """`b, a = np.split(…)` for `a, b = np.split(…)`, whatever the shapes of the parts."""
    target = node.targets[0]
    if called_name(node.value) not in SPLITS or not isinstance(target, ast.Tuple):
        return
    for one, other in pairwise(target.elts):
        if not isinstance(one, ast.Starred) and not isinstance(other, ast.Starred):
            changes = context.exchanged(one, other)
            old = context.text(node.value)
            yield Edit("slice.wrong", 21, node, changes, old=old)


def _cut_otherwise(context: Context) -> Iterator[Edit]:
    """Heads and tails of one array that are cut at the same place: each from its other end.

    Or cut elsewhere, as far from the other end; not if the place has a name, which may be wrong.
    """
    groups: dict[tuple[object, ...], list[Cut]] = {}
    for node in ast.walk(context.root):
        cut = _cut(context, node)
        if cut is not None:
            array, bound = context.text(cut.node.value), context.text(cut.bound)
            group = (context.function_of(node), array, cut.axis, bound, type(cut.node.ctx))
            groups.setdefault(group, []).append(cut)
    for cuts in groups.values():
        if len({cut.is_head for cut in cuts}) == 2:
            cuts.sort(key=lambda cut: cut.node.lineno)
            changes = tuple((context.slots[cut.part], cut.other_end()) for cut in cuts)
            node = cuts[0].node
            if isinstance(node.ctx, ast.Load):
                yield Edit("slice.wrong", 20, node, changes, old=context.text(node))
                if not isinstance(cuts[0].bound, ast.Name):
                    moved = tuple((context.slots[cut.part], cut.other_length()) for cut in cuts)
                    yield Edit("slice.wrong", 20, node, moved, old=context.text(node))
            else:
                yield _filled_otherwise(context, cuts, changes)


def _filled_otherwise(
    context: Context, cuts: list[Cut], changes: tuple[tuple[Slot, ast.Slice], ...]
) -> Edit:
    """What goes into the head of a stack, into its tail; and the other way round."""
    filling = [context.statement_of(cut.node) for cut in cuts]
    old, new = (
        context.text(each.value if isinstance(each, (ast.Assign, ast.AugAssign)) else each)
        for each in (filling[0], filling[-1])
    )
    return Edit("operand.wrong", 21, cuts[0].node, changes, old=old, new=new, own=EXCHANGED)


def _cut(context: Context, node: ast.AST) -> Cut | None:
    if not isinstance(node, ast.Subscript):
        return None
    array = context.value(node.value)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not isinstance(array, np.ndarray) or len(parts) > array.ndim:
        return None
    bounded = [
        (axis, part)
        for axis, part in enumerate(parts)
        if isinstance(part, ast.Slice) and (part.lower is not None or part.upper is not None)
    ]
    if len(bounded) != 1 or bounded[0][1].step is not None:
        return None
    axis, part = bounded[0]
    from_start = part.lower is None or context.value(part.lower) == 0
    to_end = part.upper is None or context.value(part.upper) == array.shape[axis]
    bound = part.upper if from_start else part.lower
    if from_start == to_end or bound is None:
        return None
    return Cut(node, part, axis, bound, is_head=from_start)
