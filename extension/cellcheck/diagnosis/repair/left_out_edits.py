"""Edits that bring in what was left out: one more of a loop's written items, a column of a sum."""

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import PRODUCTS, binary, called_name, constant, item, name

MOST_ITEMS = 12
"""More keys or rows than that are no parts with names."""


def left_out_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        match node:
            case ast.For(target=ast.Name(id=variable), iter=written, body=body):
                yield from _with_one_more(context, node, written, variable, body)
            case ast.Compare(left=ast.Name(id=variable), ops=[ast.In()], comparators=[written]):
                around = context.loop_of(node)
                if around is not None:
                    yield from _with_one_more(context, node, written, variable, around.body)
            case ast.BinOp(op=ast.Add() | ast.MatMult()) | ast.Call():
                yield from _with_a_column(context, node)


def _with_one_more(
    context: Context,
    node: ast.stmt | ast.expr,
    written: ast.expr,
    variable: str,
    body: list[ast.stmt],
) -> Iterator[Edit]:
    """`for g in "fio"`: what is looked up with `g` has a key that is not written there."""
    items = _written_items(written)
    if not items or (context.over_time and isinstance(items[0], int)):
        return  # steps are counted; which of them is left out is asked elsewhere
    code = _code_of(context, body)
    for key in _keys_looked_up(context, body, variable):
        if key not in items and type(key) is type(items[0]):
            new = ast.Tuple(elts=[constant(each) for each in (*items, key)], ctx=ast.Load())
            old = context.text(written)
            yield Edit(code, 20, node, ((context.slots[written], new),), old=old)


def _written_items(node: ast.expr) -> list[Any]:
    """The items of `("f", "i")`, of `"fi"` or of `range(2)`."""
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            items = [each.value for each in elements if isinstance(each, ast.Constant)]
            return items if len(items) == len(elements) else []
        case ast.Constant(value=str(text)):
            return list(text)
        case ast.Call(args=[ast.Constant(value=int(stop))]) if called_name(node) == "range":
            return list(range(min(stop, MOST_ITEMS)))
    return []


def _keys_looked_up(context: Context, body: list[ast.stmt], variable: str) -> list[Any]:
    """The keys, or positions, of what the loop's variable is an index of."""
    keys: dict[Any, None] = {}
    for node in (each for statement in body for each in ast.walk(statement)):
        if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Name):
            continue
        if node.slice.id != variable:
            continue
        holder = context.value(node.value)
        if isinstance(holder, dict):
            keys |= dict.fromkeys(holder)
        elif isinstance(holder, (list, tuple)) or np.ndim(holder) > 0:
            keys |= dict.fromkeys(range(len(holder)))
    return list(keys) if len(keys) <= MOST_ITEMS else []


def _code_of(context: Context, body: list[ast.stmt]) -> str:
    """What is missing without one more turn: an activation, or a term of a sum."""
    calls = {called_name(each) for statement in body for each in ast.walk(statement)}
    return "activation.wrong" if calls & set(context.activations) else "term.missing"


def _with_a_column(context: Context, node: ast.expr) -> Iterator[Edit]:
    """`W @ x + b` for `W @ x`, with any column that the function is given and has as many rows."""
    value, around = context.value(node), context.parents.get(node)
    is_part = isinstance(around, ast.BinOp) and isinstance(around.op, (ast.Add, ast.Sub))
    is_product = isinstance(node, ast.BinOp) or called_name(node) in PRODUCTS | {"add"}
    if is_part or not is_product or not isinstance(value, np.ndarray) or value.ndim != 2:
        return
    known = context.names_at(node)
    columns: dict[str, tuple[Any, ast.expr]] = {
        key: (held, name(key)) for key, held in known.items()
    }
    for holder, entries in known.items():
        if isinstance(entries, dict):
            columns |= {
                key: (held, item(holder, key))
                for key, held in entries.items()
                if isinstance(key, str)
            }
    text = context.text(node)
    for key, (held, column) in columns.items():
        if isinstance(held, np.ndarray) and held.shape == (len(value), 1) != value.shape:
            new = binary(node, ast.Add(), column)
            change = (context.slots[node], new)
            # A sum is where a term belongs; a product may be part of a sum further down.
            rank = 20 if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else 21
            yield Edit("term.missing", rank, node, (change,), old=text, quantity=key)
