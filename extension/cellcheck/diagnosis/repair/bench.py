"""Runs variants of the student's code on prepared data and says which values come out right."""

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from types import CodeType
from typing import Any

import numpy as np

from cellcheck.compare import Leaf, collect, compare
from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.repair.edit import Edit, Slot
from cellcheck.diagnosis.repair.nodes import name
from cellcheck.diagnosis.source_unit import SourceUnit
from cellcheck.nested import copied
from cellcheck.runner import TimeLimitError, time_limit
from cellcheck.trial import Prepared, prepared

RUN_LIMIT = 0.25
"""Seconds for one variant: a change may well make a loop that does not end."""


class Bench:
    """One unit on the bench, with the reference in the place of what it calls."""

    def __init__(self, failure: Failure, unit: SourceUnit) -> None:
        self.failure = failure
        self.unit = unit
        self.cases = prepared(failure.exercise.name, None)
        self.quick = self._quick_case()
        self.codes = [part.compile() for part in unit.parts]
        self.references = failure.work.references_for(failure.exercise.name)
        self.all_leaves = frozenset(self.quick.expected)
        self.runs = 0
        self._unchanged: dict[str, Leaf] | None = None
        derivation = failure.exercise.derivation
        self.activations = derivation.activations if derivation is not None else {}
        self._quantities: dict[str, Mapping[str, Any]] = {}

    def right_with(self, edit: Edit, part: int, case: Prepared | None = None) -> frozenset[str]:
        """The values that are right with the edit made."""
        with edit.made():
            return self.right(part, case)

    def right(
        self,
        part: int | None = None,
        case: Prepared | None = None,
        further: Mapping[str, Any] | None = None,
    ) -> frozenset[str]:
        """The values that are right with the tree as it stands; `part` is the one that changed.

        `further` puts values into the place of names of the notebook.
        """
        case = case or self.quick
        actual = self._leaves(part, case, further or {})
        if actual is None:
            return frozenset()
        return frozenset(
            comparison.name for comparison in compare(case.expected, actual) if comparison.match
        )

    def reached_from(self, node: ast.expr, slot: Slot, part: int) -> frozenset[str]:
        """The values that change when what an expression comes to is changed a little."""
        if self._unchanged is None:
            self._unchanged = self._leaves(None, self.quick, {})
        nudged = ast.Call(func=name(NUDGE), args=[node], keywords=[])
        with Edit("", 0, node, ((slot, nudged),)).made():
            changed = self._leaves(part, self.quick, {})
        if self._unchanged is None or changed is None:
            return self.all_leaves
        return frozenset(
            each for each, leaf in self._unchanged.items() if _differ(leaf, changed[each])
        )

    def _leaves(
        self, part: int | None, case: Prepared, further: Mapping[str, Any]
    ) -> dict[str, Leaf] | None:
        """The values of a run with the tree as it stands; `part` is the one that changed."""
        codes = list(self.codes)
        try:
            if part is not None:
                codes[part] = self.unit.parts[part].compile()
        except (SyntaxError, ValueError, TypeError):
            return None
        return self.leaves(codes, case, further)

    def leaves(
        self, codes: list[CodeType], case: Prepared, further: Mapping[str, Any]
    ) -> dict[str, Leaf] | None:
        """The values of a run of these codes of the parts; None if it does not come to an end."""
        self.runs += 1
        try:
            with np.errstate(all="ignore"), time_limit(RUN_LIMIT):
                function = self.unit.define(codes, {**self.replacements(case), **further})
                result = function(*copied(case.arguments))
        except (Exception, SystemExit, GeneratorExit, TimeLimitError):  # noqa: BLE001  a variant may do anything
            return None
        return collect(self.failure.exercise.returns, result, case.data.sizes)

    def confirmed(self, part: int, expected: frozenset[str]) -> bool:
        """Are these values right on every public data set, with the tree as it stands?"""
        return all(
            expected <= self.right(part, case) for case in self.cases if case is not self.quick
        )

    def keep(self, part: int) -> None:
        """The tree as it stands becomes the code that further edits start from."""
        self.start_from(
            [*self.codes[:part], self.unit.parts[part].compile(), *self.codes[part + 1 :]]
        )

    def start_from(self, codes: list[CodeType]) -> None:
        """Runs start from these codes of the parts, wherever no tree has changed."""
        self.codes = codes
        self._unchanged = None

    def replacements(self, case: Prepared) -> dict[str, Any]:
        return {
            **self.references,
            AMEND: Amend(self.quantities(case)),
            SIZES: dict(case.data.sizes),
            STEP: Step(),
            ADD_UP: AddUp(self.all_leaves),
            FIRST: First(),
            FROM_END: from_end,
            NUDGE: nudge,
            **{ACTIVATION + name: function for name, function in self.activations.items()},
        }

    def quantities(self, case: Prepared) -> Mapping[str, Any]:
        """The derivation's quantities for one data set; empty if the exercise has none."""
        derivation = self.failure.exercise.derivation
        if derivation is None:
            return {}
        if case.data.name not in self._quantities:
            self._quantities[case.data.name] = derivation.quantities(*copied(case.arguments))
        return self._quantities[case.data.name]

    def _quick_case(self) -> Prepared:
        """The smallest data set that hides nothing and on which something is wrong."""
        wrong = {run.data.name for run in self.failure.runs if not run.right}
        usable = [
            case
            for case in self.cases
            if case.data.name in wrong and min(case.data.sizes.values()) > 1
        ]
        candidates: Sequence[Prepared] = usable or [
            case for case in self.cases if case.data.name in wrong
        ]
        return min(candidates or self.cases, key=_work)


AMEND = "__cellcheck_amend__"
SIZES = "__cellcheck_sizes__"
STEP = "__cellcheck_step__"
ADD_UP = "__cellcheck_add_up__"
FIRST = "__cellcheck_first__"
FROM_END = "__cellcheck_from_end__"
NUDGE = "__cellcheck_nudge__"
ACTIVATION = "__cellcheck_activation_"


class Amend:
    """What an edit calls to bring in a quantity of the derivation, step by step."""

    def __init__(self, quantities: Mapping[str, Any]) -> None:
        self.quantities = quantities
        self.counts: dict[str, int] = {}

    def __call__(self, name: str, backward: bool = False) -> Any:
        value = self.quantities[name]
        if not isinstance(value, list):
            return value
        step = self.counts.get(name, 0)
        self.counts[name] = step + 1
        return value[-1 - step] if backward else value[step]


class Step:
    """What an edit calls in the place of a step, to hand its result on to the next call."""

    def __init__(self) -> None:
        self.last: dict[str, Any] = {}

    def __call__(
        self,
        site: str,
        function: Callable[..., Any],
        position: int,
        source: str | int,
        mode: str,
        *arguments: Any,
    ) -> Any:
        given = list(arguments)
        if site in self.last:
            carried = self.last[site][source]
            given[position] = carried if mode == "instead" else given[position] + carried
        result = function(*given)
        self.last[site] = copied(result)
        return result


class First:
    """One value at the first call from a place in the code, the other one from then on."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __call__(self, site: str, first: Any, later: Any) -> Any:
        if site in self.seen:
            return later
        self.seen.add(site)
        return first


class AddUp:
    """Adds a step's gradients to the sums; what is no gradient takes the former's place."""

    def __init__(self, gradients: frozenset[str]) -> None:
        self.gradients = gradients

    def __call__(self, sums: dict[Any, Any], step: Mapping[Any, Any]) -> None:
        for key, value in step.items():
            adds = key in sums and key in self.gradients
            sums[key] = sums[key] + value if adds else value


def from_end(array: Any, parts: Sequence[Any]) -> Sequence[Any]:
    """The array split into parts as long as these, the first one at its end."""
    whole, shapes = np.shape(array), [np.shape(part) for part in parts]
    lengths = [sum(shape[axis] for shape in shapes) for axis in range(len(whole))]
    axis = next(axis for axis, length in enumerate(lengths) if length == whole[axis])
    ends = np.cumsum([shape[axis] for shape in reversed(shapes)])
    return np.split(array, ends[:-1], axis)[::-1]


def _differ(one: Leaf, other: Leaf) -> bool:
    if one.array is None or other.array is None or one.array.shape != other.array.shape:
        return one.array is not other.array
    return not np.allclose(one.array, other.array, rtol=1e-9, atol=1e-12, equal_nan=True)


def nudge(value: Any) -> Any:
    """An array a little off, each entry by another amount: a softmax does not feel equal ones."""
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
        return value
    return value + 1e-3 * np.cos(np.arange(value.size)).reshape(value.shape)


def _work(case: Prepared) -> int:
    return math.prod(case.data.sizes.values())
