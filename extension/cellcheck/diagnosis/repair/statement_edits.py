"""Edits of whole statements: sums that are overwritten, states that are not carried, copies."""

import ast
from collections.abc import Iterator

import numpy as np

from cellcheck.diagnosis.repair.bench import ADD_UP, FIRST, STEP
from cellcheck.diagnosis.repair.context import Context, kind_of
from cellcheck.diagnosis.repair.edit import Edit, Slot
from cellcheck.diagnosis.repair.nodes import (
    binary,
    call,
    called_name,
    constant,
    name,
    names_loaded,
    names_stored,
    numpy,
    stored,
)
from cellcheck.diagnosis.repair.words import ADDED, FIRST_TWICE

MOST_TAKEN = 12
"""Statements after a loop that may belong into it."""


def statement_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if isinstance(node, (ast.Assign, ast.AugAssign)):
            yield from _summed(context, node)
            yield from _started_otherwise(context, node)
        elif isinstance(node, ast.Call) and context.ran(node):
            yield from _updated(context, node)
            yield from _carried(context, node)
        elif isinstance(node, (ast.For, ast.While)):
            yield from _taken_into(context, node)
        elif isinstance(node, ast.If):
            yield from _only_otherwise(context, node)
        if isinstance(node, ast.expr) and context.ran(node):
            yield from _copied(context, node)
            yield from _first_otherwise(context, node)
            yield from _started_in_a_structure(context, node)


def _summed(context: Context, node: ast.Assign | ast.AugAssign) -> Iterator[Edit]:
    """`dW = …` as `dW += …`, and the other way round."""
    slot = context.slots.get(node)
    if slot is None:  # the part itself: a lambda with a name
        return
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        is_repeated = context.loop_of(node) is not None or (
            not isinstance(target, ast.Name) and len(context.observed.of(node.value)) > 1
        )
        if isinstance(target, (ast.Name, ast.Subscript, ast.Attribute)) and is_repeated:
            new = ast.AugAssign(target=target, op=ast.Add(), value=node.value)
            yield Edit("accumulate.overwritten", 10, node, ((slot, new),), old=context.text(target))
            if isinstance(target, ast.Name):
                yield from _summed_outside(context, node, target.id)
            elif isinstance(target, ast.Subscript) and isinstance(
                context.value(target.value), dict
            ):
                before = call(
                    ast.Attribute(value=target.value, attr="get", ctx=ast.Load()),
                    target.slice,
                    constant(0.0),
                )
                added = ast.Assign(targets=[target], value=binary(before, ast.Add(), node.value))
                yield Edit(
                    "accumulate.overwritten", 10, node, ((slot, added),), old=context.text(target)
                )
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, (ast.Add, ast.Sub)):
        plain = ast.Assign(targets=[node.target], value=node.value)
        code = "carry.missing" if context.loop_of(node) is not None else "operand.wrong"
        old = context.text(node.target)
        yield Edit(code, 24, node, ((slot, plain),), old=old, own=ADDED)
        if isinstance(node.op, ast.Sub):
            flipped = ast.AugAssign(target=node.target, op=ast.Add(), value=node.value)
            yield Edit("sign", 16, node, ((slot, flipped),), old=context.text(node.target))


def _summed_outside(context: Context, node: ast.Assign, target: str) -> Iterator[Edit]:
    """A sum that was never started before the loop."""
    loop = context.loop_of(node)
    if loop is None:
        return
    total = f"__cellcheck_sum_{target}__"
    turn: list[ast.stmt] = [
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
    if _is_before_a_loop(context, node):
        targets = set().union(*(names_stored(target) for target in node.targets))
        yield from _other_starts(context, node.value, node, targets)


def _started_in_a_structure(context: Context, node: ast.expr) -> Iterator[Edit]:
    """The same for one of several: an item of a tuple, a list or a dictionary."""
    value, around = context.value(node), context.parents.get(node)
    if not isinstance(around, (ast.Tuple, ast.List, ast.Dict)) or not isinstance(value, np.ndarray):
        return
    statement = context.statement_of(node)
    is_start = isinstance(statement, (ast.Assign, ast.AnnAssign)) and _is_before_a_loop(
        context, statement
    )
    is_single = context.loop_of(statement) is None and len(context.observed.of(node)) == 1
    if is_start and is_single:
        yield from _other_starts(context, node, statement, set())


def _is_before_a_loop(context: Context, node: ast.stmt) -> bool:
    return any(
        isinstance(loop, (ast.For, ast.While)) and loop.lineno > node.lineno
        for loop in ast.walk(context.function_of(node))
    )


def _other_starts(
    context: Context, node: ast.expr, statement: ast.stmt, targets: set[str]
) -> Iterator[Edit]:
    value, slot, text = context.value(node), context.slots[node], context.text(node)
    zeros = call(numpy("zeros_like"), node)
    yield Edit("carry.initial", 21, statement, ((slot, zeros),), old=text, new="zeros")
    for other, its_value in context.names_at(statement).items():
        if kind_of(its_value) == kind_of(value) and other not in targets:
            copied = call(numpy("array"), name(other))
            yield Edit("carry.initial", 23, statement, ((slot, copied),), old=text)


def _taken_into(context: Context, loop: ast.For | ast.While) -> Iterator[Edit]:
    """The statements after a loop as its last ones: they stand one step too far to the left."""
    if loop.orelse:
        return
    block, before, after = _split_at(context, loop)
    for count in range(1, min(len(after), MOST_TAKEN) + 1):
        taken = after[:count]
        if isinstance(taken[-1], (ast.Return, ast.For, ast.While)):
            return
        changes = (
            (Slot(loop, "body"), [*loop.body, *taken]),
            (block, [*before, *after[count:]]),
        )
        is_call = isinstance(taken[0], ast.Expr) and isinstance(taken[0].value, ast.Call)
        is_sum = any(
            isinstance(each, ast.AugAssign)
            or (isinstance(each, ast.Assign) and _adds_to_itself(each))
            for each in taken
        )
        code = "cache.empty" if is_call else "accumulate.overwritten" if is_sum else "index.time"
        yield Edit(code, 12, taken[0], changes, old=context.text(taken[0]))


def _adds_to_itself(node: ast.Assign) -> bool:
    return len(node.targets) == 1 and bool(names_stored(node.targets[0]) & names_loaded(node.value))


def _only_otherwise(context: Context, node: ast.If) -> Iterator[Edit]:
    """The statement after an `if` as its `else`: what the first turn has done is done again."""
    if node.orelse or context.loop_of(node) is None:
        return
    block, before, after = _split_at(context, node)
    if after:
        changes = ((Slot(node, "orelse"), after[:1]), (block, [*before, *after[1:]]))
        old = context.text(node.test)
        yield Edit("carry.initial", 14, after[0], changes, old=old, own=FIRST_TWICE)


def _updated(context: Context, node: ast.Call) -> Iterator[Edit]:
    """`sums.update(step)` as adding up, key by key."""
    if called_name(node) != "update" or not isinstance(node.func, ast.Attribute) or not node.args:
        return
    holder, step = node.func.value, node.args[0]
    if isinstance(context.value(holder), dict) and isinstance(context.value(step), dict):
        new = call(name(ADD_UP), holder, step)
        change = (context.slots[node], new)
        yield Edit("accumulate.overwritten", 10, node, (change,), old=context.text(holder))


def _carried(context: Context, node: ast.Call) -> Iterator[Edit]:
    """What one call of a step returned, handed on to the next: instead of an argument, or added.

    It makes no difference what repeats the call: a loop, a comprehension, a method, recursion.
    """
    results = context.observed.of(node)
    if len(results) < 2 or node.keywords or not isinstance(node.func, (ast.Name, ast.Attribute)):
        return
    if any(isinstance(argument, ast.Starred) for argument in node.args):
        return
    for position, argument in enumerate(node.args):
        value = context.value(argument)
        if not isinstance(value, np.ndarray):
            continue
        for source in _sources(results[0], value):
            for rank, mode in ((30, "instead"), (31, "added")):
                new = call(
                    name(STEP),
                    constant(f"{node.lineno}:{node.col_offset}"),
                    node.func,
                    constant(position),
                    constant(source),
                    constant(mode),
                    *node.args,
                )
                yield Edit(
                    "carry.missing",
                    rank,
                    node,
                    ((context.slots[node], new),),
                    old=context.text(argument),
                    new=_part_of_result(context, node, source),
                )


def _part_of_result(context: Context, node: ast.Call, source: str | int) -> str:
    """`dx`, if the step returns a dictionary; `step(…)[1]`, if it returns a tuple."""
    return source if isinstance(source, str) else f"{context.text(node.func)}(…)[{source}]"


def _sources(result: object, value: object) -> Iterator[str | int]:
    """The parts of a step's result that could take an argument's place: keys or positions."""
    if isinstance(result, dict):
        parts = list(result.items())
    elif isinstance(result, tuple):
        parts = list(enumerate(result))
    else:
        return
    for key, held in parts:
        if kind_of(held) == kind_of(value):
            yield key


def _first_otherwise(context: Context, node: ast.expr) -> Iterator[Edit]:
    """Another array the first time that an argument of a repeated step is read."""
    parent = context.parents.get(node)
    if len(context.observed.of(node)) < 2 or not isinstance(parent, (ast.Call, ast.Assign)):
        return
    value = context.value(node)
    if not isinstance(value, np.ndarray) or value.ndim < 2:
        return
    if isinstance(parent, ast.Call) and node not in parent.args:
        return
    starts: list[ast.expr] = [call(numpy("zeros_like"), node)]
    starts += [
        name(other)
        for other, its_value in context.names_at(node).items()
        if kind_of(its_value) == kind_of(value)
    ]
    site = f"{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"
    for start in starts:
        new = call(name(FIRST), constant(site), start, node)
        change = (context.slots[node], new)
        yield Edit("carry.initial", 29, node, (change,), old=context.text(node))


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
    block, statements, rest = _split_at(context, loop)
    return [(block, [*statements[:-1], *before, loop, *after, *rest])]


def _split_at(context: Context, node: ast.stmt) -> tuple[Slot, list[ast.stmt], list[ast.stmt]]:
    """The block in which a statement stands; its statements up to this one, and those after."""
    slot = context.slots[node]
    block = Slot(slot.parent, slot.attribute)
    statements: list[ast.stmt] = block.get()
    end = statements.index(node) + 1
    return block, statements[:end], statements[end:]


def _replaced(
    statements: list[ast.stmt], old: ast.stmt, new: list[ast.stmt]
) -> list[ast.stmt] | None:
    if old not in statements:
        return None
    at = statements.index(old)
    return [*statements[:at], *new, *statements[at + 1 :]]
