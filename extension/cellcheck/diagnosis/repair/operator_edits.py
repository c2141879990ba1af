"""Edits of operators, calls and parentheses: sign, factor, activation, reduction, transpose."""

import ast
from collections.abc import Iterator

import numpy as np

from cellcheck.diagnosis.repair.bench import ACTIVATION
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import (
    binary,
    call,
    called_name,
    constant,
    name,
    numpy,
)
from cellcheck.diagnosis.repair.operand_edits import inside_derivative_factor

PRODUCTS = {"dot", "matmul"}
ONE_OPERAND = ("subscripts", "operand")
"""Arguments of an `einsum` that only adds up."""
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
            yield from _other_parentheses(context, node)
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
    context: Context, code: str, rank: int, node: ast.expr, new: ast.expr, words: str = ""
) -> Edit:
    change = (context.slots[node], new)
    return Edit(code, rank, node, (change,), old=context.text(node), new=words)


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
            yield _edit(
                context, "operand.wrong", 24, node, binary(node.left, ast.Add(), node.right)
            )
        elif isinstance(node.op, ast.Add):
            new = binary(node.left, ast.Mult(), node.right)
            yield _edit(context, "operand.wrong", 24, node, new)


def _other_function(context: Context, node: ast.Call) -> Iterator[Edit]:
    """`np.add` for `np.multiply`, and the like, whatever else the call is given."""
    used = called_name(node)
    if used in ELEMENTWISE and len(node.args) >= 2:
        for other in ELEMENTWISE - {used}:
            new = ast.Call(func=numpy(other), args=node.args, keywords=node.keywords)
            code = "sign" if {used, other} == {"add", "subtract"} else "operand.wrong"
            yield _edit(context, code, 24, node, new)


def _without_one_side(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    if not isinstance(context.value(node), np.ndarray):
        return
    left, right = context.value(node.left), context.value(node.right)
    match node.op:
        case ast.Mult():
            if isinstance(left, np.ndarray):
                code = "derivative.factor" if np.ndim(right) else "reduction.mean"
                yield _edit(context, code, 28 if np.ndim(right) else 14, node, node.left, "without")
            if isinstance(right, np.ndarray):
                code = "derivative.factor" if np.ndim(left) else "reduction.mean"
                yield _edit(context, code, 28 if np.ndim(left) else 14, node, node.right, "without")
        case ast.Div():
            code = "reduction.mean" if np.ndim(right) == 0 else "derivative.factor"
            yield _edit(context, code, 14, node, node.left, "without")
        case ast.Pow():
            yield _edit(context, "derivative.factor", 28, node, node.left, "without")
            if isinstance(node.right, ast.Constant) and node.right.value != 2:
                new = binary(node.left, ast.Pow(), constant(2))
                yield _edit(context, "derivative.factor", 28, node, new)
        case ast.Add() | ast.Sub():
            if isinstance(left, np.ndarray):
                yield _edit(context, "term.missing", 32, node, node.left, "without")
            if isinstance(right, np.ndarray) and isinstance(node.op, ast.Add):
                yield _edit(context, "term.missing", 32, node, node.right, "without")


def _other_parentheses(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    """The same operands, grouped the other way."""
    for side, inner in (("left", node.left), ("right", node.right)):
        if not isinstance(inner, ast.BinOp):
            continue
        if side == "left":  # (a ∘ b) • c  →  a ∘ (b • c)
            new = binary(inner.left, inner.op, binary(inner.right, node.op, node.right))
        else:  # a • (b ∘ c)  →  (a • b) ∘ c
            new = binary(binary(node.left, node.op, inner.left), inner.op, inner.right)
        if not _same_precedence(node.op, inner.op):
            yield _edit(context, "parentheses", 19, node, new)
        if side == "left" and isinstance(inner.op, (ast.Add, ast.Sub)):
            continue
        if side == "left" and isinstance(node.op, (ast.Add, ast.Sub)):
            # (a * b) + c  →  (a + c) * b
            swapped = binary(binary(inner.left, node.op, node.right), inner.op, inner.right)
            yield _edit(context, "parentheses", 20, node, swapped)
    if isinstance(node.op, (ast.Add, ast.Sub, ast.Mult)):
        yield from _into_the_call(context, node)
    if isinstance(node.op, ast.Mult):
        yield from _ungrouped(context, node)
    chain = _flattened(node)
    if chain is not None:
        yield from _regrouped(context, node, chain)


def _same_precedence(one: ast.operator, other: ast.operator) -> bool:
    additive, multiplicative = (ast.Add, ast.Sub), (ast.Mult, ast.Div)
    return (isinstance(one, additive) and isinstance(other, additive)) or (
        isinstance(one, multiplicative) and isinstance(other, multiplicative)
    )


def _into_the_call(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    """`f(x) + b` → `f(x + b)`, also with the call on the right."""
    for inner, other, first in ((node.left, node.right, True), (node.right, node.left, False)):
        if isinstance(inner, ast.Call) and len(inner.args) == 1 and not inner.keywords:
            argument = inner.args[0]
            moved = binary(argument, node.op, other) if first else binary(other, node.op, argument)
            yield _edit(context, "parentheses", 20, node, call(inner.func, moved))


def _flattened(node: ast.BinOp) -> list[tuple[int, list[ast.expr]]] | None:
    """A sum as signed lists of factors; None for anything else."""
    if not isinstance(node.op, (ast.Add, ast.Sub)):
        return None
    terms: list[tuple[int, list[ast.expr]]] = []

    def add(each: ast.expr, sign: int) -> None:
        if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Add, ast.Sub)):
            add(each.left, sign)
            add(each.right, sign if isinstance(each.op, ast.Add) else -sign)
        else:
            terms.append((sign, _factors(each)))

    add(node, 1)
    return terms if 2 <= len(terms) <= 4 else None


def _factors(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return _factors(node.left) + _factors(node.right)
    return [node]


def _regrouped(
    context: Context, node: ast.BinOp, terms: list[tuple[int, list[ast.expr]]]
) -> Iterator[Edit]:
    """`a + b * c * d` → `(a + b) * c * d` and the like: a sum that ends at another factor."""
    for position in range(len(terms) - 1):
        (outer, first), (sign, second) = terms[position], terms[position + 1]
        operator: ast.operator = ast.Add() if sign == outer else ast.Sub()
        cuts = [(0, cut) for cut in range(1, len(second))]
        cuts += [(cut, len(second)) for cut in range(1, len(first))]
        for left, right in cuts:
            group = binary(_product(first[left:]), operator, _product(second[:right]))
            merged = _product([*first[:left], group, *second[right:]])
            around = [*terms[:position], (outer, [merged]), *terms[position + 2 :]]
            yield _edit(context, "parentheses", 20, node, _sum(around))


def _ungrouped(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    """`a * (b + c) * d` → `a * b + c * d`: a bracket around too much."""
    factors = _factors(node)
    for position, factor in enumerate(factors):
        if isinstance(factor, ast.BinOp) and isinstance(factor.op, (ast.Add, ast.Sub)):
            first = _product([*factors[:position], factor.left])
            second = _product([factor.right, *factors[position + 1 :]])
            yield _edit(context, "parentheses", 20, node, binary(first, factor.op, second))


def _sum(terms: list[tuple[int, list[ast.expr]]]) -> ast.expr:
    (sign, factors), *rest = terms
    total = _product(factors)
    if sign < 0:
        total = ast.UnaryOp(op=ast.USub(), operand=total)
    for sign, factors in rest:
        operator: ast.operator = ast.Add() if sign > 0 else ast.Sub()
        total = binary(total, operator, _product(factors))
    return total


def _product(factors: list[ast.expr]) -> ast.expr:
    product = factors[0]
    for factor in factors[1:]:
        product = binary(product, ast.Mult(), factor)
    return product


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
        yield _edit(context, code, 18, node, node.args[0], "without")


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
        code = "transpose" if is_product else "operand.wrong"
        yield _edit(context, code, 25, node, new)
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
        is_sum = isinstance(around, ast.Call) and called_name(around) == "einsum"
        is_alone = is_sum and len(around.args) == len(ONE_OPERAND)  # type: ignore[union-attr]
        code = "reduction.axis" if is_alone else "transpose"
        yield _edit(context, code, 26, node, _flipped(node))
    elif value.ndim == 3:
        source = node
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            inner = node.func.value
            if _is_array(context, inner) and node.func.attr in {"reshape", "transpose"}:
                source = inner
        for axes in ((1, 2, 0), (2, 0, 1), (0, 2, 1), (1, 0, 2), (2, 1, 0)):
            new = call(numpy("transpose"), source, constant(axes))
            yield _edit(context, "transpose", 27, node, new)


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
            yield _edit(context, "derivative.factor", 29, node, squared, "squared")
    is_operand = isinstance(node, ast.Name) and not isinstance(parent, ast.Subscript)
    if is_operand or isinstance(parent, ast.Assign):
        for activation in context.activations:
            new = call(name(ACTIVATION + activation), node)
            yield _edit(context, "activation.wrong", 27, node, new, activation)
