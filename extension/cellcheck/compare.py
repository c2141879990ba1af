"""Compares what a function returned with what was expected, value by value and strictly by shape.

Nothing broadcasts here: `np.all(np.isclose(a, b))` calls a (5,) right where a (5, 1) is expected.
"""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellcheck.exercise import Array, Given, Items, Keys, Node, Steps, leaves
from cellcheck.report import ValueStatus

RELATIVE_TOLERANCE = 1e-6
ABSOLUTE_TOLERANCE = 1e-9
"""Times the largest expected entry where that is above 1. Orders of summation differ by 1e-14,
mistakes by far more than 1e-6: between the two there is room for every style."""

MOST_ENTRIES = 2**22
"""Of one value over all time steps: more than any exercise has, and no burden yet."""
MOST_WHOLE = 2**53
"""Below this a whole number is the same as a floating-point one."""
MOST_KEYS = 60
LONGEST_KEY = 40
"""Keys of a dictionary that are offered in the place of a missing one."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One returned value by name: an array, or words on why there is none."""

    name: str
    axes: tuple[str, ...]
    array: NDArray[Any] | None
    problem: str = ""
    problem_status: ValueStatus = "missing"
    given: Any = None
    """For `Given` leaves: the objects that came, one a time step."""
    noise: float = 0.0
    """What an entry may be off besides rounding."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One value held against the expected one."""

    expected: Leaf
    actual: Leaf
    status: ValueStatus
    note: str = ""

    @property
    def name(self) -> str:
        return self.expected.name

    @property
    def match(self) -> bool:
        return self.status == "same"


def compare(expected: Mapping[str, Leaf], actual: Mapping[str, Leaf]) -> tuple[Comparison, ...]:
    """Holds each expected value against the actual one of the same name."""
    return tuple(_compare(leaf, actual[name]) for name, leaf in expected.items())


def collect(node: Node, result: Any, sizes: Mapping[str, int]) -> dict[str, Leaf]:
    """Takes a result apart along its tree; never raises for a wrong one.

    Args:
        node: the tree of what the function returns.
        result: what it returned.
        sizes: the dimensions by name; a `Steps` list must hold as many items as its axis says.

    """
    return {leaf.name: leaf for leaf in _collect(node, result, "", sizes)}


def differs(expected: NDArray[Any], actual: NDArray[Any], noise: float = 0.0) -> NDArray[np.bool_]:
    """Entry by entry: is the difference more than rounding and `noise`? Shapes must be equal."""
    scale = max(1.0, float(np.max(np.abs(expected), initial=0.0)))
    bound = ABSOLUTE_TOLERANCE * scale + RELATIVE_TOLERANCE * np.abs(expected) + noise
    with np.errstate(invalid="ignore", over="ignore"):
        wrong: NDArray[np.bool_] = ~(np.abs(actual - expected) <= bound)
    return wrong


def _collect(node: Node, result: Any, place: str, sizes: Mapping[str, int]) -> list[Leaf]:
    """`place` says where `node` stands, such as `caches[0][2]`; it is empty at the top."""
    here = place or "the result"
    match node:
        case Array():
            return [_array_leaf(node, result, place)]
        case Given(name=name):
            problem = f"{here} {name} is None" if result is None else ""
            return [Leaf(name, (), None, problem, given=result)]
        case Items(items=items):
            if problem := _items_problem(result, here, items):
                return _without(node, problem)
            return [
                leaf
                for item, entry in zip(items, result, strict=True)
                for leaf in _collect(
                    item, entry, place if isinstance(item, (Array, Given)) else item.name, sizes
                )
            ]
        case Keys(items=items):
            if not isinstance(result, Mapping):
                return _without(node, f"{here} is {_kind(result)}, expected a dictionary")
            return [_key_leaf(item, result, here) for item in items]
        case Steps():
            return _steps_leaves(node, result, sizes)


def _array_leaf(node: Array, result: Any, place: str) -> Leaf:
    name, axes = node.name, node.axes
    is_number = isinstance(result, (np.generic, int, float)) and not isinstance(result, bool)
    if isinstance(result, np.ndarray) or is_number:
        # A plain whole number has lost no digits: `return 0` is as good as `return 0.0`.
        is_whole = type(result) is int and abs(result) < MOST_WHOLE
        array = np.asarray(float(result) if is_whole else result)
        return Leaf(name, axes, array, noise=node.noise)
    problem = f"{place} {name} ".lstrip() if place else ""
    return Leaf(
        name,
        axes,
        None,
        f"{problem}is {_kind(result)}, expected an array",
        "missing" if result is None else "not_an_array",
    )


def _key_leaf(item: Array, result: Mapping[Any, Any], here: str) -> Leaf:
    if item.name in result:
        return _array_leaf(item, result[item.name], "")
    # A dictionary of 90,000 keys takes half a minute to look through.
    present = [key for key in islice(result, MOST_KEYS) if isinstance(key, str)]
    present = [key for key in present if len(key) <= LONGEST_KEY]
    near = difflib.get_close_matches(item.name, present, n=1, cutoff=0.5)
    offer = f"; there is {near[0]!r}" if near else ""
    return Leaf(item.name, item.axes, None, f"{here} has no key {item.name!r}{offer}")


def _items_problem(result: Any, here: str, items: tuple[Node, ...]) -> str:
    names = ", ".join(item.name for item in items)
    if not isinstance(result, (tuple, list)):
        return f"{here} is {_kind(result)}, expected {len(items)} items ({names})"
    if len(result) != len(items):
        return f"{here} holds {_count(len(result), 'item')}, expected {len(items)} ({names})"
    return ""


def _steps_leaves(node: Steps, result: Any, sizes: Mapping[str, int]) -> list[Leaf]:
    name = node.name
    if not isinstance(result, Sequence) or isinstance(result, str):
        problem = f"{name} is {_kind(result)}, expected a list with one item per time step"
        return _without(node, problem)
    if not result:
        return _without(node, f"{name} is empty, expected one item per time step")
    steps = sizes.get(node.axis)
    if steps is not None and len(result) != steps:
        held = _count(len(result), "item")
        return _without(node, f"{name} holds {held}, expected {steps}, one per time step")
    per_step = [
        _collect(node.item, entry, f"{node.each}[{step}]", sizes)
        for step, entry in enumerate(result)
    ]
    return [_over_time(node.each, node.axis, column) for column in zip(*per_step, strict=True)]


def _over_time(name: str, axis: str, column: tuple[Leaf, ...]) -> Leaf:
    """One leaf of every time step as one leaf with the time steps along its last axis."""
    first = column[0]
    axes = (*first.axes, axis)
    for leaf in column:
        if leaf.problem:
            return replace(leaf, axes=axes, array=None)
    arrays = [leaf.array for leaf in column if leaf.array is not None]
    if not arrays:
        return Leaf(first.name, axes, None, given=[leaf.given for leaf in column])
    for step, array in enumerate(arrays):
        if array.shape != arrays[0].shape:
            problem = f"{name}[{step}] has shape {array.shape}, {name}[0] {arrays[0].shape}"
            return Leaf(first.name, axes, None, problem, "shape")
    if sum(array.size for array in arrays) > MOST_ENTRIES:
        problem = f"{name}[0] has shape {arrays[0].shape}, far more than expected"
        return Leaf(first.name, axes, None, problem, "shape")
    return Leaf(first.name, axes, np.stack(arrays, axis=-1), noise=first.noise)


def _without(node: Node, problem: str) -> list[Leaf]:
    return [Leaf(leaf.name, axes, None, problem) for leaf, axes in leaves(node)]


def _compare(expected: Leaf, actual: Leaf) -> Comparison:
    if actual.problem:
        return Comparison(expected, actual, actual.problem_status, actual.problem)
    if expected.array is None:
        return _compare_given(expected, actual)
    array, wanted = actual.array, expected.array
    if array is None:
        return Comparison(expected, actual, "missing", "is missing")
    if array.shape != wanted.shape:
        note = f"shape {array.shape}, expected {wanted.shape}"
        return Comparison(expected, actual, "shape", note)
    if array.dtype.kind != "f" or array.dtype.itemsize < wanted.dtype.itemsize:
        note = f"dtype {array.dtype}, expected {wanted.dtype}"
        return Comparison(expected, actual, "dtype", note)
    finite = np.isfinite(array)
    if not finite.all():
        bad = array[~finite]
        kind = "nan" if np.isnan(bad).any() else "infinite"
        are = "is" if bad.size == 1 else "are"
        note = f"{_count(bad.size, 'entry', 'entries')} {are} {kind}"
        return Comparison(expected, actual, "not_finite", note)
    wrong = differs(wanted, array, expected.noise)
    return Comparison(expected, actual, "differs" if wrong.any() else "same")


def _compare_given(expected: Leaf, actual: Leaf) -> Comparison:
    pairs = list(zip(_as_list(expected.given), _as_list(actual.given), strict=True))
    same = all(_equal(one, other) for one, other in pairs)
    note = "" if same else "is not what was given as the argument"
    return Comparison(expected, actual, "same" if same else "differs", note)


def _as_list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _equal(expected: Any, actual: Any) -> bool:
    """Are the expected entries there and equal? Further keys in a dictionary do no harm."""
    if expected is actual:
        return True
    if isinstance(expected, Mapping):
        return isinstance(actual, Mapping) and all(
            key in actual and _equal(value, actual[key]) for key, value in expected.items()
        )
    return isinstance(actual, np.ndarray) and np.array_equal(expected, actual)


def _kind(result: Any) -> str:
    if result is None:
        return "None"
    name = type(result).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
