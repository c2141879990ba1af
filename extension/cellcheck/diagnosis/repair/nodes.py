"""Small syntax trees that edits put in, and questions about trees."""

import ast
from typing import Any

MAKERS = {"zeros", "ones", "empty", "full", "reshape", "standard_normal", "randn"}
"""Functions that are told the shape of the array that they make."""
PRODUCTS = {"dot", "matmul"}
NEW_ARRAYS = {"zeros", "empty", "ones", "zeros_like", "empty_like", "ones_like"}
AXES_MOVING = {"transpose", "swapaxes", "moveaxis", "rollaxis", "permute_dims"}
"""Functions, and methods, that put the axes of an array into another order."""


def name(identifier: str) -> ast.Name:
    return ast.Name(id=identifier, ctx=ast.Load())


def stored(identifier: str) -> ast.Name:
    return ast.Name(id=identifier, ctx=ast.Store())


def constant(value: Any) -> ast.Constant:
    return ast.Constant(value=value)


def call(function: ast.expr, *arguments: ast.expr, **keywords: ast.expr) -> ast.Call:
    return ast.Call(
        func=function,
        args=list(arguments),
        keywords=[ast.keyword(arg=key, value=value) for key, value in keywords.items()],
    )


def imported(module: str, attribute: str) -> ast.expr:
    """`__import__("numpy").tanh`: reaches a function whatever the student has imported."""
    return ast.Attribute(
        value=call(name("__import__"), constant(module)), attr=attribute, ctx=ast.Load()
    )


def numpy(attribute: str) -> ast.expr:
    return imported("numpy", attribute)


def item(mapping: str, key: Any) -> ast.Subscript:
    return ast.Subscript(value=name(mapping), slice=constant(key), ctx=ast.Load())


def binary(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.BinOp:
    return ast.BinOp(left=left, op=operator, right=right)


def called_name(node: ast.AST) -> str:
    """`tanh` of `np.tanh(…)`, `sigmoid` of `sigmoid(…)`, "" for anything else."""
    if not isinstance(node, ast.Call):
        return ""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def names_stored(node: ast.AST) -> set[str]:
    """The names that running a node binds."""
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def names_loaded(node: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)
    }


def loop_names(loop: ast.For | ast.While) -> set[str]:
    """The names bound by one turn of a loop, the loop's own variable not among them."""
    return set().union(*(names_stored(statement) for statement in loop.body))
