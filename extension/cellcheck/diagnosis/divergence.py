"""The first line whose result is no quantity of the derivation, whatever the student calls it.

Every expression of the function is observed and lined up by value with the reference's intermediate
values. What nobody recognises, made of operands that are all recognised, is where the student's way
may leave the derivation. It does if nothing right is made of it: a step of one's own, such as half
of a sum, is no mistake, and an expression on which a right value depends is none either.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.relation import Relation, relation_of
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.nodes import called_name
from cellcheck.diagnosis.repair.observation import Observation, observation
from cellcheck.diagnosis.saying import finding
from cellcheck.runner import source_line

MOST_NAMES = 4
MOST_TRIED = 12
"""Expressions that are changed a little to see what depends on them."""
REARRANGING = {
    "concatenate", "vstack", "hstack", "stack", "array", "asarray", "copy", "transpose", "reshape",
    "split", "vsplit", "hsplit", "squeeze", "ravel", "flatten", "zeros_like", "ones_like",
    "empty_like", "full_like", "zeros", "ones", "empty", "full", "dict", "list", "tuple",
}  # fmt: skip
"""Functions that put entries elsewhere and compute none."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """A line, its text, and the quantities that were right before it ran."""

    line: int
    source: str
    right: tuple[str, ...]
    relation: Relation

    @property
    def before(self) -> str:
        """A sentence on what is right; empty where nothing is."""
        if not self.right:
            return ""
        are = "is" if len(self.right) == 1 else "are"
        return f" Up to there, {_listed(self.right)} {are} right."

    @property
    def words(self) -> str:
        """What is said beside the line."""
        first = "the first result that is no quantity of the derivation"
        if not self.right:
            return first
        are = "is" if len(self.right) == 1 else "are"
        return f"{first}; {_listed(self.right)} before it {are} right"


def leaves_the_derivation(failure: Failure) -> tuple[Found, ...]:
    """The first such line as a finding of its own: where the mistake is, and as much as is seen."""
    diverged = first_divergence(failure)
    if diverged is None:
        return ()
    line = diverged.line
    seen = (
        f"Line {line} is the first whose result is no quantity of the derivation, and nothing that "
        f"is made of it is one.{diverged.before}"
    )
    said = finding(
        failure.exercise,
        diverged.relation.code,
        line,
        certainty="likely",
        source=diverged.source,
        seen=seen,
        old=diverged.source,
        new=diverged.relation.target,
        brings=diverged.relation.brings,
    )
    message = f"{seen} {diverged.relation.words}".strip()
    return (Found(replace(said, message=message), failure.open),)


def first_divergence(failure: Failure) -> Divergence | None:
    """The first line that leaves the derivation; None where no line stands out."""
    if failure.exercise.derivation is None:
        return None
    seen = observation(failure)
    return None if seen is None else failure.once("divergence", lambda: _first(seen, failure))


def _first(seen: Observation, failure: Failure) -> Divergence | None:
    context = seen.contexts[-1]
    right = seen.bench.right()
    order = seen.observed.order
    candidates = sorted(_candidates(context), key=lambda node: order[node])
    for node in candidates[:MOST_TRIED]:
        if _becomes_right(context, node):
            continue
        reached = seen.bench.reached_from(node, context.slots[node], context.part)
        if reached & right or not reached & failure.open:
            continue
        inner = _smallest(context, node)
        filename = seen.bench.unit.parts[context.part].filename
        return Divergence(
            inner.lineno,
            source_line(filename, inner.lineno),
            _right_before(context, order[node]),
            relation_of(context, node) or relation_of(context, inner) or Relation(),
        )
    return None


def _candidates(context: Context) -> Iterator[ast.expr]:
    """Whole expressions that nobody recognises, made of arrays that are all recognised."""
    transparent: set[str] = set()
    for node in _whole_expressions(context):
        if context.is_right(node) or _is_constant(context.value(node)):
            continue
        operands = list(_operands(context, node))
        known = all(
            context.is_right(each) or (isinstance(each, ast.Name) and each.id in transparent)
            for each in operands
        )
        if not operands or not known:
            continue
        if _only_prepares(context, node, operands):
            transparent |= _targets(context, node)
        else:
            yield node


def _whole_expressions(context: Context) -> list[ast.expr]:
    """Arrays that stand in no larger array, in the order in which they were first computed."""
    found = [
        node
        for node in ast.walk(context.root)
        if isinstance(node, ast.expr)
        and _is_array(context.value(node))
        and not isinstance(node, (ast.Name, ast.Starred))
        and not any(_is_array(context.value(around)) for around in _around(context, node))
    ]
    order = context.observed.order
    return sorted(found, key=lambda node: order.get(node, 0))


def _operands(context: Context, node: ast.expr) -> Iterator[ast.expr]:
    """The arrays that an expression is made of: names, and items of what is no array."""
    for child in ast.walk(node):
        if child is node or not isinstance(child, ast.expr) or not _is_array(context.value(child)):
            continue
        is_item = isinstance(child, (ast.Subscript, ast.Attribute)) and not _is_array(
            context.value(child.value)
        )
        if isinstance(child, ast.Name) or is_item:
            yield child


def _only_prepares(context: Context, node: ast.expr, operands: Sequence[ast.expr]) -> bool:
    """Is it a part for later, `1 - x` or a stack, which says nothing about right or wrong yet?"""
    calls = {called_name(each) for each in ast.walk(node) if isinstance(each, ast.Call)}
    if calls & set(context.activations):
        return False
    computes = any(
        isinstance(each, (ast.BinOp, ast.UnaryOp)) and _is_array(context.value(each))
        for each in ast.walk(node)
    )
    if not computes and calls <= REARRANGING:
        return True
    single = len({ast.unparse(each) for each in operands}) == 1
    return single and np.shape(context.value(node)) == np.shape(context.value(operands[0]))


def _becomes_right(context: Context, node: ast.expr) -> bool:
    """Is anything that is made of it, over any number of steps, a quantity of the derivation?"""
    function = context.function_of(node)
    loads = [
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and context.ran(each)
    ]
    pending, known = list(_targets(context, node)), set[str]()
    while pending:
        name = pending.pop()
        if name in known:
            continue
        known.add(name)
        for load in loads:
            if load.id != name or not _is_array(context.value(load)):
                continue
            if any(context.is_right(each) for each in (load, *_around(context, load))):
                return True
            pending += _targets(context, load)
    return False


def _targets(context: Context, node: ast.expr) -> set[str]:
    """The names that a statement binds with what it makes of `node`."""
    match context.statement_of(node):
        case ast.Assign(targets=targets):
            named = [name for target in targets for name in _names_in(target)]
        case ast.AugAssign(target=ast.Name(id=name)):
            named = [name]
        case _:
            named = []
    return set(named)


def _names_in(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Name):
        return [target.id]
    if isinstance(target, (ast.Tuple, ast.List)):
        return [name for element in target.elts for name in _names_in(element)]
    return []


def _around(context: Context, node: ast.expr) -> Iterator[ast.expr]:
    around = context.parents.get(node)
    while isinstance(around, ast.expr):
        yield around
        around = context.parents.get(around)


def _smallest(context: Context, node: ast.expr) -> ast.expr:
    """The innermost part that nobody recognises: in an expression of several lines, its line."""
    inside = [
        child
        for child in ast.walk(node)
        if isinstance(child, ast.expr)
        and _is_array(context.value(child))
        and not context.is_right(child)
        and all(
            context.is_right(below)
            for below in ast.walk(child)
            if below is not child
            and isinstance(below, ast.expr)
            and _is_array(context.value(below))
        )
    ]
    order = context.observed.order
    return min(inside, key=lambda child: order[child], default=node)


def _right_before(context: Context, order: int) -> tuple[str, ...]:
    """The last quantities that the function had computed, and right, before a moment."""
    observed = context.observed.order
    assigned = [
        (observed[node], name)
        for node in ast.walk(context.root)
        if isinstance(context.parents.get(node), ast.Assign)
        and node in observed
        and observed[node] < order
        and context.is_right(node)
        for name in context.right_names(node)[:1]
        if name.isidentifier()
    ]
    return tuple(dict.fromkeys(name for _, name in sorted(assigned)))[-MOST_NAMES:]


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size > 1


def _is_constant(value: Any) -> bool:
    return bool(np.all(value == np.ravel(value)[0]))


def _listed(names: Sequence[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
