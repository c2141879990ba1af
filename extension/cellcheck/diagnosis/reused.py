"""Memory that outlives a call: what one call returned, the next call overwrites.

Called once, such a function is right. In a loop over time steps every step's result holds the last
step's values.
"""

import numpy as np

from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.saying import finding
from cellcheck.exercise import Words
from cellcheck.nested import arrays_in, copied
from cellcheck.report import Finding
from cellcheck.trial import Prepared, prepared

REUSED = Words(
    "the next call overwrites what the last one returned",
    "Called once, your `{function}` is right. Called again with other numbers, it writes into the "
    "arrays that the first call returned.{seen}",
    "What do the results of the first step hold after the second one?",
    "An array that is kept outside of the function, or in a default value, is the same memory for "
    "all calls. What a step returns is stored for later, so every call needs new arrays for it: "
    "make them inside the function, or return copies.",
)


def overwritten_by_next_call(failure: Failure) -> Finding | None:
    """Calls the function twice with other numbers; None if the first result stays as it was."""
    case = prepared(failure.exercise.name, None)[0]
    tracer = failure.tracer()
    given = copied(case.arguments)
    first = failure.traced(tracer, case, arguments=given)
    if first.exception is not None:
        return None
    own = [
        array
        for array in arrays_in(first.result)
        if not any(np.shares_memory(array, each) for each in arrays_in(given))
    ]
    before = [array.copy() for array in own]

    def changed() -> list[int]:
        pairs = enumerate(zip(own, before, strict=True))
        return [n for n, (one, old) in pairs if not np.array_equal(one, old, equal_nan=True)]

    again = failure.tracer()
    again.has_changed = lambda: bool(changed())
    second = failure.traced(again, case, arguments=_others(case))
    if second.exception is not None or not changed():
        return None
    shared = own[changed()[0]]
    made = [each for each in again.bindings if np.shares_memory(each.array, shared)]
    place = made[0].place if made else again.written_at
    line, source = (place.line, place.source) if place is not None else (None, "")
    where = f" Line {line} takes the same memory in every call." if line else ""
    return finding(failure.exercise, "alias.cache", line, source=source, own=REUSED, seen=where)


def _others(case: Prepared) -> tuple[object, ...]:
    """Arguments of the same shapes that hold other numbers."""
    arguments = copied(case.arguments)
    for array in arrays_in(arguments):
        if array.dtype.kind == "f":
            np.multiply(array, 0.75, out=array)
    return tuple(arguments)
