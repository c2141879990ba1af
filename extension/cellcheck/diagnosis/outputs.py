"""Two returned arrays that are one: what is written for the one is read in the other."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.tracing import Binding
from cellcheck.exercise import Array, Items, Keys, Node
from cellcheck.report import Finding


def same_memory(failure: Failure) -> tuple[Found, ...]:
    """Outputs that share memory, one of them wrong."""
    run = failure.wrong_run
    returns = failure.exercise.returns
    if run is None:
        return ()
    wrong = {each.name for each in run.comparisons if not each.match} & failure.open
    outputs = _outputs(returns, run.outcome.result)
    sharing = [
        (first, second)
        for (first, one), (second, other) in itertools.combinations(outputs, 2)
        if {first, second} & wrong and np.shares_memory(one, other)
    ]
    if not sharing:
        return ()
    explained = frozenset(name for pair in sharing for name in pair) & wrong
    return (Found(_finding(failure, run.data.name, *sharing[0]), explained),)


def _outputs(returns: Node, result: object) -> list[tuple[str, NDArray[Any]]]:
    """The returned arrays by name, those inside caches not among them."""
    pairs: list[tuple[Node, Any]] = []
    if isinstance(returns, Items) and isinstance(result, (tuple, list)):
        pairs = list(zip(returns.items, result, strict=False))
    elif isinstance(returns, Keys) and isinstance(result, dict):
        pairs = [(item, result.get(item.name)) for item in returns.items]
    return [
        (item.name, value)
        for item, value in pairs
        if isinstance(item, Array) and isinstance(value, np.ndarray)
    ]


def _finding(failure: Failure, data_set: str, first: str, second: str) -> Finding:
    exercise = failure.exercise
    tracer = failure.tracer()
    outcome = failure.traced(tracer, failure.prepared_named(data_set))
    shared = _sharing(tracer.bindings, outcome.result)
    # Keys of a dictionary get the array one after the other; names are often bound at once.
    shared = shared or _sharing(tracer.entries, outcome.result)[:2]
    place = shared[-1].place if shared else None
    return finding(
        exercise,
        "alias.outputs",
        place.line if place else None,
        source=place.source if place else "",
        seen=f"`{first}` and `{second}` are the same memory when they are returned.",
        old=second,
        new=first,
    )


def _sharing(bindings: Sequence[Binding], result: object) -> list[Binding]:
    """The bindings after which two names stood for a returned array; the last one made it so."""
    values = list(result.values()) if isinstance(result, dict) else result
    if not isinstance(values, (tuple, list)):
        return []
    returned = [value for value in values if isinstance(value, np.ndarray)]
    arrays = [
        array
        for array in returned
        if any(other is not array and np.shares_memory(array, other) for other in returned)
        or sum(other is array for other in returned) > 1
    ]
    found: list[Binding] = []
    for array in arrays:
        named = [each for each in bindings if np.shares_memory(each.array, array)]
        names = {each.name for each in named}
        if len(names) > 1:
            first_of: dict[str, Binding] = {}
            for each in named:
                first_of.setdefault(each.name, each)
            large = [each for each in first_of.values() if each.array.size == array.size]
            if len(large) > 1:
                found = large
    return found
