"""Edits that put one name, key or item in the place of another."""

import ast
from collections.abc import Iterator

import numpy as np

from cellcheck.diagnosis.repair.bench import SIZES
from cellcheck.diagnosis.repair.context import Context, kind_of
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import (
    MAKERS,
    NEW_ARRAYS,
    call,
    called_name,
    constant,
    item,
    loop_names,
    name,
    names_loaded,
    numpy,
)


def operand_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and context.ran(node):
            yield from _other_names(context, node)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            yield from _other_keys(context, node)
        elif isinstance(node, ast.List) and isinstance(node.ctx, ast.Load):
            yield from _list_instead(context, node)
        if isinstance(node, (ast.Subscript, ast.Call, ast.BinOp)) and context.ran(node):
            yield from _name_instead(context, node)
        if isinstance(node, ast.Call) and context.ran(node):
            yield from _of_another_shape(context, node)


def _other_names(context: Context, node: ast.Name) -> Iterator[Edit]:
    value = context.value(node)
    kind = kind_of(value)
    if kind is None:
        return
    yield from _shape_of_another(context, node, value)
    any_shape = context.stops_at(context.parents.get(node)) and kind[0] == "array"
    for other, its_value in context.names_at(node).items():
        its_kind = kind_of(its_value)
        if other == node.id or its_kind is None:
            continue
        if its_kind != kind and not (any_shape and its_kind[0] == "array"):
            continue
        code, rank = code_of_exchange(context, node, other, its_value)
        yield Edit.exchange(
            context.slots[node], name(other), code, rank, node, old=node.id, words=other
        )
    for role, its_value in context.names_at(node).items():
        if isinstance(its_value, dict):
            for key, held in its_value.items():
                if isinstance(key, str) and kind_of(held) == kind and kind[0] == "array":
                    code, rank = code_of_exchange(context, node, key, held)
                    new = item(role, key)
                    yield Edit.exchange(
                        context.slots[node], new, code, rank + 1, node, old=node.id, words=key
                    )


def _shape_of_another(context: Context, node: ast.Name, value: object) -> Iterator[Edit]:
    """`da.shape` for `x.shape`: another array of as many axes."""
    parent = context.parents.get(node)
    is_shape = isinstance(parent, ast.Attribute) and parent.attr == "shape"
    if not is_shape or not isinstance(value, np.ndarray):
        return
    code = "index.time" if context.over_time and value.ndim > 2 else "shape"
    for other, its_value in context.names_at(node).items():
        if isinstance(its_value, np.ndarray) and its_value.ndim == value.ndim and other != node.id:
            change = (context.slots[node], name(other))
            rank = 21 if code == "index.time" else 31
            yield Edit(code, rank, node, (change,), old=node.id, new=other)


def _of_another_shape(context: Context, node: ast.Call) -> Iterator[Edit]:
    """`np.zeros(x.shape)` with as many steps as the result has."""
    value = context.value(node)
    if called_name(node) not in NEW_ARRAYS or not isinstance(value, np.ndarray):
        return
    for axes in sorted(context.results):
        shape = tuple(int(axis) if axis.isdigit() else context.sizes.get(axis) for axis in axes)
        if len(shape) == value.ndim and None not in shape and shape != value.shape:
            sides: list[ast.expr] = [
                constant(int(axis)) if axis.isdigit() else item(SIZES, axis) for axis in axes
            ]
            of_sizes = ast.Tuple(elts=sides, ctx=ast.Load())
            change = (context.slots[node], call(numpy("zeros"), of_sizes))
            new = ", ".join(axes)
            yield Edit("shape", 22, node, (change,), old=context.text(node), new=f"({new})")


def _list_instead(context: Context, node: ast.List) -> Iterator[Edit]:
    """A list that the function has filled, where a new and empty one is returned."""
    if node.elts or not context.ran(node):
        return
    is_bound = isinstance(context.parents.get(node), (ast.Assign, ast.AnnAssign))
    if is_bound and (context.loop_of(node) is not None or _is_start_of_loop(context, node)):
        return
    for other, its_value in context.names_at(node).items():
        if isinstance(its_value, list):
            change = (context.slots[node], name(other))
            yield Edit("cache.empty", 22, node, (change,), old=context.text(node), new=other)


def _name_instead(context: Context, node: ast.expr) -> Iterator[Edit]:
    """A name of the function's where an expression stands."""
    value = context.value(node)
    if not isinstance(value, np.ndarray) or value.ndim < 2:
        return
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return
    for other, its_value in context.names_at(node).items():
        if kind_of(its_value) == kind_of(value):
            code, _ = code_of_exchange(context, node, other, its_value)
            if isinstance(node, ast.Subscript) and context.loop_of(node) is None:
                code = "operand.wrong"
            change = (context.slots[node], name(other))
            yield Edit(code, 32, node, (change,), old=context.text(node), new=other)


def code_of_exchange(context: Context, node: ast.AST, other: str, value: object) -> tuple[str, int]:
    """The cause that an exchange of operands proves, and its rank."""
    where = _index_place(context, node)
    if where:
        return where, 21
    if _is_shape_of_new_array(context, node):
        return "shape", 22
    loop = context.loop_of(node)
    has_derivation = bool(context.identities.arrays)
    if has_derivation and not context.over_time:
        return _code_within_a_step(context, node, value)
    old = node.id if isinstance(node, ast.Name) else ""
    if loop is not None:
        bound = loop_names(loop)
        if old and old not in bound and other in bound:
            return "carry.missing", 22
    elif _is_start_of_loop(context, node):
        return "carry.initial", 22
    return _code_within_a_step(context, node, value)


def _code_within_a_step(context: Context, node: ast.AST, value: object) -> tuple[str, int]:
    if is_same_family(context, node, value):
        return "gate.swapped", 22
    if inside_derivative_factor(context, node):
        return "derivative.factor", 22
    return "operand.wrong", 23


def _index_place(context: Context, node: ast.AST) -> str:
    """`index.time` or `slice.wrong` where the node is part of an index or of a range."""
    child, current = node, context.parents.get(node)
    while current is not None and not isinstance(current, ast.stmt):
        if isinstance(current, ast.Slice):
            return "slice.wrong"
        if isinstance(current, ast.Subscript) and child is current.slice:
            if not isinstance(context.value(current.value), (np.ndarray, list, tuple)):
                return ""  # `np.r_[a, x]` joins arrays, it does not index one
            return "index.time" if context.loop_of(current) is not None else "slice.wrong"
        if isinstance(current, ast.Call) and getattr(current.func, "id", "") in {
            "range",
            "reversed",
        }:
            return "index.time"
        child, current = current, context.parents.get(current)
    return ""


def _is_shape_of_new_array(context: Context, node: ast.AST) -> bool:
    parent = context.parents.get(node)
    if isinstance(parent, (ast.Tuple, ast.List)):
        parent = context.parents.get(parent)
    return parent is not None and called_name(parent) in MAKERS


def _is_start_of_loop(context: Context, node: ast.AST) -> bool:
    """Does the statement set what a loop further down starts from?"""
    statement = context.statement_of(node)
    if not isinstance(statement, ast.Assign):
        return False
    targets = {
        each.id
        for target in statement.targets
        for each in ast.walk(target)
        if isinstance(each, ast.Name)
    }
    function = context.function_of(node)
    for loop in ast.walk(function):
        if isinstance(loop, (ast.For, ast.While)) and loop.lineno > statement.lineno:
            bound = loop_names(loop)
            loaded = set().union(*(names_loaded(each) for each in loop.body))
            if targets & bound & loaded or (targets & loaded and not targets & bound):
                return True
    return False


def is_same_family(context: Context, node: ast.AST, value: object) -> bool:
    old, new = set(context.right_names(node)), set(context.identities.names(value))
    return any(
        old & set(family) and new & set(family) and old != new
        for family in context.families
        if len(family) > 2  # a and c are a pair, but no gates
    )


def inside_derivative_factor(context: Context, node: ast.AST) -> bool:
    """Is the node the `x` of `1 - x` or `1 - x ** 2`?"""
    current = context.parents.get(node)
    if isinstance(current, ast.BinOp) and isinstance(current.op, ast.Pow):
        current = context.parents.get(current)
    return (
        isinstance(current, ast.BinOp)
        and isinstance(current.op, ast.Sub)
        and isinstance(current.left, ast.Constant)
    )


def _other_keys(context: Context, node: ast.Subscript) -> Iterator[Edit]:
    """`parameters["Wi"]` for `parameters["Wf"]`, `cache[3]` for `cache[1]`."""
    key = node.slice
    if not isinstance(key, (ast.Constant, ast.Name)) or not context.ran(node):
        return
    holder, value = context.value(node.value), context.value(node)
    at_key = key.value if isinstance(key, ast.Constant) else context.value(key)
    if isinstance(holder, dict):
        others = [(other, held) for other, held in holder.items() if other != at_key]
    elif isinstance(holder, (list, tuple)) and isinstance(at_key, int):
        others = [(at, held) for at, held in enumerate(holder) if at != at_key % len(holder)]
    else:
        return
    for other, held in others:
        if kind_of(held) == kind_of(value) and kind_of(held) is not None:
            code, rank = code_of_exchange(context, node, str(other), held)
            if code in {"slice.wrong", "index.time"}:
                code = "gate.swapped" if is_same_family(context, node, held) else "operand.wrong"
            change = (context.slots[key], constant(other))
            yield Edit(code, rank, node, (change,), old=context.text(node), new=str(other))
