"""The line on which a known mistake shows first: what the mistake makes of each quantity is known.

The catalogue says which mistake it is, from the results alone. Made on purpose, the mistake gives
wrong intermediate values too; the first expression of the student's that comes to one of them is
where it was made, in whatever style.
"""

import ast
from collections.abc import Iterator, Mapping
from itertools import dropwhile
from typing import Any

import numpy as np

from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.repair.bench import AMEND
from cellcheck.diagnosis.repair.context import Context
from cellcheck.diagnosis.repair.edit import Edit
from cellcheck.diagnosis.repair.identity import Identities
from cellcheck.diagnosis.repair.nodes import call, constant
from cellcheck.diagnosis.repair.nodes import name as name_of
from cellcheck.diagnosis.repair.observation import Observation, observation
from cellcheck.exercise import Mistake
from cellcheck.nested import copied
from cellcheck.runner import source_line

MOST_QUANTITIES = 4
"""Quantities after the mistake that are looked for: further on, its traces say little."""


def line_of_mistake(
    failure: Failure, mistakes: tuple[Mistake, ...], mistake: Mistake
) -> tuple[int, int, str] | None:
    """The first line that comes to a value which `mistake`, one of `mistakes`, has made wrong.

    Args:
        failure: the failing function.
        mistakes: all that were matched, since one changes what another one makes.
        mistake: the one whose line is asked for.

    Returns:
        when it ran (see `Observed.order`), the line, and its text.

    """
    seen = observation(failure)
    if seen is None:
        return None
    values = _mistaken(failure, seen, mistakes)
    right: Mapping[str, Any] = seen.bench.quantities(seen.bench.quick)
    known = Identities({name: right[name] for name in values if name in right})
    after = list(dropwhile(lambda each: each != mistake.at, values))[:MOST_QUANTITIES]
    for name in after:
        # One that equals another quantity, as that of an exchanged gate, has to be put to the test.
        is_other = known.is_right(values[name])
        for context, node in _makers(seen, Identities({name: values[name]})):
            if not is_other or _mends(seen, context, node, name):
                filename = seen.bench.unit.parts[context.part].filename
                order = seen.observed.order[node]
                return order, node.lineno, source_line(filename, node.lineno)
    return None


def _mistaken(
    failure: Failure, seen: Observation, mistakes: tuple[Mistake, ...]
) -> Mapping[str, Any]:
    """The intermediate values with the mistakes made; none where they are not known."""
    derivation = failure.exercise.derivation
    if derivation is None or derivation.mistaken is None:
        return {}
    try:
        with np.errstate(all="ignore"):
            return derivation.mistaken(mistakes)(*copied(seen.bench.quick.arguments))
    except Exception:  # noqa: BLE001  some mistakes do not fit the shapes of some data
        return {}


def _mends(seen: Observation, context: Context, node: ast.expr, name: str) -> bool:
    """Do further values come right, and none wrong, with the right quantity in its place?"""
    if len(seen.observed.of(node)) != 1 or name not in seen.bench.quantities(seen.bench.quick):
        return False
    new = call(name_of(AMEND), constant(name))
    edit = Edit("", 0, node, ((context.slots[node], new),))
    return seen.bench.right_with(edit, context.part) > seen.bench.right()


def _makers(seen: Observation, wrong: Identities) -> Iterator[tuple[Context, ast.expr]]:
    """Expressions that come to the value, in the order in which they ran.

    Those come first that compute it and never come to anything right: a helper that serves several
    gates is right where it was called for the others.
    """
    found = [
        (context, node)
        for context in seen.contexts
        for node in ast.walk(context.root)
        if isinstance(node, ast.expr)
        and not isinstance(node, (ast.Name, ast.Attribute))
        and any(map(wrong.is_right, seen.observed.of(node)))
    ]
    last = len(seen.contexts) - 1

    def preference(each: tuple[Context, ast.expr]) -> tuple[bool, bool, int]:
        context, node = each
        others = (value for value in seen.observed.of(node) if not wrong.is_right(value))
        is_shared = context.part != last and any(map(context.identities.is_right, others))
        return isinstance(node, ast.Subscript), is_shared, seen.observed.order[node]

    yield from sorted(found, key=preference)
