"""What is known about the code before it is changed: kinds of names, loops, what is right."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cellcheck.diagnosis.repair.edit import Slot, slots_of
from cellcheck.diagnosis.repair.identity import Identities
from cellcheck.diagnosis.repair.probe import Observed
from cellcheck.diagnosis.source_unit import SourceUnit
from cellcheck.exercise import Derivation
from cellcheck.trial import Prepared

Kind = tuple[Any, ...]


def kind_of(value: Any) -> Kind | None:
    """Values of equal kind can stand for one another: arrays of one shape, whole numbers, …"""
    if isinstance(value, np.ndarray):
        return ("array", value.shape)
    if isinstance(value, (bool, str)) or value is None:
        return None
    if isinstance(value, (int, np.integer)):
        return ("int",)
    if isinstance(value, (float, np.floating)):
        return ("array", ())
    if isinstance(value, dict):
        return ("dict",)
    if isinstance(value, (list, tuple)):
        return ("sequence", len(value))
    return None


@dataclass(slots=True)
class Context:
    """One part of a unit, with everything that the makers of edits ask for."""

    unit: SourceUnit
    part: int
    observed: Observed
    identities: Identities
    families: tuple[tuple[str, ...], ...]
    activations: tuple[str, ...]
    size_names: tuple[str, ...]
    over_time: bool
    """Does the function go through time steps, so that states are carried from one to the next?"""
    slots: dict[ast.AST, Slot]
    parents: dict[ast.AST, ast.AST]
    names: dict[ast.AST, dict[str, Any]]
    """For each function: a value of every name bound in it."""
    sizes: Mapping[str, int]
    results: frozenset[tuple[str, ...]]
    """The axes of what is to be returned, by the names of their sizes."""
    _right: dict[ast.AST, bool] = field(default_factory=dict)
    """Expressions by whether they are right: each is asked about many times."""

    @property
    def root(self) -> ast.stmt:
        return self.unit.parts[self.part].statement

    def value(self, node: ast.AST) -> Any:
        """The first value of an expression; None where it never ran."""
        values = self.observed.of(node)
        return values[0] if values else None

    def exchanged(self, one: ast.AST, other: ast.AST) -> tuple[tuple[Slot, ast.AST], ...]:
        """The changes that put two nodes into each other's place."""
        return (self.slots[one], other), (self.slots[other], one)

    def stops_at(self, node: ast.AST | None) -> bool:
        """Is it the expression that raised: its operands have values, and it has none?"""
        if not isinstance(node, ast.expr) or self.ran(node):
            return False
        children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        return any(self.ran(child) for child in children)

    def ran(self, node: ast.AST) -> bool:
        return bool(self.observed.of(node))

    def function_of(self, node: ast.AST) -> ast.AST:
        current = node
        while current in self.parents and not isinstance(current, (ast.FunctionDef, ast.Lambda)):
            current = self.parents[current]
        return current

    def statement_of(self, node: ast.AST) -> ast.stmt:
        current = node
        while not isinstance(current, ast.stmt):
            current = self.parents[current]
        return current

    def loop_of(self, node: ast.AST) -> ast.For | ast.While | None:
        """The innermost loop around a node; the iterable of a `for` stands outside of it."""
        child, current = node, self.parents.get(node)
        while current is not None and not isinstance(current, ast.FunctionDef):
            if isinstance(current, (ast.For, ast.While)) and child is not getattr(
                current, "iter", None
            ):
                return current
            child, current = current, self.parents.get(current)
        return None

    def names_at(self, node: ast.AST) -> dict[str, Any]:
        return self.names.get(self.function_of(node), {})

    def text(self, node: ast.AST) -> str:
        return ast.unparse(node)

    def right_names(self, node: ast.AST) -> tuple[str, ...]:
        return self.identities.names(self.value(node))

    def inside_right(self, node: ast.AST) -> bool:
        """Is the node only part of an expression whose value is right already?"""
        return self.right_whole(node) is not None

    def right_whole(self, node: ast.AST) -> ast.expr | None:
        """The largest expression around the node whose value is right already."""
        whole = None
        around = self.parents.get(node)
        while isinstance(node, ast.expr) and isinstance(around, ast.expr):
            if isinstance(self.value(around), np.ndarray) and self.is_right(around):
                whole = around
            around = self.parents.get(around)
        return whole

    def is_right(self, node: ast.AST) -> bool:
        """Does every value of the expression equal a quantity of the derivation?"""
        if node not in self._right:
            values = self.observed.of(node)
            self._right[node] = bool(values) and all(map(self.identities.is_right, values))
        return self._right[node]


def contexts(
    unit: SourceUnit,
    observed: Observed,
    identities: Identities,
    derivation: Derivation | None,
    case: Prepared,
) -> list[Context]:
    """What is known of each part, from one observed run on the data set `case`."""
    made = []
    for part, each in enumerate(unit.parts):
        parents = {
            child: parent
            for parent in ast.walk(each.statement)
            for child in ast.iter_child_nodes(parent)
        }
        context = Context(
            unit,
            part,
            observed,
            identities,
            derivation.families if derivation is not None else (),
            tuple(derivation.activations) if derivation is not None else (),
            tuple(case.data.sizes),
            identities.over_time,
            slots_of(each.statement),
            parents,
            {},
            case.data.sizes,
            frozenset(leaf.axes for leaf in case.expected.values() if leaf.axes),
        )
        context.names = _names(each.statement, context)
        if part == len(unit.parts) - 1 and isinstance(each.statement, ast.FunctionDef):
            given = context.names.setdefault(each.statement, {})
            for argument, value in zip(each.statement.args.args, case.arguments, strict=False):
                given.setdefault(argument.arg, value)
        made.append(context)
    return made


def _names(root: ast.AST, context: Context) -> dict[ast.AST, dict[str, Any]]:
    found: dict[ast.AST, dict[str, Any]] = {}
    for node in ast.walk(root):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            value = context.value(node)
            if kind_of(value) is not None:
                found.setdefault(context.function_of(node), {}).setdefault(node.id, value)
        if isinstance(node, ast.Assign):
            value = context.value(node.value)
            for target in node.targets:
                _bind(target, value, found.setdefault(context.function_of(node), {}))
    return found


def _bind(target: ast.AST, value: Any, names: dict[str, Any]) -> None:
    if isinstance(target, ast.Name) and kind_of(value) is not None:
        names.setdefault(target.id, value)
        return
    if not isinstance(target, (ast.Tuple, ast.List)) or not isinstance(value, (tuple, list)):
        return
    if len(target.elts) == len(value):
        for element, item in zip(target.elts, value, strict=True):
            _bind(element, item, names)
