"""Runs the student's function with every expression observed: what each came to, each time."""

import ast
import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cellcheck.diagnosis.source_unit import SourceUnit
from cellcheck.runner import TimeLimitError, time_limit

MOST_VALUES = 64
"""Values kept of one expression: enough for every time step of the small data sets."""
SECONDS = 1.0
PROBE = "__cellcheck_probe__"


@dataclass(slots=True)
class Observed:
    """The values of every expression of a unit, by the expression's node."""

    values: dict[ast.AST, list[Any]] = field(default_factory=dict)
    order: dict[ast.AST, int] = field(default_factory=dict)
    """Number of the first evaluation: what ran first comes first."""

    def of(self, node: ast.AST) -> list[Any]:
        return self.values.get(node, [])


def observe(
    unit: SourceUnit, replacements: dict[str, Any], arguments: tuple[Any, ...]
) -> tuple[Observed, Any, BaseException | None]:
    """What every expression came to, the result, and the exception if one ended the run."""
    observed = Observed()
    nodes: list[ast.AST] = []
    codes = []
    for part in unit.parts:
        statement = copy.deepcopy(part.statement)
        pairs = dict(zip(ast.walk(statement), ast.walk(part.statement), strict=True))
        instrumented = _Instrument(pairs, nodes).visit(statement)
        module = ast.fix_missing_locations(ast.Module(body=[instrumented], type_ignores=[]))
        codes.append(compile(module, part.filename, "exec"))

    def probe(number: int, value: Any) -> Any:
        node = nodes[number]
        kept = observed.values.setdefault(node, [])
        observed.order.setdefault(node, len(observed.order))
        if len(kept) < MOST_VALUES:
            kept.append(value.copy() if isinstance(value, np.ndarray) else value)
        return value

    try:
        with time_limit(SECONDS):
            function = unit.define(codes, {**replacements, PROBE: probe})
            return observed, function(*arguments), None
    except (Exception, SystemExit, GeneratorExit, TimeLimitError) as exception:  # noqa: BLE001  what came before the exception is worth knowing
        return observed, None, exception


class _Instrument(ast.NodeTransformer):
    """Wraps every expression that is read into a call of the probe."""

    def __init__(self, pairs: dict[ast.AST, ast.AST], nodes: list[ast.AST]) -> None:
        self.pairs = pairs
        self.nodes = nodes

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        original = self.pairs.get(node)
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
        elif not isinstance(node.func, ast.Name):
            node.func = self.visit(node.func)
        node.args = [self.visit(argument) for argument in node.args]
        for keyword in node.keywords:
            keyword.value = self.visit(keyword.value)
        return self._wrapped(node, original)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Global(self, node: ast.Global) -> ast.AST:
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        original = self.pairs.get(node)
        super().generic_visit(node)
        if isinstance(node, (ast.Slice, ast.Starred, ast.NamedExpr)):
            return node
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return self._wrapped(node, original)
        return node

    def _wrapped(self, node: ast.expr, original: ast.AST | None) -> ast.AST:
        if original is None:
            return node
        self.nodes.append(original)
        call = ast.Call(
            func=ast.Name(id=PROBE, ctx=ast.Load()),
            args=[ast.Constant(value=len(self.nodes) - 1), node],
            keywords=[],
        )
        return ast.copy_location(call, node)
