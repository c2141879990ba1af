"""Edits found by comparing values: a factor or a term that is itself a quantity of the derivation.

Where an expression that nobody recognises differs from a quantity by a factor or a term that is
recognised, bringing that factor or term in is tried.
"""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from cellcheck.diagnosis.repair.bench import AMEND
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import binary, call, called_name, constant, name


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
    value = context.value(node)
    seen: set[tuple[str, str]] = set()
    known = context.identities.same_shape(value)
    if not known:
        return
    stack = np.stack([right for _, right in known])
    with np.errstate(all="ignore"):
        relations = (
            ("factor", ast.Mult(), stack / value),
            ("divisor", ast.Div(), value / stack),
            ("term", ast.Add(), stack - value),
            ("extra", ast.Sub(), value - stack),
        )
    named = [
        (kind, operator, context.identities.names_of_each(values))
        for kind, operator, values in relations
    ]
    for position, (target, _) in enumerate(known):
        for kind, operator, names in named:
            for quantity in names[position][:1]:
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


def _code_by_form(context: Context, node: ast.expr, target: str) -> str:
    """The cause that the form of a wrong expression suggests."""
    old = set(context.right_names(node))
    for family in context.families:
        if old & set(family) and target in family:
            return "gate.swapped"
    match node:
        case ast.Subscript(slice=ast.Slice()):
            return "slice.wrong"
        case ast.Subscript(slice=ast.Tuple(elts=parts)):
            has_slice = any(isinstance(part, ast.Slice) for part in parts)
            return "slice.wrong" if has_slice else "operand.wrong"
        case ast.BinOp(op=ast.Mult() | ast.Div() | ast.Pow()):
            return "derivative.factor"
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return "term.missing"
        case ast.BinOp(op=ast.MatMult()):
            return "transpose"
        case ast.Call() if called_name(node) in {"dot", "matmul"}:
            return "transpose"
        case ast.Call() if called_name(node) in context.activations:
            return "activation.wrong"
    return "operand.wrong"


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
                    _code_by_form(context, node, target),
                    60,
                    node,
                    ((context.slots[node], new),),
                    old=context.text(node),
                    new=target,
                    quantity=target,
                    detail={"kind": "replacement"},
                )
