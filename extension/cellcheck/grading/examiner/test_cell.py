"""A graded cell that holds nothing but `cellcheck.grade(…)`: what it asks for, and its points.

The cell is the instructor's. It runs in the examiner, with a `grade` that knows the marks already.
"""

import ast
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from cellcheck.grading.examiner.graded import Graded

HARMLESS = frozenset({"float", "int", "max", "min", "print", "round", "sum"})
"""Builtins that such a cell may use."""


def asked_for(source: str) -> tuple[Graded, ...]:
    """What a cell grades; empty for one that also does something else.

    A second call for the same exercise, with a seed, takes the place of the first.

    >>> asked_for('cellcheck.grade("lstm_forward", points=10, seed=7)')
    (Graded(exercise='lstm_forward', points=10, seed=7, hint_level=2),)
    >>> asked_for('assert lstm_forward(x, a0, parameters)')
    ()

    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ()
    if not _is_closed(tree):
        return ()
    found: dict[str, Graded] = {}
    for call in _calls(tree):
        graded = _graded(call)
        if graded is None:
            return ()
        found[graded.exercise] = graded
    return tuple(found.values())


def points_of(source: str, earned: Callable[[str], float]) -> Any:
    """The value of the cell's last expression, with `earned` in the place of each verdict."""

    def grade(name: str, *_arguments: Any, **_named: Any) -> float:
        return earned(name)

    names: dict[str, Any] = {"cellcheck": SimpleNamespace(grade=grade), "grade": grade}
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom))]
    last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    if last is not None:
        tree.body.pop()
    exec(compile(tree, "<test cell>", "exec"), names)  # noqa: S102  the instructor's own cell
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<test cell>", "eval"), names)  # noqa: S307


def _is_closed(tree: ast.Module) -> bool:
    """Does the cell use nothing but cellcheck, harmless builtins and names of its own?"""
    own = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name not in own | HARMLESS | {"cellcheck", "grade"}:
                return False
            case ast.Attribute(value=ast.Name(id="cellcheck"), attr="grade"):
                pass
            case ast.Import(names=names) if any(each.name != "cellcheck" for each in names):
                return False
            case ast.ImportFrom(module=module) if module != "cellcheck":
                return False
            case (
                ast.Attribute()
                | ast.FunctionDef()
                | ast.ClassDef()
                | ast.Lambda()
                | ast.While()
                | ast.For()
                | ast.With()
            ):
                return False
    return True


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="grade") | ast.Attribute(attr="grade")):
                yield node


def _graded(call: ast.Call) -> Graded | None:
    """The call's arguments, where all of them are written out."""
    try:
        positional = [ast.literal_eval(argument) for argument in call.args]
        named = {str(each.arg): ast.literal_eval(each.value) for each in call.keywords}
    except ValueError:
        return None
    values = {**dict(zip(("exercise", "points"), positional, strict=False)), **named}
    values["exercise"] = values.pop("name", values.get("exercise"))
    known = {"exercise", "points", "seed", "hint_level"}
    if not set(values) <= known or not isinstance(values["exercise"], str):
        return None
    return Graded(**values) if "points" in values else None
