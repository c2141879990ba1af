"""Edits of slices, time indices and loop ranges."""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from cellcheck.diagnosis.repair.bench import SIZES
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import binary, call, called_name, constant, item, name


def index_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if isinstance(node, ast.Subscript):
            yield from _other_slices(context, node)
            yield from _other_time(context, node)
        elif isinstance(node, ast.For):
            yield from _other_direction(context, node)
        elif isinstance(node, ast.While) and isinstance(node.test, ast.Compare):
            yield from _other_limit(context, node.test)
        elif isinstance(node, ast.Call) and called_name(node) == "range":
            yield from _other_bounds(context, node)
        elif isinstance(node, ast.Call):
            yield from _other_end(context, node)


def _edit(context: Context, code: str, rank: int, node: ast.AST, slot: ast.AST, new: Any) -> Edit:
    # Of a loop, its text is a whole block: what is exchanged says more.
    shown = slot if isinstance(node, (ast.For, ast.While)) else node
    return Edit(code, rank, node, ((context.slots[slot], new),), old=context.text(shown))


def _other_slices(context: Context, node: ast.Subscript) -> Iterator[Edit]:
    """`[:n]` for `[n:]`, bounds one further or nearer, the other axis."""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    if not isinstance(context.value(node.value), (np.ndarray, list, tuple)):
        return
    # A list of a pass holds something for every time step.
    is_list = context.over_time and isinstance(context.value(node.value), list)
    code = "index.time" if is_list else "slice.wrong"
    yield from _moved_index(context, node, parts)
    if isinstance(node.ctx, ast.Load) and context.ran(node):
        yield _edit(context, code, 27, node, node, node.value)
    for part in parts:
        if not isinstance(part, ast.Slice) or (part.lower is None and part.upper is None):
            continue
        if part.lower is None or part.upper is None:
            flipped = ast.Slice(lower=part.upper, upper=part.lower, step=part.step)
            yield _edit(context, code, 20, node, part, flipped)
        for bound in (part.lower, part.upper):
            if bound is None:
                continue
            for step in (1, -1):
                new = binary(bound, ast.Add(), constant(step))
                yield _edit(context, code, 21, node, bound, new)
    if len(parts) == 2 and isinstance(node.slice, ast.Tuple):
        swapped = ast.Tuple(elts=[parts[1], parts[0]], ctx=ast.Load())
        yield _edit(context, code, 22, node, node.slice, swapped)
    elif len(parts) == 1 and isinstance(parts[0], ast.Slice):
        whole = ast.Slice(lower=None, upper=None, step=None)
        columns = ast.Tuple(elts=[whole, parts[0]], ctx=ast.Load())
        yield _edit(context, code, 22, node, node.slice, columns)


def _moved_index(context: Context, node: ast.Subscript, parts: list[ast.expr]) -> Iterator[Edit]:
    """`x[:, :, t]` for `x[:, t, :]`, and `x[:, :, 0]` for `x[:, :, :1]`."""
    places = [position for position, part in enumerate(parts) if not isinstance(part, ast.Slice)]
    if len(parts) >= 2 and len(places) == 1:
        rest = [part for part in parts if isinstance(part, ast.Slice)]
        for position in range(len(parts)):
            if position != places[0]:
                moved = [*rest[:position], parts[places[0]], *rest[position:]]
                tuple_of = ast.Tuple(elts=moved, ctx=ast.Load())
                yield _edit(context, "slice.wrong", 21, node, node.slice, tuple_of)
    for part in parts:
        if isinstance(part, ast.Slice) and isinstance(node.ctx, ast.Load) and len(parts) > 1:
            for bound in (part.lower, part.upper):
                if bound is not None:
                    for new in (part.lower or constant(0), binary(bound, ast.Sub(), constant(1))):
                        yield _edit(context, "shape", 26, node, part, new)


def _loop_variable(context: Context, node: ast.AST) -> str:
    """The loop's own variable that counts, `t` of `for t in range(T)` or of `for t, … in …`."""
    loop = context.loop_of(node)
    if not isinstance(loop, ast.For):
        return ""
    targets = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    for target in targets:
        if isinstance(target, ast.Name):
            value = context.names_at(node).get(target.id)
            if isinstance(value, (int, np.integer)):
                return target.id
    return ""


def _other_time(context: Context, node: ast.Subscript) -> Iterator[Edit]:
    """The index of a time step: one earlier or later, from the other end, the loop's own."""
    variable = _loop_variable(context, node)
    if not variable:
        return
    holder = context.value(node.value)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    index = parts[-1]
    is_time = (isinstance(holder, np.ndarray) and holder.ndim == 3) or (
        isinstance(holder, (list, tuple)) and len(parts) == 1
    )
    if isinstance(index, ast.Slice) or not is_time:
        return
    if context.text(index) != variable:
        yield _edit(context, "index.time", 17, node, index, name(variable))
    for step in (1, -1):
        new = binary(index, ast.Add(), constant(step))
        yield _edit(context, "index.time", 19, node, index, new)
    for size, value in context.names_at(node).items():
        if isinstance(value, (int, np.integer)) and size != variable:
            from_end = binary(name(size), ast.Add(), index)
            yield _edit(context, "index.time", 20, node, index, from_end)
            mirrored = binary(binary(name(size), ast.Sub(), constant(1)), ast.Sub(), index)
            yield _edit(context, "index.time", 20, node, index, mirrored)
    for offset in (1, 0):
        # Counted from the end: -1 - t, and -t for those who count from 1.
        new = binary(constant(-offset), ast.Sub(), index)
        yield _edit(context, "index.time", 20, node, index, new)


def _other_direction(context: Context, node: ast.For) -> Iterator[Edit]:
    iterable = node.iter
    if isinstance(iterable, ast.List) and all(
        isinstance(each, ast.Constant) and type(each.value) is int for each in iterable.elts
    ):
        for size in context.size_names:
            counted = call(name("range"), item(SIZES, size))
            for new in (counted, call(name("reversed"), counted)):
                yield _edit(context, "hardcoded.shape", 18, node, iterable, new)
    if isinstance(iterable, ast.Call) and called_name(iterable) == "reversed":
        yield _edit(context, "index.time", 17, node, iterable, iterable.args[0])
    elif context.ran(iterable):
        new = call(name("reversed"), call(name("list"), iterable))
        yield _edit(context, "index.time", 17, node, iterable, new)


def _other_limit(context: Context, test: ast.Compare) -> Iterator[Edit]:
    for side in (test.left, *test.comparators):
        for step in (1, -1):
            new = binary(side, ast.Add(), constant(step))
            yield _edit(context, "index.time", 19, test, side, new)


def _other_end(context: Context, node: ast.Call) -> Iterator[Edit]:
    """A list that grows at its other end: `insert(0, …)` for `append(…)`."""
    if not isinstance(node.func, ast.Attribute) or context.loop_of(node) is None:
        return
    holder = node.func.value
    if node.func.attr == "append" and len(node.args) == 1:
        insert = ast.Attribute(value=holder, attr="insert", ctx=ast.Load())
        new = call(insert, constant(0), node.args[0])
        yield _edit(context, "index.time", 20, node, node, new)
    elif node.func.attr == "insert" and len(node.args) == 2:
        append = ast.Attribute(value=holder, attr="append", ctx=ast.Load())
        yield _edit(context, "index.time", 20, node, node, call(append, node.args[1]))


def _other_bounds(context: Context, node: ast.Call) -> Iterator[Edit]:
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            continue
        for step in (1, -1):
            new = binary(argument, ast.Add(), constant(step))
            yield _edit(context, "index.time", 19, node, argument, new)
    if len(node.args) >= 2:
        yield _edit(context, "index.time", 19, node, node.args[0], constant(0))
