"""Edits that put a dimension into the place of a number."""

import ast
from collections.abc import Iterator, Mapping

from cellcheck.diagnosis.repair.bench import SIZES
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import item


def size_edits(context: Context, published: Mapping[str, int]) -> Iterator[Edit]:
    """Each number as one of the dimensions; and all of them at once, by the `published` sizes."""
    for node in ast.walk(context.root):
        if isinstance(node, ast.Constant):
            yield from _sizes_for_numbers(context, node)
    yield from _sizes_for_all_numbers(context, published)


def _is_size(context: Context, node: ast.AST) -> bool:
    """May the number be a dimension: not an exponent, not an axis, not a position?"""
    if not isinstance(node, ast.Constant) or type(node.value) is not int or node.value < 2:
        return False
    parent = context.parents.get(node)
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow):
        return False
    if isinstance(parent, ast.keyword):
        return parent.arg == "shape"
    return not (isinstance(parent, ast.Subscript) and parent.slice is node)


def _sizes_for_all_numbers(context: Context, published: Mapping[str, int]) -> Iterator[Edit]:
    """Every number that is a size of the published data as that size, all at once."""
    numbers = [
        node
        for node in ast.walk(context.root)
        if isinstance(node, ast.Constant) and _is_size(context, node)
    ]
    numbers.sort(key=lambda node: node.lineno)
    values = sorted({int(str(node.value)) for node in numbers})
    if len(numbers) < 2:
        return
    for free in [None, *values]:
        for meant in context.size_names if free is not None else ("",):
            new = {value: _as_sizes(value, published) for value in values}
            if free is not None:
                new[free] = item(SIZES, meant)
            changes = tuple(
                (context.slots[node], replacement)
                for node in numbers
                if (replacement := new[int(str(node.value))]) is not None
            )
            if len(changes) > 1:
                old = context.text(numbers[0])
                yield Edit("hardcoded.shape", 18, numbers[0], changes, old=old)


def _as_sizes(value: int, published: Mapping[str, int]) -> ast.expr | None:
    """The dimension of the published data that a number is, or the sum of two."""
    for one, size in published.items():
        if size == value:
            return item(SIZES, one)
    for one, size in published.items():
        for other, further in published.items():
            if one < other and size + further == value:
                return ast.BinOp(left=item(SIZES, one), op=ast.Add(), right=item(SIZES, other))
    return None


def _sizes_for_numbers(context: Context, node: ast.Constant) -> Iterator[Edit]:
    """A dimension in the place of a number."""
    if not _is_size(context, node):
        return
    for size in context.size_names:
        change = (context.slots[node], item(SIZES, size))
        yield Edit("hardcoded.shape", 18, node, (change,), old=str(node.value), new=size)
