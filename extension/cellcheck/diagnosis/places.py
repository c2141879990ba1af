"""Lines of a function's text where what it returns is put together."""

import ast
from collections.abc import Callable, Mapping
from typing import Any

from cellcheck.diagnosis.failure import Failure
from cellcheck.runner import source_line


class Places:
    """Lines of the function's own statements, for findings about what it returns."""

    def __init__(self, failure: Failure) -> None:
        self.unit = failure.unit

    def last(self, wanted: Callable[[ast.AST], bool]) -> tuple[int | None, str]:
        """The last node of a kind: its line, and the line's text."""
        if self.unit is None:
            return None, ""
        part = self.unit.parts[-1]
        lines = [getattr(node, "lineno", 0) for node in ast.walk(part.statement) if wanted(node)]
        line = max(lines, default=getattr(part.statement, "lineno", None))
        return line, source_line(part.filename, line) if line else ""

    def has(self, wanted: Callable[[ast.AST], bool]) -> bool:
        return self.unit is not None and any(
            wanted(node) for node in ast.walk(self.unit.parts[-1].statement)
        )

    def of_return(self) -> tuple[int | None, str]:
        """The last `return`; where there is none, the last line."""
        if self.has(is_return):
            return self.last(is_return)
        if self.unit is None:
            return None, ""
        part = self.unit.parts[-1]
        line = part.statement.end_lineno
        return line, source_line(part.filename, line) if line else ""

    def of_tuple(self, length: int) -> tuple[int | None, str]:
        """Where a tuple of that length is written; a long one will do, and then the `return`."""
        for least in (length, 5):
            for kinds in ((ast.Tuple, ast.List), (ast.Call,)):

                def wanted(node: ast.AST, least: int = least, kinds: Any = kinds) -> bool:
                    written = getattr(node, "elts", getattr(node, "args", None))
                    return (
                        isinstance(node, kinds)
                        and isinstance(written, list)
                        and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
                        and (len(written) == least or (least == 5 < len(written)))
                    )

                if self.has(wanted):
                    return self.last(wanted)
        return self.of_return()

    def of_bindings(self, names: Mapping[int, str], length: int) -> tuple[int, str] | None:
        """The line that last binds or fills one of the names, if a tuple has them in this order."""
        nodes = list(ast.walk(self.unit.parts[-1].statement)) if self.unit is not None else []
        are_in_order = any(
            isinstance(node, (ast.Tuple, ast.List))
            and isinstance(node.ctx, ast.Load)
            and len(node.elts) == length
            and all(getattr(node.elts[at], "id", "") == name for at, name in names.items())
            for node in nodes
        )
        stored = sorted(
            (node.lineno, name)
            for node in nodes
            if isinstance(node, ast.expr)
            for name in _stored_in(node)
        )
        last = {name: line for line, name in stored if name in names.values()}
        if self.unit is None or not are_in_order or not last:
            return None
        line = min(last.values())
        return line, source_line(self.unit.parts[-1].filename, line)

    def of_key(self, key: str) -> tuple[int | None, str]:
        return self.last(
            lambda node: (
                (isinstance(node, ast.Constant) and node.value == key)
                or (isinstance(node, ast.keyword) and node.arg == key)
            )
        )

    def exchanges(self, first: str, second: str) -> bool:
        """Is there a dictionary that has the names `first` and `second` under each other's key?"""
        pairs = set()
        for node in self.unit.nodes() if self.unit else ():
            if isinstance(node, ast.Dict):
                pairs |= {
                    (key.value, value.id)
                    for key, value in zip(node.keys, node.values, strict=True)
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Name)
                }
        return {(first, second), (second, first)} <= pairs

    def of_idle_statement(self) -> tuple[int | None, str]:
        """What is computed and dropped, `caches + [cache]`, or new behind the loop; or the loop."""

        def idle(node: ast.AST) -> bool:
            return isinstance(node, ast.Expr) and isinstance(
                node.value, (ast.BinOp, ast.List, ast.Name, ast.Attribute)
            )

        def empty(node: ast.AST) -> bool:
            is_new = isinstance(node, ast.List) and not node.elts
            return is_new and getattr(node, "lineno", 0) > (self.of_loop()[0] or 0)

        if self.has(idle):
            return self.last(idle)
        return self.last(empty) if self.has(empty) else self.of_loop()

    def of_loop(self) -> tuple[int | None, str]:
        return self.last(lambda node: isinstance(node, (ast.For, ast.While)))


def _stored_in(node: ast.expr) -> set[str]:
    """The name that is bound, `a = …`, or written to, `a[t] = …`."""
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
        node = node.value
    elif not isinstance(getattr(node, "ctx", None), ast.Store):
        return set()
    return {node.id} if isinstance(node, ast.Name) else set()


def is_return(node: ast.AST) -> bool:
    return isinstance(node, ast.Return)
