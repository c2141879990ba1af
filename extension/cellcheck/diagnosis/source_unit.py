"""The student's source text of one function, with the helpers of theirs that it calls."""

import ast
import inspect
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

from cellcheck.trial import Work


@dataclass(frozen=True, slots=True)
class Part:
    """A top-level statement of the student's: a function, a class, or an assignment of a lambda."""

    name: str
    filename: str
    statement: ast.stmt

    def compile(self) -> CodeType:
        module = ast.Module(body=[self.statement], type_ignores=[])
        return compile(module, self.filename, "exec")


@dataclass(frozen=True, slots=True)
class SourceUnit:
    """Everything of the student's that runs in a call of the function, which comes last."""

    name: str
    parts: tuple[Part, ...]
    namespace: dict[str, Any]

    def define(self, codes: list[CodeType], replacements: dict[str, Any]) -> Callable[..., Any]:
        """Defines the parts anew in a copy of the namespace; returns the function."""
        namespace = {**self.namespace, **replacements}
        for code in codes:
            exec(code, namespace)  # noqa: S102  the student's own definitions, once more
        namespace.update(replacements)
        function: Callable[..., Any] = namespace[self.name]
        return function

    def nodes(self) -> Iterator[ast.AST]:
        for part in self.parts:
            yield from ast.walk(part.statement)


def source_unit(work: Work, name: str) -> SourceUnit | None:
    """The unit of the exercise `name`; None where its source text is not known."""
    found: dict[str, Part] = {}
    pending = [name]
    namespaces = work.namespaces(name)
    while pending:
        current = pending.pop()
        if current in found or (current != name and current in work.course):
            continue
        value = next((space[current] for space in namespaces if current in space), None)
        part = _part(current, value, namespaces)
        if part is None:
            continue
        found[current] = part
        pending += sorted(
            {node.id for node in ast.walk(part.statement) if isinstance(node, ast.Name)}
        )
    if name not in found:
        return None
    helpers = [part for helper, part in found.items() if helper != name]
    helpers.sort(key=lambda part: (part.filename, part.statement.lineno))
    return SourceUnit(name, (*helpers, found[name]), namespaces[0])


def _part(name: str, value: Any, namespaces: list[dict[str, Any]]) -> Part | None:
    """The statement that defines `name`, if it is a function or class of the student's."""
    code = _code_of(value, namespaces)
    if code is None:
        return None
    lines = linecache.getlines(code.co_filename)
    try:
        tree = ast.parse("".join(lines))
    except SyntaxError:
        return None
    candidates = [
        statement
        for statement in tree.body
        if name in names_bound(statement) and _covers(statement, code.co_firstlineno)
    ]
    return Part(name, code.co_filename, candidates[-1]) if candidates else None


def _code_of(value: Any, namespaces: list[dict[str, Any]]) -> CodeType | None:
    """The code of a function, or of a class's first method, that is defined in the namespaces."""
    if isinstance(value, type):
        value = next(
            (each for each in vars(value).values() if isinstance(each, FunctionType)), None
        )
    if not callable(value):
        return None
    try:
        inner = inspect.unwrap(value)
    except ValueError:
        return None
    if not isinstance(inner, FunctionType):
        return None
    is_own = any(inner.__globals__ is namespace for namespace in namespaces)
    return inner.__code__ if is_own else None


def names_bound(statement: ast.stmt) -> set[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _covers(statement: ast.stmt, line: int) -> bool:
    decorators = getattr(statement, "decorator_list", [])
    first = min([statement.lineno, *(decorator.lineno for decorator in decorators)])
    return bool(first <= line <= (statement.end_lineno or first))
