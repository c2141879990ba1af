"""Edits of operators, calls and parentheses: sign, factor, activation, reduction, transpose."""

import ast
from collections.abc import Iterator

import numpy as np

from cellcheck.diagnosis.repair.bench import ACTIVATION
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import (
    AXES_MOVING,
    NEW_ARRAYS,
    PRODUCTS,
    binary,
    call,
    called_name,
    constant,
    name,
    numpy,
)
from cellcheck.diagnosis.repair.operand_edits import inside_derivative_factor
from cellcheck.diagnosis.repair.words import AXES, OPERANDS, OPERATION
from cellcheck.exercise import Words

ELEMENTWISE = {"add", "multiply", "subtract"}


def operator_edits(context: Context) -> Iterator[Edit]:
    yield from _all_products(context)
    for node in ast.walk(context.root):
        if not isinstance(node, ast.expr) or not context.ran(node):
            continue
        if isinstance(node, ast.BinOp):
            yield from _other_sign(context, node)
            yield from _other_operation(context, node)
            yield from _without_one_side(context, node)
            yield from _other_side_first(context, node)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            is_bound = isinstance(context.parents.get(node), ast.Slice)
            code = "slice.wrong" if is_bound else "sign"
            yield _edit(context, code, 16, node, node.operand)
        elif isinstance(node, ast.Call):
            yield from _other_activation(context, node)
            yield from _other_reduction(context, node)
            yield from _other_arguments(context, node)
            yield from _other_function(context, node)
        if _is_array(context, node):
            yield from _transposed(context, node)
            yield from _with_sign_or_power(context, node)


def _edit(
    context: Context,
    code: str,
    rank: int,
    node: ast.expr,
    new: ast.expr,
    words: str = "",
    own: Words | None = None,
) -> Edit:
    change = (context.slots[node], new)
    return Edit(code, rank, node, (change,), old=context.text(node), new=words, own=own)


def _is_array(context: Context, node: ast.AST) -> bool:
    value = context.value(node)
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim > 0


def _other_sign(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    if isinstance(node.op, (ast.Add, ast.Sub)) and isinstance(context.value(node), np.ndarray):
        other: ast.operator = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield _edit(context, "sign", 16, node, binary(node.left, other, node.right))
        if isinstance(node.op, ast.Sub):
            yield _edit(context, "sign", 17, node, binary(node.right, ast.Sub(), node.left))


def _other_operation(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    """A product for a sum, and a sum for a product."""
    left, right = context.value(node.left), context.value(node.right)
    if isinstance(left, np.ndarray) and isinstance(right, np.ndarray):
        if isinstance(node.op, ast.Mult):
            new = binary(node.left, ast.Add(), node.right)
            yield _edit(context, "operand.wrong", 24, node, new, own=OPERATION)
        elif isinstance(node.op, ast.Add):
            new = binary(node.left, ast.Mult(), node.right)
            yield _edit(context, "operand.wrong", 24, node, new, own=OPERATION)


def _other_function(context: Context, node: ast.Call) -> Iterator[Edit]:
    """`np.add` for `np.multiply`, and the like, whatever else the call is given."""
    used = called_name(node)
    if used in ELEMENTWISE and len(node.args) >= 2:
        for other in ELEMENTWISE - {used}:
            new = ast.Call(func=numpy(other), args=node.args, keywords=node.keywords)
            is_sign = {used, other} == {"add", "subtract"}
            code, own = ("sign", None) if is_sign else ("operand.wrong", OPERATION)
            yield _edit(context, code, 24, node, new, own=own)


def _without_one_side(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(context.value(node), np.ndarray):
        return
    left, right = context.value(node.left), context.value(node.right)
    match node.op:
        case ast.Mult():
            if isinstance(left, np.ndarray):
                code = "derivative.factor" if np.ndim(right) else "reduction.mean"
                yield _edit(context, code, 28 if np.ndim(right) else 14, node, node.left)
            if isinstance(right, np.ndarray):
                code = "derivative.factor" if np.ndim(left) else "reduction.mean"
                yield _edit(context, code, 28 if np.ndim(left) else 14, node, node.right)
        case ast.Div():
            code = "reduction.mean" if np.ndim(right) == 0 else "derivative.factor"
            yield _edit(context, code, 14, node, node.left)
        case ast.Pow():
            yield _edit(context, "derivative.factor", 28, node, node.left)
            if isinstance(node.right, ast.Constant) and node.right.value != 2:
                new = binary(node.left, ast.Pow(), constant(2))
                yield _edit(context, "derivative.factor", 28, node, new)
        case ast.Add() | ast.Sub():
            if isinstance(left, np.ndarray):
                yield _edit(context, "term.missing", 32, node, node.left)
            if isinstance(right, np.ndarray) and isinstance(node.op, ast.Add):
                yield _edit(context, "term.missing", 32, node, node.right)


def _other_side_first(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    if isinstance(node.op, ast.MatMult):
        yield _edit(context, "transpose", 25, node, binary(node.right, ast.MatMult(), node.left))
        for left, right in ((True, False), (False, True), (True, True)):
            new = binary(
                _flipped(node.left) if left else node.left,
                ast.MatMult(),
                _flipped(node.right) if right else node.right,
            )
            yield _edit(context, "transpose", 24, node, new)


def _flipped(node: ast.expr) -> ast.expr:
    """`x.T` of `x`, and `x` of `x.T`."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        return node.value
    return ast.Attribute(value=node, attr="T", ctx=ast.Load())


def _other_activation(context: Context, node: ast.Call) -> Iterator[Edit]:
    if len(node.args) != 1 or not _is_array(context, node.args[0]):
        return
    if np.shape(context.value(node)) != np.shape(context.value(node.args[0])):
        return
    used = called_name(node)
    if used in NEW_ARRAYS:
        return
    for other in context.activations:
        if other != used:
            new = call(name(ACTIVATION + other), node.args[0])
            code = "activation.wrong"
            if inside_derivative_factor(context, node):
                code = "derivative.factor"
            yield _edit(context, code, 15, node, new, other)
    if used not in {"copy", "array", "asarray"}:
        code = (
            "derivative.factor" if inside_derivative_factor(context, node) else "activation.wrong"
        )
        yield _edit(context, code, 18, node, node.args[0])


def _other_reduction(context: Context, node: ast.Call) -> Iterator[Edit]:
    used = called_name(node)
    if used not in {"sum", "mean", "average"}:
        return
    is_method = isinstance(node.func, ast.Attribute) and _is_array(context, node.func.value)
    array: ast.expr = node.func.value if is_method else node.args[0]  # type: ignore[attr-defined]
    value = context.value(array)
    ndim = value.ndim if isinstance(value, np.ndarray) else 2
    keywords = {each.arg: each.value for each in node.keywords if each.arg is not None}
    keeps: ast.expr = keywords.get("keepdims", constant(value=False))
    rest = node.args if is_method else node.args[1:]
    axis: ast.expr = keywords.get("axis", rest[0] if rest else constant(None))
    function = numpy("sum")
    if used != "sum":
        yield _edit(
            context, "reduction.mean", 13, node, call(function, array, axis=axis, keepdims=keeps)
        )
        if not _is_true(keeps):
            new = call(function, array, axis=axis, keepdims=constant(value=True))
            yield _edit(context, "reduction.mean", 14, node, new)
    if not _is_true(keeps):
        new = call(function, array, axis=axis, keepdims=constant(value=True))
        yield _edit(context, "reduction.keepdims", 12, node, new)
    for other in range(ndim):
        if isinstance(axis, ast.Constant) and axis.value == other:
            continue
        for keep in (keeps, constant(value=True)):
            new = call(function, array, axis=constant(other), keepdims=keep)
            yield _edit(context, "reduction.axis", 13, node, new)


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _other_arguments(context: Context, node: ast.Call) -> Iterator[Edit]:
    """Two arguments exchanged; factors of a matrix product exchanged or transposed."""
    if len(node.args) < 2 or any(isinstance(each, ast.Starred) for each in node.args):
        return
    is_product = called_name(node) in PRODUCTS
    for first in range(len(node.args) - 1):
        arguments = list(node.args)
        arguments[first], arguments[first + 1] = arguments[first + 1], arguments[first]
        new = ast.Call(func=node.func, args=arguments, keywords=node.keywords)
        code, own = ("transpose", None) if is_product else ("operand.wrong", OPERANDS)
        if called_name(node) in AXES_MOVING:
            code, own = "transpose", AXES
        yield _edit(context, code, 25, node, new, own=own)
    if is_product and len(node.args) == 2:
        left, right = node.args
        for new_left, new_right in (
            (_flipped(left), right),
            (left, _flipped(right)),
            (_flipped(left), _flipped(right)),
        ):
            new = ast.Call(func=node.func, args=[new_left, new_right], keywords=node.keywords)
            yield _edit(context, "transpose", 24, node, new)


def _transposed(context: Context, node: ast.expr) -> Iterator[Edit]:
    value = context.value(node)
    if value.ndim == 2:
        around = context.parents.get(node)
        is_einsum = isinstance(around, ast.Call) and called_name(around) == "einsum"
        # With one array, it only adds up.
        is_sum = is_einsum and len(around.args) == 2  # type: ignore[union-attr]
        code = "reduction.axis" if is_sum else "transpose"
        # A transpose too many is seen; one that is missing could stand in many places.
        is_seen = isinstance(node, ast.Attribute) and node.attr == "T"
        yield _edit(context, code, 24 if is_seen else 26, node, _flipped(node))
    elif value.ndim == 3 and not _is_rearranged(context, node):
        source = node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            inner = node.func.value
            if _is_array(context, inner) and node.func.attr in {"reshape", "transpose"}:
                source = inner
        for axes in ((1, 2, 0), (2, 0, 1), (0, 2, 1), (1, 0, 2), (2, 1, 0)):
            new = call(numpy("transpose"), source, constant(axes))
            yield _edit(context, "transpose", 25, node, new, own=AXES)


def _is_rearranged(context: Context, node: ast.expr) -> bool:
    """Does the student put its axes into another order? Then that is what has to be another one."""
    around = context.parents.get(node)
    if isinstance(around, ast.Attribute):
        return around.attr in AXES_MOVING | {"T", "reshape"}
    return around is not None and called_name(around) in AXES_MOVING


def _all_products(context: Context) -> Iterator[Edit]:
    """The left, or the right, factors of every matrix product of a statement, transposed."""
    for statement in ast.walk(context.root):
        if not isinstance(statement, (ast.Assign, ast.Return, ast.AugAssign, ast.Expr)):
            continue
        pairs = [
            (context.slots[left], left, context.slots[right], right)
            for node in ast.walk(statement)
            for left, right in [_factors_of(node)]
            if left is not None and right is not None
        ]
        if len(pairs) < 2:
            continue
        lefts = tuple((slot, _flipped(node)) for slot, node, _, _ in pairs)
        rights = tuple((slot, _flipped(node)) for _, _, slot, node in pairs)
        for changes in (lefts, rights):
            old = context.text(pairs[0][1])
            yield Edit("transpose", 24, statement, changes, old=old)


def _factors_of(node: ast.AST) -> tuple[ast.expr | None, ast.expr | None]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return node.left, node.right
    if isinstance(node, ast.Call) and called_name(node) in PRODUCTS and len(node.args) == 2:
        return node.args[0], node.args[1]
    return None, None


def _with_sign_or_power(context: Context, node: ast.expr) -> Iterator[Edit]:
    parent = context.parents.get(node)
    if isinstance(
        parent,
        (ast.Assign, ast.AugAssign, ast.Return, ast.keyword, ast.Dict, ast.BinOp, ast.Call),
    ):
        if not (isinstance(parent, ast.BinOp) and isinstance(parent.op, (ast.Add, ast.Sub))):
            yield _edit(context, "sign", 18, node, ast.UnaryOp(op=ast.USub(), operand=node))
        is_power = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow)
        if isinstance(parent, ast.BinOp) and not is_power:
            squared = binary(node, ast.Pow(), constant(2))
            yield _edit(context, "derivative.factor", 29, node, squared)
    is_operand = isinstance(node, ast.Name) and not isinstance(parent, ast.Subscript)
    if is_operand or isinstance(parent, ast.Assign):
        for activation in context.activations:
            new = call(name(ACTIVATION + activation), node)
            yield _edit(context, "activation.wrong", 27, node, new, activation)
