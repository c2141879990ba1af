"""Edits of whole statements: sums that are overwritten, states that are not carried, copies."""

import ast
from collections.abc import Iterator

import numpy as np

from cellcheck.diagnosis.repair.context import Context, kind_of
from cellcheck.diagnosis.repair.edit import Edit, Slot
from cellcheck.diagnosis.repair.nodes import (
    binary,
    call,
    constant,
    item,
    loop_names,
    name,
    names_stored,
    numpy,
    stored,
)

CARRY = "__cellcheck_carry__"


def statement_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            yield from _summed(context, node)
            yield from _started_otherwise(context, node)
        elif isinstance(node, (ast.For, ast.While)):
            yield from _carried(context, node)
        if isinstance(node, ast.expr) and context.ran(node):
            yield from _copied(context, node)


def _summed(context: Context, node: ast.Assign | ast.AugAssign) -> Iterator[Edit]:
    """`dW = …` as `dW += …`, and the other way round."""
    slot = context.slots[node]
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, (ast.Name, ast.Subscript)) and context.loop_of(node) is not None:
            new = ast.AugAssign(target=target, op=ast.Add(), value=node.value)
            yield Edit("accumulate.overwritten", 10, node, ((slot, new),), old=context.text(target))
            if isinstance(target, ast.Name):
                yield from _summed_outside(context, node, target.id)
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.Add, ast.Sub)):
        plain = ast.Assign(targets=[node.target], value=node.value)
        code = "carry.missing" if context.loop_of(node) is not None else "operand.wrong"
        yield Edit(code, 24, node, ((slot, plain),), old=context.text(node.target))
        if isinstance(node.op, ast.Sub):
            flipped = ast.AugAssign(target=node.target, op=ast.Add(), value=node.value)
            yield Edit("sign", 16, node, ((slot, flipped),), old=context.text(node.target))


def _summed_outside(context: Context, node: ast.Assign, target: str) -> Iterator[Edit]:
    """A sum that was never started before the loop."""
    loop = context.loop_of(node)
    if loop is None:
        return
    total = f"__cellcheck_sum_{target}__"
    turn = [
        node,
        ast.Assign(targets=[stored(total)], value=binary(name(total), ast.Add(), name(target))),
    ]
    body = _replaced(loop.body, node, turn)
    if body is None:
        return
    yield Edit(
        "accumulate.overwritten",
        11,
        node,
        (
            (Slot(loop, "body"), body),
            *_around(
                context,
                loop,
                before=[ast.Assign(targets=[stored(total)], value=constant(0.0))],
                after=[ast.Assign(targets=[stored(target)], value=name(total))],
            ),
        ),
        old=target,
    )


def _started_otherwise(context: Context, node: ast.Assign | ast.AugAssign) -> Iterator[Edit]:
    """Another start for what a loop carries on: zeros, or an array of the same shape."""
    if not isinstance(node, ast.Assign) or context.loop_of(node) is not None:
        return
    value = context.value(node.value)
    if not isinstance(value, np.ndarray):
        return
    followed = [
        loop
        for loop in ast.walk(context.function_of(node))
        if isinstance(loop, (ast.For, ast.While)) and loop.lineno > node.lineno
    ]
    if not followed:
        return
    targets = set().union(*(names_stored(target) for target in node.targets))
    slot = context.slots[node.value]
    text = context.text(node.targets[0])
    zeros = call(numpy("zeros_like"), node.value)
    yield Edit("carry.initial", 21, node, ((slot, zeros),), old=text, new="zeros")
    for other, its_value in context.names_at(node).items():
        if kind_of(its_value) == kind_of(value) and other not in targets:
            copied = call(numpy("array"), name(other))
            yield Edit("carry.initial", 23, node, ((slot, copied),), old=text)


def _carried(context: Context, loop: ast.For | ast.While) -> Iterator[Edit]:
    """A value of one turn handed on to the next, in the place of an array or added to it."""
    sources = list(_sources(context, loop))
    if not sources:
        return
    for node in _array_reads(context, loop):
        value = context.value(node)
        for text, source, produced in sources:
            if kind_of(produced) != kind_of(value):
                continue
            turned = name(CARRY)
            starts = ast.Compare(left=turned, ops=[ast.Is()], comparators=[constant(None)])
            instead = ast.IfExp(test=starts, body=node, orelse=turned)
            added = ast.IfExp(test=starts, body=node, orelse=binary(node, ast.Add(), turned))
            keep = ast.Assign(targets=[stored(CARRY)], value=source)
            begin = ast.Assign(targets=[stored(CARRY)], value=constant(None))
            for rank, new in ((30, instead), (31, added)):
                yield Edit(
                    "carry.missing",
                    rank,
                    node,
                    (
                        (context.slots[node], new),
                        (Slot(loop, "body"), [*loop.body, keep]),
                        *_around(context, loop, before=[begin], after=[]),
                    ),
                    old=context.text(node),
                    new=text,
                )


def _sources(context: Context, loop: ast.For | ast.While) -> Iterator[tuple[str, ast.expr, object]]:
    """What a turn of the loop produces: names that it binds, entries of dictionaries among them."""
    known = context.names_at(loop)
    for bound in sorted(loop_names(loop)):
        value = known.get(bound)
        if isinstance(value, np.ndarray):
            yield bound, name(bound), value
        elif isinstance(value, dict):
            for key, held in value.items():
                if isinstance(key, str) and isinstance(held, np.ndarray):
                    yield key, item(bound, key), held


def _array_reads(context: Context, loop: ast.For | ast.While) -> Iterator[ast.expr]:
    """Arguments of calls in the loop that are arrays: what a step is given."""
    for statement in loop.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                for argument in [*node.args, *(each.value for each in node.keywords)]:
                    if isinstance(context.value(argument), np.ndarray):
                        yield argument
            elif isinstance(node, ast.Assign) and isinstance(context.value(node.value), np.ndarray):
                if not isinstance(node.value, ast.Call):
                    yield node.value


def _copied(context: Context, node: ast.expr) -> Iterator[Edit]:
    """An array with memory of its own."""
    value = context.value(node)
    if not isinstance(value, np.ndarray) or not isinstance(node, (ast.Name, ast.Subscript)):
        return
    parent = context.parents.get(node)
    kept = isinstance(parent, (ast.Assign, ast.Tuple, ast.List, ast.Call, ast.Dict, ast.Return))
    if kept and not (isinstance(parent, ast.Assign) and node in parent.targets):
        new = call(numpy("array"), node)
        change = (context.slots[node], new)
        yield Edit("alias.cache", 5, node, (change,), old=context.text(node))


def _around(
    context: Context, loop: ast.stmt, *, before: list[ast.stmt], after: list[ast.stmt]
) -> list[tuple[Slot, list[ast.stmt]]]:
    """The list of statements that holds the loop, with others put around it."""
    slot = context.slots[loop]
    statements = getattr(slot.parent, slot.attribute)
    at = statements.index(loop)
    changed = [*statements[:at], *before, loop, *after, *statements[at + 1 :]]
    return [(Slot(slot.parent, slot.attribute), changed)]


def _replaced(
    statements: list[ast.stmt], old: ast.stmt, new: list[ast.stmt]
) -> list[ast.stmt] | None:
    if old not in statements:
        return None
    at = statements.index(old)
    return [*statements[:at], *new, *statements[at + 1 :]]
