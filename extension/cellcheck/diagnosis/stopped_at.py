"""What an exception means, in words that name the operands and the axis."""

import ast
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.observation import Observation

LONGEST = 40
MOST_KEYS = 12
ALIGNED = re.compile(r"\((\d+(?:,\d*)*)\).*?\((\d+(?:,\d*)*)\)")
BOUNDS = re.compile(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)")
INDICES = re.compile(r"array is (\d+)-dimensional, but (\d+) were indexed")
UNPACK = re.compile(r"values to unpack \(expected (?:at least )?(\d+)(?:, got (\d+))?\)")
NO_ATTRIBUTE = re.compile(r"'([\w.]+)' object has no attribute '(\w+)'")
ARGUMENTS = re.compile(r"(\w+)\(\) (?:missing|takes)")

STOPPING = (ast.BinOp, ast.Call, ast.Subscript, ast.Attribute, ast.UnaryOp, ast.Compare)
"""Expressions that can raise by themselves."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The expression that raised, and what its operands were."""

    node: ast.AST
    context: Context

    def value(self, node: ast.AST | None) -> Any:
        """What the node came to the last time: in a loop, when it stopped."""
        values = [] if node is None else self.context.observed.of(node)
        return values[-1] if values else None

    @property
    def owner(self) -> Any:
        """What stands before the brackets or the point, or to the right of `=`."""
        return self.value(getattr(self.node, "value", None))

    def named(self, node: ast.AST) -> str:
        """``caches` is a list of 7 items``."""
        text = ast.unparse(node)
        short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        return f"`{short}` is {kind_of_value(self.value(node))}"


def stop_of(seen: Observation, line: int | None) -> Stop | None:
    """The innermost expression on a line whose operands have values and which has none."""
    for context in seen.contexts:
        stopped = [
            node
            for node in ast.walk(context.root)
            if getattr(node, "lineno", None) == line and _stops(context, node)
        ]
        if stopped:
            innermost = min(stopped, key=lambda node: sum(1 for _ in ast.walk(node)))
            return Stop(innermost, context)
    return None


def _stops(context: Context, node: ast.AST) -> bool:
    if isinstance(node, STOPPING):
        return context.stops_at(node)
    # An unpacking is no expression: its value is there, and fits no names.
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Tuple):
        return False
    value = context.value(node.value)
    return hasattr(value, "__len__") and len(value) != len(node.targets[0].elts)


def operands(stop: Stop | None) -> str:
    """A sentence on what the operands were; empty where they are not known."""
    match None if stop is None else stop.node:
        case ast.BinOp(left=left, right=right):
            nodes = [left, right]
        case ast.Call(func=ast.Attribute(value=owner), args=arguments):
            nodes = [owner, *arguments]
        case ast.Call(args=arguments):
            nodes = list(arguments)
        case ast.Subscript(value=owner) | ast.Attribute(value=owner):
            nodes = [owner]
        case ast.Assign(value=value):
            nodes = [value]
        case _:
            nodes = []
    if stop is None:
        return ""
    known = [
        stop.named(node)
        for node in nodes
        if stop.context.ran(node) and not isinstance(stop.value(node), ModuleType)
    ]
    return f"Here {', '.join(known)}." if known else ""


def kind_of_value(value: Any) -> str:
    """What a value is, in a few words."""
    match value:
        case None:
            return "None"
        case np.ndarray():
            return f"an array of shape {value.shape}"
        case Mapping():
            return f"a dictionary with {len(value)} keys"
        case list() | tuple():
            word = "tuple" if isinstance(value, tuple) else "list"
            return f"a {word} of {len(value)} item{'' if len(value) == 1 else 's'}"
        case str() | int() | float():
            return f"the {type(value).__name__} {value!r}"
    return f"of type {type(value).__name__}"


def explained(kind: str, message: str, stop: Stop | None) -> str:
    """Why it stops, and what to look at."""
    for explain in (_of_shapes, _of_unpacking, _of_an_index, _of_a_key, _of_none, _of_an_attribute):
        if words := explain(kind, message, stop):
            return words
    if kind in {"NameError", "UnboundLocalError"}:
        return (
            "The name is not known here: not an argument, and not assigned before this line runs. "
            "If it works in your notebook, the kernel still holds it from a cell that was deleted "
            "or renamed."
        )
    if kind == "TypeError" and (called := ARGUMENTS.search(message)):
        return (
            f"`{called[1]}` is called with another number of arguments than it takes: compare "
            "the call with the line that defines it."
        )
    return "Print the operands' types and shapes just before this line."


def _of_shapes(_kind: str, message: str, _stop: Stop | None) -> str:
    shapes = ALIGNED.search(message)
    if shapes and "aligned" in message:
        left, right = (tuple(shape.split(",")) for shape in shapes.groups())
        return (
            f"A matrix product needs as many columns on its left ({left[-1]}) as rows on its "
            f"right ({right[0]}). Which of the two is not the array you meant?"
        )
    if "matmul" in message:
        return (
            "A matrix product needs as many columns on its left as rows on its right. Which of the "
            "two is not the array you meant?"
        )
    if "broadcast" in message:
        return (
            "Two arrays are combined entry by entry whose shapes do not fit: each axis must be "
            "equal, or 1. Which of the two has an axis too many, or another one than you meant?"
        )
    if "concatenat" in message or "must match exactly" in message:
        return (
            "Arrays are put together along one axis, and all their other axes have to be equal. "
            "Which axis did you mean to join, and which array has another size on the others?"
        )
    return ""


def _of_unpacking(_kind: str, message: str, stop: Stop | None) -> str:
    counts = UNPACK.search(message)
    if counts is None:
        return ""
    given = counts[2]
    value = stop.owner if stop is not None else None
    if given is None and isinstance(value, (tuple, list, Mapping, np.ndarray)):
        given = str(len(value))
    came = f"{given} came" if given else "another number came"
    advice = "Compare the names with what the function that made it returns, item by item."
    if isinstance(value, np.ndarray):
        advice = "It is an array, and is taken apart along its first axis. Did you mean its shape?"
    elif _is_shape(value):
        advice = (
            f"A shape has one number for each axis, and this array has {given}: is it the array "
            "that you meant?"
        )
    return f"The left side has {counts[1]} names, and {came}. {advice}"


def _of_an_index(kind: str, message: str, stop: Stop | None) -> str:
    if kind != "IndexError":
        return ""
    if bounds := BOUNDS.search(message):
        size = int(bounds[3])
        return (
            f"Axis {bounds[2]} has {size} entries, numbered from 0 to {size - 1}; {bounds[1]} was "
            "asked for. Does the loop run over the size of this axis, or of another one?"
        )
    if indices := INDICES.search(message):
        return (
            f"The array has {indices[1]} axes, and {indices[2]} indices were given. Is it one step "
            "of a larger array, or did an axis get lost on the way?"
        )
    if "list index" in message or "tuple index" in message:
        owner = (
            stop.value(stop.node.value) if stop and isinstance(stop.node, ast.Subscript) else None
        )
        held = (
            f" It holds {len(owner)}, numbered from 0." if isinstance(owner, (list, tuple)) else ""
        )
        return f"There is no such item.{held} Which items did you put in, and in which order?"
    return "The index does not fit the array: print its shape and the index just before this line."


def _of_a_key(kind: str, message: str, stop: Stop | None) -> str:
    if kind != "KeyError":
        return ""
    owner = stop.owner if stop is not None else None
    if not isinstance(owner, Mapping):
        return "The dictionary has no such key. Print its keys just before this line."
    keys = [str(key) for key in owner]
    listed = ", ".join(f"`{key}`" for key in keys[:MOST_KEYS])
    more = " and more" if len(keys) > MOST_KEYS else ""
    near = difflib.get_close_matches(message.strip("'\""), keys, n=1, cutoff=0.5)
    offer = f" The nearest is `{near[0]}`." if near else ""
    return (
        f"The dictionary has no such key; it has {listed}{more}.{offer}"
        if keys
        else ("The dictionary is empty: nothing has been put in before this line runs.")
    )


def _of_none(kind: str, message: str, _stop: Stop | None) -> str:
    if kind not in {"TypeError", "AttributeError"} or "NoneType" not in message:
        return ""
    return (
        "What is used here is None. A function without a `return` gives None, so do `append` and "
        "`update`, and a line of the template may not be filled in yet. Which line made it?"
    )


def _of_an_attribute(kind: str, message: str, _stop: Stop | None) -> str:
    found = NO_ATTRIBUTE.search(message)
    if kind == "TypeError":
        if "not subscriptable" in message or "indices must be" in message:
            return (
                "Brackets take an item out of a list, an array or a dictionary, and this is "
                "another kind of object, or another kind of index. Are parentheses or a key meant?"
            )
        if "not callable" in message:
            return (
                "Parentheses call a function, and this is none. Are brackets meant, or has a "
                "variable taken the function's name?"
            )
        if "unsupported operand" in message:
            return "The two operands are of kinds that this operator does not take together."
        return ""
    if kind != "AttributeError" or found is None:
        return ""
    what = found[1].removeprefix("numpy.")
    return (
        f"A `{what}` has no `{found[2]}`. Is it the object that you meant, or one that still has "
        "to be taken out of it, or made an array?"
    )


def _is_shape(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(each, int) for each in value)
