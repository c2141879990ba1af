"""Edits of parentheses: the same operands, grouped another way."""

import ast
from collections.abc import Iterator

from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import binary, call


def grouping_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if isinstance(node, ast.BinOp) and context.ran(node):
            yield from _other_parentheses(context, node)


def _edit(context: Context, rank: int, node: ast.expr, new: ast.expr) -> Edit:
    change = (context.slots[node], new)
    return Edit("parentheses", rank, node, (change,), old=context.text(node))


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
            yield _edit(context, 19, node, new)
        if side == "left" and isinstance(inner.op, (ast.Add, ast.Sub)):
            continue
        if side == "left" and isinstance(node.op, (ast.Add, ast.Sub)):
            # (a * b) + c  →  (a + c) * b
            swapped = binary(binary(inner.left, node.op, node.right), inner.op, inner.right)
            yield _edit(context, 20, node, swapped)
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
            yield _edit(context, 20, node, call(inner.func, moved))


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
            yield _edit(context, 20, node, _sum(around))


def _ungrouped(context: Context, node: ast.BinOp) -> Iterator[Edit]:
    """`a * (b + c) * d` → `a * b + c * d`: a bracket around too much."""
    factors = _factors(node)
    for position, factor in enumerate(factors):
        if isinstance(factor, ast.BinOp) and isinstance(factor.op, (ast.Add, ast.Sub)):
            first = _product([*factors[:position], factor.left])
            second = _product([factor.right, *factors[position + 1 :]])
            yield _edit(context, 20, node, binary(first, factor.op, second))


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
