"""Edits that put two things into each other's place: names, items, targets of an unpacking."""

import ast
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product

import numpy as np

from cellcheck.diagnosis.repair.context import Context, kind_of
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import (
    AXES_MOVING,
    MAKERS,
    called_name,
    constant,
    names_loaded,
)
from cellcheck.diagnosis.repair.operand_edits import is_same_family
from cellcheck.diagnosis.repair.words import AXES, EXCHANGED


def order_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if isinstance(node, ast.Assign):
            yield from _other_order_of_targets(context, node)
            yield from _two_exchanged(context, node)
        elif isinstance(node, (ast.List, ast.Tuple)) and isinstance(node.ctx, ast.Load):
            yield from _other_order_of_items(context, node)
        for block in (getattr(node, "body", None), getattr(node, "orelse", None)):
            if isinstance(block, list):
                yield from _between_neighbours(context, block)
        if isinstance(node, ast.FunctionDef):
            yield from _keys_exchanged(context, node)


def _other_order_of_targets(context: Context, node: ast.Assign) -> Iterator[Edit]:
    """`a, c, … = cache` with two names, or two attributes, exchanged."""
    for target in node.targets:
        value = _unpacked(context, node, target)
        if not isinstance(target, ast.Tuple) or len(target.elts) != len(value):
            continue
        for first, second in combinations(range(len(value)), 2):
            one, other = target.elts[first], target.elts[second]
            if not isinstance(one, (ast.Name, ast.Attribute)) or type(one) is not type(other):
                continue
            if kind_of(value[first]) != kind_of(value[second]) or value[first] is value[second]:
                continue
            if _in_their_places(target, node.value, first, second):
                continue
            changes = context.exchanged(one, other)
            old, new = context.text(one), context.text(other)
            code = _code_of_targets(node.value, old, new)
            own = EXCHANGED if code == "operand.wrong" else None
            yield Edit(code, 24, node, changes, old=old, new=new, own=own)


def _unpacked(context: Context, node: ast.Assign, target: ast.expr) -> Sequence[object]:
    """What the targets of an unpacking get, one by one; nothing where that is not known."""
    if isinstance(node.value, ast.GeneratorExp) and isinstance(target, ast.Tuple):
        bound = context.names_at(node)  # what it makes is known by the names it gets
        return [bound.get(getattr(each, "id", "")) for each in target.elts]
    value = context.value(node.value)
    return value if isinstance(value, (tuple, list)) else ()


def _code_of_targets(value: ast.expr, one: str, other: str) -> str:
    """The cause that two exchanged targets of `value` prove."""
    if isinstance(value, ast.Attribute) and value.attr == "shape":
        return "shape"
    if isinstance(value, (ast.Name, ast.Subscript, ast.Attribute)):
        return "cache.order"
    return "gate.swapped" if _family_of_results(one, other) else "operand.wrong"


def _two_exchanged(context: Context, node: ast.Assign) -> Iterator[Edit]:
    """Two names of one sum in each other's place: `V @ a + U @ b` for `U @ a + V @ b`."""
    if not isinstance(node.value, ast.BinOp):
        return
    for one, other in combinations(_loaded_once(context, node), 2):
        if kind_of(context.value(one)) == kind_of(context.value(other)):
            changes = context.exchanged(one, other)
            swapped = is_same_family(context, one, context.value(other))
            code = "gate.swapped" if swapped else "operand.wrong"
            own = None if swapped else EXCHANGED
            yield Edit(code, 25, node, changes, old=one.id, new=other.id, own=own)


def _in_their_places(target: ast.expr, value: ast.expr, *positions: int) -> bool:
    """Does each name get what bears it, as in `W, b = p["W"], p["b"]`?"""
    if not isinstance(target, ast.Tuple) or not isinstance(value, ast.Tuple):
        return False
    if len(target.elts) != len(value.elts):
        return False
    pairs = [(target.elts[position], value.elts[position]) for position in positions]
    return all(
        isinstance(name, ast.Name)
        and isinstance(item, ast.Subscript)
        and isinstance(item.slice, ast.Constant)
        and item.slice.value == name.id
        for name, item in pairs
    )


def _family_of_results(one: str, other: str) -> bool:
    """Do two names look like the same part of different gates, `z_f` and `z_i`?"""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _other_order_of_items(context: Context, node: ast.List | ast.Tuple) -> Iterator[Edit]:
    """`[xt, a_prev]` for `[a_prev, xt]`, and two neighbours of a longer tuple."""
    parent = context.parents.get(node)
    if isinstance(parent, ast.Subscript) or not context.ran(node):
        return
    for first in range(len(node.elts) - 1):
        one, other = node.elts[first], node.elts[first + 1]
        if isinstance(one, ast.Starred) or isinstance(other, ast.Starred):
            continue
        if isinstance(parent, ast.Assign) and _in_their_places(
            parent.targets[0], node, first, first + 1
        ):
            continue
        changes = context.exchanged(one, other)
        old, new = context.text(one), context.text(other)
        user = called_name(parent) if parent is not None else ""
        if user in AXES_MOVING:
            old = context.text(parent or node)
            yield Edit("transpose", 25, parent or node, changes, old=old, own=AXES)
        elif user in MAKERS:
            yield Edit("shape", 25, node, changes, old=old, new=new)
        else:
            yield Edit("operand.wrong", 25, node, changes, old=old, new=new, own=EXCHANGED)


def _between_neighbours(context: Context, block: list[ast.stmt]) -> Iterator[Edit]:
    """`b = …; a = …` for `a = …; b = …`; and `a = … * y; b = … * x` for `a = … * x; b = … * y`."""
    for one, other in pairwise(block):
        if not isinstance(one, ast.Assign) or not isinstance(other, ast.Assign):
            continue
        values = context.value(one.value), context.value(other.value)
        if not isinstance(values[0], np.ndarray) or kind_of(values[0]) != kind_of(values[1]):
            continue
        pairs: list[tuple[ast.expr, ast.expr]] = []
        targets = one.targets[0], other.targets[0]
        if all(isinstance(target, (ast.Name, ast.Attribute)) for target in targets):
            pairs.append(targets)
        pairs += product(_loaded_once(context, one), _loaded_once(context, other))
        for first, second in pairs:
            old, new = context.text(first), context.text(second)
            is_load = first not in targets
            if old == new or (is_load and not _only_in(context, one, other, first, second)):
                continue
            changes = context.exchanged(first, second)
            is_gate = _family_of_results(old, new) or (
                is_same_family(context, first if is_load else one.value, context.value(other.value))
            )
            code = "gate.swapped" if is_gate else "operand.wrong"
            yield Edit(code, 25, one, changes, old=old, new=new, own=EXCHANGED)


def _loaded_once(context: Context, node: ast.Assign) -> list[ast.Name]:
    """The names of arrays that the value of an assignment reads, each once."""
    loaded = [
        each
        for each in ast.walk(node.value)
        if isinstance(each, ast.Name) and isinstance(context.value(each), np.ndarray)
    ]
    return [each for each in loaded if sum(other.id == each.id for other in loaded) == 1]


def _only_in(
    context: Context, one: ast.Assign, other: ast.Assign, first: ast.expr, second: ast.expr
) -> bool:
    """Does each of two arrays of a kind stand in its own statement only?"""
    if kind_of(context.value(first)) != kind_of(context.value(second)):
        return False
    names = context.text(first), context.text(second)
    return names[0] not in names_loaded(other.value) and names[1] not in names_loaded(one.value)


def _keys_exchanged(context: Context, function: ast.FunctionDef) -> Iterator[Edit]:
    """Two keys of a dictionary in each other's place; and all that differ in the same letters."""
    read: dict[str, list[ast.Constant]] = {}
    held: dict[str, object] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Constant):
            continue
        holder, key = context.value(node.value), node.slice.value
        if isinstance(holder, dict) and isinstance(key, str) and isinstance(node.ctx, ast.Load):
            read.setdefault(key, []).append(node.slice)
            held[key] = holder.get(key)
    by_letters: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one, other in combinations(sorted(read), 2):
        letters = _differing_letters(one, other)
        if letters is not None and kind_of(held[one]) == kind_of(held[other]) is not None:
            by_letters.setdefault(letters, []).append((one, other))
    for pairs in by_letters.values():
        for group in (pairs, *([pair] for pair in pairs if len(pairs) > 1)):
            new = dict(group) | {other: one for one, other in group}
            changes = [(node, new[key]) for key in new for node in read[key]]
            if any(_is_bound_to(context, node, key) for key in new for node in read[key]):
                continue
            changes.sort(key=lambda each: each[0].lineno)
            first, instead = changes[0]
            made = tuple((context.slots[node], constant(key)) for node, key in changes)
            statement = context.statement_of(first)
            yield Edit("gate.swapped", 24, statement, made, old=str(first.value), new=instead)


def _differing_letters(one: str, other: str) -> tuple[str, str] | None:
    """`("f", "i")` for `Wf` and `Wi`: the only letters in which two names differ."""
    if len(one) != len(other):
        return None
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return pairs[0] if len(pairs) == 1 else None


def _is_bound_to(context: Context, node: ast.Constant, key: str) -> bool:
    """Is it the key in `Wf = parameters["Wf"]`, which is read right whatever is done with it?

    What is added to a sum is as well: the sum may be what bears another name later.
    """
    statement = context.statement_of(node)
    if not isinstance(statement, ast.Assign):
        return isinstance(statement, ast.AugAssign)
    return any(
        getattr(each, "id", getattr(each, "value", None)) == key
        for target in statement.targets
        for each in ast.walk(target)
        if isinstance(each, (ast.Name, ast.Constant))
    )
