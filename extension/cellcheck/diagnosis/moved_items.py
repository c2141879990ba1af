"""Items of a tuple that stand in one another's place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cellcheck.compare import Leaf, collect, compare
from cellcheck.diagnosis.failure import Failure
from cellcheck.exercise import Array, Given, Items, Keys, Node, Steps, leaves
from cellcheck.trial import Run


@dataclass(frozen=True, slots=True)
class Moved:
    """Items that stand in one another's place, each at a position of the tuple."""

    items: Mapping[int, Node]
    """What stands at a position."""
    places: Mapping[int, Node]
    """What is expected at a position."""
    is_right: bool
    """Is everything in these items right, once each is in its place?"""

    @property
    def first(self) -> tuple[Node, Node]:
        """The first item that is out of place, and what is expected where it stands."""
        position = min(self.items)
        return self.items[position], self.places[position]

    @property
    def values(self) -> frozenset[str]:
        return frozenset(leaf.name for node in self.items.values() for leaf, _ in leaves(node))


def moved_items(failure: Failure, run: Run, node: Items, result: Any) -> Moved | None:
    """The items of a tuple that are only out of place; None where that is not what is wrong.

    An array has to be right in another one's place. A tuple or a list has to have the form that is
    expected there: what it holds may be wrong for a reason of its own.
    """
    expected = failure.prepared_for(run).expected
    fits = [[_fits(expected, item, value) for item in node.items] for value in result]
    unfit = [position for position in range(len(node.items)) if not fits[position][position]]
    homes = {here: home for here in unfit for home in unfit if fits[here][home]}
    is_exchange = homes and set(homes.values()) == set(homes)
    if not is_exchange or any(
        isinstance(node.items[here], Array) for here in set(unfit) - set(homes)
    ):
        return None
    in_place = list(result)
    for here, home in homes.items():
        in_place[home] = result[here]
    actual = collect(node, in_place, run.data.sizes)
    moved = Moved(
        {here: node.items[home] for here, home in homes.items()},
        {here: node.items[here] for here in homes},
        is_right=False,
    )
    compared = compare({name: expected[name] for name in moved.values}, actual)
    return replace(moved, is_right=all(comparison.match for comparison in compared))


def equals(expected: Leaf, value: Any) -> bool:
    """Is a value right under the name, and with the axes, of an expected one?"""
    actual = collect(Array(expected.name, expected.axes), value, {})
    return all(comparison.match for comparison in compare({expected.name: expected}, actual))


def _fits(expected: Mapping[str, Leaf], node: Node, value: Any) -> bool:
    """Is a value right where an array is expected, or of the form of what is expected?"""
    match node:
        case Array(name=name):
            return equals(expected[name], value)
        case Given(name=name):
            actual = collect(node, value, {})
            return all(each.match for each in compare({name: expected[name]}, actual))
        case Items(items=items):
            return isinstance(value, (tuple, list)) and len(value) == len(items)
        case Steps():
            return isinstance(value, (tuple, list))
        case Keys():
            return isinstance(value, Mapping)
