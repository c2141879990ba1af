"""A change to the syntax tree of the student's code that can be made and taken back."""

import ast
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cellcheck.exercise import Words


@dataclass(frozen=True, slots=True)
class Slot:
    """The place in a tree where a node hangs."""

    parent: ast.AST
    attribute: str
    index: int | None = None

    def put(self, node: Any) -> None:
        if self.index is None:
            setattr(self.parent, self.attribute, node)
        else:
            getattr(self.parent, self.attribute)[self.index] = node

    def get(self) -> Any:
        held = getattr(self.parent, self.attribute)
        return held if self.index is None else held[self.index]


def slots_of(root: ast.AST) -> dict[ast.AST, Slot]:
    """Where each node below `root` hangs."""
    found: dict[ast.AST, Slot] = {}
    for parent in ast.walk(root):
        for attribute, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                found[value] = Slot(parent, attribute)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.AST):
                        found[item] = Slot(parent, attribute, index)
    return found


@dataclass(frozen=True, slots=True)
class Edit:
    """One change.

    Args:
        code: the cause that it proves if it mends the values.
        rank: lower is preferred where several edits mend the same.
        node: the node that is changed; its line is the finding's line.
        changes: new nodes for slots, or whole new lists for statement lists.
        old: what stands there, in words or code.
        new: what would be right there, in words; shown in explanations only as a quantity's name.
        quantity: the name of a quantity of the derivation, if the edit brings one in.
        own: words in the place of those on the code, where they say what is not seen.
    """

    code: str
    rank: int
    node: ast.AST
    changes: tuple[tuple[Slot, Any], ...]
    old: str = ""
    new: str = ""
    quantity: str = ""
    own: Words | None = field(default=None, compare=False)
    detail: dict[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def exchange(
        cls,
        slot: Slot,
        new: ast.AST,
        code: str,
        rank: int,
        node: ast.AST,
        *,
        old: str = "",
        words: str = "",
        own: Words | None = None,
    ) -> "Edit":
        """An edit that puts one new node in one place."""
        return cls(code, rank, node, ((slot, new),), old=old, new=words, own=own)

    @property
    def line(self) -> int:
        return int(getattr(self.node, "lineno", 1))

    @contextlib.contextmanager
    def made(self) -> Iterator[None]:
        """The tree with the change in it, for the length of the `with` block."""
        before = [(slot, slot.get()) for slot, _ in self.changes]
        try:
            self.make()
            yield
        finally:
            for slot, node in reversed(before):
                slot.put(node)

    def make(self) -> None:
        """Makes the change for good."""
        for slot, node in self.changes:
            if isinstance(node, ast.AST):
                _locate(node, self.node)
            elif isinstance(node, list):
                for statement in node:
                    _locate(statement, self.node)
            slot.put(node)


def _locate(node: ast.AST, like: ast.AST) -> None:
    """Gives every new node below `node` a line, as compiling wants it."""
    line = getattr(like, "lineno", 1)
    for each in ast.walk(node):
        if isinstance(each, (ast.expr, ast.stmt, ast.keyword, ast.arg)) and not hasattr(
            each, "lineno"
        ):
            each.lineno, each.col_offset = line, 0
            each.end_lineno, each.end_col_offset = line, 0
