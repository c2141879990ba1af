"""Edits found by comparing values: a factor or a term that is itself a quantity of the derivation.

Where an expression that nobody recognises differs from a quantity by a factor or a term that is
recognised, bringing that factor or term in is tried.
"""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellcheck.diagnosis.repair.bench import AMEND
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import binary, call, constant, name

MOST_RELATIONS = 60


def relation_edits(context: Context) -> Iterator[Edit]:
    """Factors and terms for the expressions that no quantity of the derivation equals."""
    unknown = [
        node
        for node in ast.walk(context.root)
        if isinstance(node, (ast.BinOp, ast.Call, ast.Name, ast.Subscript))
        and _is_plain_array(context.value(node))
        and len(context.observed.of(node)) == 1
    ]
    unknown.sort(key=lambda node: context.observed.order.get(node, 0))
    for node in unknown:
        yield from _related(context, node)


def _is_plain_array(value: Any) -> bool:
    return (
        isinstance(value, np.ndarray)
        and value.dtype.kind == "f"
        and value.ndim == 2
        and value.size > 1
        and bool(np.isfinite(value).all())
    )


def _related(context: Context, node: ast.expr) -> Iterator[Edit]:
    value: NDArray[Any] = context.value(node)
    seen: set[tuple[str, str]] = set()
    for target, right in context.identities.same_shape(value):
        with np.errstate(all="ignore"):
            relations = (
                ("factor", ast.Mult(), right / value),
                ("divisor", ast.Div(), value / right),
                ("term", ast.Add(), right - value),
                ("extra", ast.Sub(), value - right),
            )
        for kind, operator, relation in relations:
            if not np.isfinite(relation).all():
                continue
            for quantity in context.identities.names(relation)[:1]:
                if (kind, quantity) in seen:
                    continue
                seen.add((kind, quantity))
                code = "derivative.factor" if kind in {"factor", "divisor"} else "term.missing"
                brought = call(name(AMEND), constant(quantity))
                new = binary(node, operator, brought)
                yield Edit(
                    code,
                    33 if kind in {"factor", "term"} else 34,
                    node,
                    ((context.slots[node], new),),
                    old=context.text(node),
                    new=target,
                    quantity=quantity,
                    detail={"kind": kind},
                )


def replacement_edits(context: Context) -> Iterator[Edit]:
    """A whole expression in the place of which a quantity of the derivation would be right."""
    for node in ast.walk(context.root):
        if not isinstance(node, ast.expr) or not _is_plain_array(context.value(node)):
            continue
        if len(context.observed.of(node)) != 1:
            continue
        names = set(context.right_names(node))
        for target, _ in context.identities.same_shape(context.value(node)):
            if target not in names:
                new = call(name(AMEND), constant(target))
                yield Edit(
                    "operand.wrong",
                    60,
                    node,
                    ((context.slots[node], new),),
                    old=context.text(node),
                    new=target,
                    quantity=target,
                    detail={"kind": "replacement"},
                )
