"""What the form of a result tells by itself: items missing, in another order, misnamed."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from cellcheck.compare import Leaf
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.loop_lines import line_of_step
from cellcheck.diagnosis.moved_items import Moved, equals, moved_items
from cellcheck.diagnosis.places import Places
from cellcheck.diagnosis.repair.words import EXCHANGED
from cellcheck.diagnosis.saying import finding
from cellcheck.exercise import Array, Exercise, Items, Keys, Node, Steps, leaves
from cellcheck.trial import Run


def structure(failure: Failure) -> tuple[Found, ...]:
    """Findings on the form of what is returned, whatever its numbers are."""
    run = failure.wrong_run
    if run is None:
        return ()
    place = Places(failure)
    found = _at(failure, run, failure.exercise.returns, run.outcome.result, "", place)
    return tuple(each for each in found if each.values & failure.open)


def _at(
    failure: Failure, run: Run, node: Node, result: Any, where: str, place: Places
) -> Iterator[Found]:
    exercise = failure.exercise
    match node:
        case Items(items=items):
            if not isinstance(result, (tuple, list)) or len(result) != len(items):
                yield _wrong_count(exercise, node, result, where, place)
                return
            moved = moved_items(failure, run, node, result)
            if moved is not None:
                yield from _order(failure, node, moved, where, place)
            for position, (item, entry) in enumerate(zip(items, result, strict=True)):
                is_moved = moved is not None and position in moved.items
                if isinstance(item, (Items, Steps)) and not is_moved:
                    yield from _at(failure, run, item, entry, item.name, place)
        case Steps(item=item):
            if not isinstance(result, (tuple, list)) or not result:
                yield _no_steps(failure, run, node, result, place)
            elif isinstance(item, Items):
                yield from _first_step(failure, item, result, place)
        case Keys(items=items):
            yield from _keys(failure, run, items, result, place)


def _no_steps(failure: Failure, run: Run, node: Steps, result: Any, place: Places) -> Found:
    """Nothing is kept of the steps, or it is not kept in a list."""
    is_other = result is not None and not isinstance(result, (tuple, list))
    if is_other:
        line, source = place.of_return()
        seen = f"{node.name} is {_kind(result)}; expected is a list, one entry per time step."
    else:
        line, source = place.of_idle_statement()
        expected = run.data.sizes.get(node.axis)
        seen = f"{node.name} holds 0 of {expected} entries, one per time step."
    title = f"what stands for {node.name} is no list" if is_other else ""
    said = finding(failure.exercise, "cache.empty", line, source=source, seen=seen, title=title)
    return Found(said, _below(node))


def _first_step(failure: Failure, item: Items, result: Any, place: Places) -> Iterator[Found]:
    first = result[0]
    if all(step is None for step in result):
        line, source = line_of_step(failure)
        seen = f"The list has {len(result)} places, one per time step, and None in each of them."
        said = finding(failure.exercise, "cache.empty", line, source=source, seen=seen)
        yield Found(said, _below(item))
    elif not isinstance(first, (tuple, list)) or len(first) != len(item.items):
        yield _wrong_count(failure.exercise, item, first, item.name, place)


def _wrong_count(exercise: Exercise, node: Items, result: Any, where: str, place: Places) -> Found:
    names = ", ".join(_short(item.name) for item in node.items)
    what = where or "the result"
    if result is None:
        line, source = place.of_return()
        seen = f"{what} is None; expected are {len(node.items)} items ({names})."
        said = finding(exercise, "return.missing", line, source=source, seen=seen)
        return Found(said, _below(node))
    if isinstance(result, (tuple, list)) and len(result) > len(node.items) and not where:
        line, source = place.of_return()
        seen = f"{what} holds {len(result)} items, expected {len(node.items)} ({names})."
        said = finding(exercise, "return.order", line, source=source, seen=seen)
        return Found(said, _below(node))
    count = len(result) if isinstance(result, (tuple, list)) else 1
    is_cache = where.endswith("[t]")
    line, source = place.of_tuple(count) if is_cache else place.of_return()
    held = "1 item" if count == 1 else f"{count} items"
    seen = f"{what} holds {held}, expected {len(node.items)} ({names})."
    said = finding(exercise, "return.missing", line, source=source, seen=seen)
    return Found(said, _below(node))


def _order(
    failure: Failure, node: Items, moved: Moved, where: str, place: Places
) -> Iterator[Found]:
    """Items in another order; or what their names were given, where the names are in order."""
    old, new = (_short(each.name) for each in moved.first)
    expected = {position: _short(each.name) for position, each in moved.places.items()}
    bound = place.of_bindings(expected, len(node.items)) if moved.is_right else None
    if bound is None:
        line, source = place.of_tuple(len(node.items))
        code = "cache.order" if "cache" in where else "return.order"
        right = "; each is right by itself" if moved.is_right else ""
        seen = f"`{old}` stands where `{new}` is expected{right}."
        said = finding(failure.exercise, code, line, source=source, seen=seen, old=old, new=new)
        yield Found(said, moved.values)
    elif failure.open <= moved.values:  # else they were exchanged for a reason further up
        code = "gate.swapped" if _are_a_family(failure.exercise, old, new) else "operand.wrong"
        line, source = bound
        said = finding(failure.exercise, code, line, source=source, own=EXCHANGED, old=new, new=old)
        yield Found(said, moved.values)


def _are_a_family(exercise: Exercise, *names: str) -> bool:
    families = exercise.derivation.families if exercise.derivation is not None else ()
    return any(set(names) <= set(family) for family in families if len(family) > 2)


def _keys(
    failure: Failure, run: Run, items: tuple[Array, ...], result: Any, place: Places
) -> Iterator[Found]:
    exercise = failure.exercise
    if not isinstance(result, Mapping):
        line, source = place.of_return()
        kind = "None" if result is None else _kind(result)
        seen = f"The result is {kind}; expected is a dictionary of gradients."
        said = finding(exercise, "return.missing", line, source=source, seen=seen)
        yield Found(said, frozenset(item.name for item in items))
        return
    expected = failure.prepared_for(run).expected
    names = {item.name for item in items}
    unknown = [key for key in result if key not in names]
    missing = [item.name for item in items if item.name not in result]
    for absent in missing[:1]:
        renamed = next((key for key in unknown if equals(expected[absent], result[key])), None)
        near = (
            renamed
            if renamed is not None
            else (unknown[0] if len(unknown) == len(missing) else None)
        )
        if near is not None:
            line, source = place.of_key(str(near))
            seen = f"The key `{absent}` is not there; `{near}` is."
            said = finding(
                exercise, "return.key", line, source=source, seen=seen, old=near, new=absent
            )
            yield Found(said, frozenset(missing))
        else:
            line, source = place.of_return()
            seen = f"The dictionary has no key `{absent}`."
            said = finding(exercise, "return.missing", line, source=source, seen=seen)
            yield Found(said, frozenset(missing))
    swapped = _swapped_keys(run, names, result, expected)
    if swapped is not None and not missing and place.exchanges(*swapped):
        old, new = swapped
        line, source = place.of_key(old)
        seen = f"What stands under `{old}` is `{new}`, and the other way round."
        said = finding(exercise, "return.key", line, source=source, seen=seen, old=old, new=new)
        yield Found(said, frozenset({old, new}))


def _swapped_keys(
    run: Run, names: set[str], result: Mapping[str, Any], expected: Mapping[str, Leaf]
) -> tuple[str, str] | None:
    wrong = [each.name for each in run.comparisons if not each.match and each.name in names]
    for first in wrong:
        for second in wrong:
            crossed = first < second and equals(expected[second], result.get(first))
            if crossed and equals(expected[first], result.get(second)):
                return first, second
    return None


def _below(node: Node) -> frozenset[str]:
    return frozenset(leaf.name for leaf, _ in leaves(node))


def _kind(value: Any) -> str:
    return "an array" if isinstance(value, np.ndarray) else f"of type {type(value).__name__}"


def _short(name: str) -> str:
    return name.split()[-1]
