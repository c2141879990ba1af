"""Values that changed after they were stored, because two names share one memory.

The experiment: spy on the cell calls and copy what goes in and out; afterwards look for arrays that
no longer hold what they held. Where there are some, run again with separate memory: if the wrong
values come right, the sharing is the cause, and a traced run finds the lines.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.spy import Seen, Spy
from cellcheck.diagnosis.tracing import Binding, Place, Tracer
from cellcheck.exercise import Items, Node, Steps, leaves
from cellcheck.report import Evidence, Finding, Hint, MemoryPicture
from cellcheck.runner import source_line
from cellcheck.trial import Prepared, Run


@dataclass(frozen=True, slots=True)
class Stored:
    """A changed array where the result keeps it: in `cache` (`caches[0]`) as `item` (`c_prev`)."""

    function: str
    """The spied function through which it passed."""
    seen: Seen
    leaf: str
    cache: str
    item: str


def changed_after_storing(failure: Failure) -> tuple[Found, ...]:
    """The first stored value that was overwritten later, if that explains what is wrong."""
    run = failure.wrong_run
    if run is None or not failure.exercise.calls:
        return ()
    case = failure.prepared_for(run)
    spies = {name: Spy(failure.work.course[name].reference) for name in failure.exercise.calls}
    watched_run, outcome = failure.run_with(case, dict(spies))
    wrong = {comparison.name for comparison in watched_run.comparisons if not comparison.match}
    stored = [
        found
        for name, spy in spies.items()
        for seen in spy.seen
        if seen.changed
        for found in _places_in(failure.exercise.returns, outcome.result, name, seen)
        if found.leaf in wrong
    ]
    explained = frozenset(found.leaf for found in stored) & failure.open
    if not explained or not _comes_right(failure, case, explained):
        return ()
    return (Found(_finding(failure, case, watched_run, stored[0]), explained),)


def same_entry_again(failure: Failure) -> tuple[Found, ...]:
    """One list that is filled anew at every step and kept each time: all entries are the last."""
    run = failure.wrong_run
    if run is None:
        return ()
    for node, kept in _lists_of_steps(failure.exercise.returns, run.outcome.result):
        if len(kept) > 1 and len({id(entry) for entry in kept}) == 1:
            names = frozenset(leaf.name for leaf, _ in leaves(node)) & failure.open
            line, source = _line_that_keeps(failure)
            said = finding(
                failure.exercise,
                "alias.cache",
                line,
                source=source,
                title=f"every entry of {node.name} is the same object",
                old=node.each,
            )
            return (Found(said, names),)
    return ()


def _lists_of_steps(node: Node, result: Any) -> Iterator[tuple[Steps, list[Any]]]:
    if isinstance(node, Items) and isinstance(result, (tuple, list)):
        for item, entry in zip(node.items, result, strict=False):
            yield from _lists_of_steps(item, entry)
    elif isinstance(node, Steps) and isinstance(result, (tuple, list)):
        yield node, list(result)


def _line_that_keeps(failure: Failure) -> tuple[int | None, str]:
    """The last line of the function that appends something."""
    unit = failure.unit
    if unit is None:
        return None, ""
    part = unit.parts[-1]
    lines = [
        node.lineno
        for node in ast.walk(part.statement)
        if isinstance(node, ast.Attribute) and node.attr in {"append", "insert", "extend"}
    ]
    line = max(lines, default=getattr(part.statement, "lineno", None))
    return line, source_line(part.filename, line) if line else ""


def _comes_right(failure: Failure, case: Prepared, leaves: frozenset[str]) -> bool:
    """Do the values come right when no array is shared with the cell?"""
    separate = {
        name: Spy(failure.work.course[name].reference, separate=True)
        for name in failure.exercise.calls
    }
    run, _ = failure.run_with(case, dict(separate))
    matching = {comparison.name for comparison in run.comparisons if comparison.match}
    return leaves <= matching


def _places_in(node: Node, result: Any, function: str, seen: Seen) -> Iterator[Stored]:
    """Where in the result the very array object of `seen` is kept, over time steps."""
    match node:
        case Items(items=items) if isinstance(result, (tuple, list)):
            for item, entry in zip(items, result, strict=False):
                yield from _places_in(item, entry, function, seen)
        case Steps(item=Items(items=items), each=each) if isinstance(result, (tuple, list)):
            for step, cache in enumerate(result):
                for item, entry in zip(items, cache, strict=False):
                    if entry is seen.array:
                        yield Stored(
                            function, seen, item.name, f"{each}[{step}]", item.name.split()[-1]
                        )
        case _:
            return


def _traced(failure: Failure, case: Prepared, stored: Stored) -> Tracer:
    """Runs once more, watching the array that came through the same place of the same call."""
    tracer = failure.tracer()

    def on_call(seen: tuple[Seen, ...]) -> None:
        if seen[0].call == stored.seen.call:
            tracer.watch(seen[stored.seen.position].array)

    reference = failure.work.course[stored.function].reference
    failure.traced(tracer, case, {stored.function: Spy(reference, on_call=on_call)})
    return tracer


def _finding(failure: Failure, case: Prepared, run: Run, stored: Stored) -> Finding:
    tracer = _traced(failure, case, stored)
    victim, item = tracer.watched, stored.item
    binding = _first_binding(tracer, victim)
    owner = _owner(tracer, victim)
    made = binding.place if binding else tracer.watched_at
    written = tracer.written_at
    name = binding.name if binding else item
    right = [f"`{each.name}`" for each in run.comparisons if each.match and " " not in each.name]
    opening = f"{_listed(right)} {'is' if len(right) == 1 else 'are'} right. " if right else ""
    return Finding(
        function=failure.exercise.name,
        line=_line(made, written, owner, victim),
        code="alias.cache",
        certainty="proven",
        title=f"the stored `{item}` changed after it was stored",
        message=(
            f"{opening}`{stored.cache}` is not: its `{item}` held {_glimpse(stored.seen.content)} "
            f"when the step used it, and holds {_glimpse(stored.seen.array)} now. "
            "With separate memory for each step, every stored value comes right."
        ),
        hints=_hints(name, owner, made, written, stored),
        evidence=_evidence(name, owner, made, written),
        picture=_picture(name, owner, victim, made, written, stored),
    )


def _line(
    made: Place | None,
    written: Place | None,
    owner: Binding | None,
    victim: NDArray[Any] | None,
) -> int | None:
    """The line that made the view; for one buffer used again and again, the line that writes."""
    is_view = owner is not None and victim is not None and owner.array.size > victim.size
    first = made if is_view else written
    place = first or made or written
    return place.line if place else None


def _first_binding(tracer: Tracer, victim: NDArray[Any] | None) -> Binding | None:
    return next((each for each in tracer.bindings if each.array is victim), None)


def _owner(tracer: Tracer, victim: NDArray[Any] | None) -> Binding | None:
    """The largest named array that shares memory with the victim and is another object."""
    if victim is None:
        return None
    sharing = [
        each
        for each in tracer.bindings
        if each.array is not victim and np.shares_memory(each.array, victim)
    ]
    return max(sharing, key=lambda each: each.array.size, default=None)


def _evidence(
    name: str, owner: Binding | None, made: Place | None, written: Place | None
) -> tuple[Evidence, ...]:
    lines = []
    if made and owner:
        text = f"makes `{name}` a view of `{owner.name}`"
        lines.append(Evidence(text, made.line, made.source))
    elif made:
        lines.append(Evidence(f"makes the array `{name}`", made.line, made.source))
    if written:
        through = "writes through it" if owner else "writes into the same array again"
        lines.append(Evidence(through, written.line, written.source))
    return tuple(lines)


def _hints(
    name: str,
    owner: Binding | None,
    made: Place | None,
    written: Place | None,
    stored: Stored,
) -> tuple[Hint, ...]:
    where = f"line {made.line}" if made else "the line that makes it"
    writes = f"line {written.line}" if written else "a later line"
    shared = f"`{name}` and `{owner.name}`" if owner else f"`{name}` of one step and of the next"
    return (
        Hint("nudge", f"Which memory does `{stored.item}` of the cache `{stored.cache}` live in?"),
        Hint("pointer", f"Look at {where} and {writes}: do {shared} own separate memory?"),
        Hint(
            "explanation",
            "A slice, a transpose or a reshape of an array is a view: it has no memory of its own, "
            f"it shows the same numbers. After {where}, {shared} are one memory. The cache keeps "
            f"`{stored.item}` by reference, so {writes} also rewrites what the cache holds. "
            f"`{name}` needs memory of its own before anything is written.",
        ),
    )


def _picture(
    name: str,
    owner: Binding | None,
    victim: NDArray[Any] | None,
    made: Place | None,
    written: Place | None,
    stored: Stored,
) -> MemoryPicture | None:
    if owner is None or victim is None or made is None or written is None:
        return None
    if owner.array.ndim != victim.ndim + 1:
        return None
    slots = owner.array.shape[-1]
    slot = next(
        (step for step in range(slots) if np.shares_memory(owner.array[..., step], victim)), None
    )
    if slot is None:
        return None
    return MemoryPicture(
        array=owner.name,
        slots=slots,
        slot=slot,
        view=made.source or name,
        view_note=f"line {made.line}: a view, no memory of its own",
        stored=f"{stored.cache} {stored.item}",
        stored_note=f"the same memory: changed when line {written.line} wrote to {owner.name}",
    )


def _glimpse(array: NDArray[Any]) -> str:
    """The first entries of an array, short enough for a sentence."""
    if not np.any(array):
        return "zeros"
    shown = ", ".join(f"{value:.4g}" for value in array.ravel()[:2])
    return f"[{shown}, …]" if array.size > 2 else f"[{shown}]"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
