"""Edits of an array's dtype and of its number of axes."""

import ast
from collections.abc import Iterator

import numpy as np

from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.nodes import call, constant, numpy

FLATTENING = {"reshape", "ravel", "flatten", "squeeze", "expand_dims", "atleast_2d"}


def type_edits(context: Context) -> Iterator[Edit]:
    for node in ast.walk(context.root):
        if not isinstance(node, ast.expr):
            continue
        value = context.value(node)
        if not isinstance(value, np.ndarray) or not isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            continue
        if value.dtype.kind in "iu" or value.dtype in {np.dtype(np.float32), np.dtype(np.float16)}:
            new = call(numpy("asarray"), node, dtype=numpy("float64"))
            change = (context.slots[node], new)
            rank = 9 if isinstance(node, ast.Call) else 10
            yield Edit("dtype", rank, node, (change,), old=context.text(node))
        if value.ndim == 1 and isinstance(node, (ast.Call, ast.BinOp, ast.Name)):
            column = call(numpy("expand_dims"), node, constant(1))
            yield Edit.exchange(
                context.slots[node], column, "shape", 27, node, old=context.text(node)
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in FLATTENING and isinstance(
                context.value(node.func.value), np.ndarray
            ):
                yield Edit.exchange(
                    context.slots[node], node.func.value, "shape", 26, node, old=context.text(node)
                )
            if node.func.attr == "astype":
                yield Edit.exchange(
                    context.slots[node], node.func.value, "dtype", 9, node, old=context.text(node)
                )
