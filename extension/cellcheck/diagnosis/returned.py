"""What the form of a result tells by itself: items missing, in another order, misnamed."""

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cellcheck.compare import Comparison, Leaf, collect, compare
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.loop_lines import line_of_step
from cellcheck.diagnosis.saying import finding
from cellcheck.exercise import Array, Exercise, Items, Keys, Node, Steps, leaves
from cellcheck.runner import source_line
from cellcheck.trial import Run


def structure(failure: Failure) -> tuple[Found, ...]:
    """Findings on the form of what is returned, whatever its numbers are."""
    run = failure.wrong_run
    if run is None:
        return ()
    place = _Places(failure)
    found = _at(failure, run, failure.exercise.returns, run.outcome.result, "", place)
    return tuple(each for each in found if each.values & failure.open)


class _Places:
    """Lines of the function's own statements, for findings about what it returns."""

    def __init__(self, failure: Failure) -> None:
        self.unit = failure.unit

    def last(self, wanted: Callable[[ast.AST], bool]) -> tuple[int | None, str]:
        """The last node of a kind: its line, and the line's text."""
        if self.unit is None:
            return None, ""
        part = self.unit.parts[-1]
        lines = [getattr(node, "lineno", 0) for node in ast.walk(part.statement) if wanted(node)]
        line = max(lines, default=getattr(part.statement, "lineno", None))
        return line, source_line(part.filename, line) if line else ""

    def has(self, wanted: Callable[[ast.AST], bool]) -> bool:
        return self.unit is not None and any(
            wanted(node) for node in ast.walk(self.unit.parts[-1].statement)
        )

    def of_return(self) -> tuple[int | None, str]:
        """The last `return`; where there is none, the last line."""
        if self.has(_is_return):
            return self.last(_is_return)
        if self.unit is None:
            return None, ""
        part = self.unit.parts[-1]
        line = part.statement.end_lineno
        return line, source_line(part.filename, line) if line else ""

    def of_tuple(self, length: int) -> tuple[int | None, str]:
        """Where a tuple of that length is written; a long one will do, and then the `return`."""
        for least in (length, 5):
            for kinds in ((ast.Tuple, ast.List), (ast.Call,)):

                def wanted(node: ast.AST, least: int = least, kinds: Any = kinds) -> bool:
                    written = getattr(node, "elts", getattr(node, "args", None))
                    return (
                        isinstance(node, kinds)
                        and isinstance(written, list)
                        and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
                        and (len(written) == least or (least == 5 < len(written)))
                    )

                if self.has(wanted):
                    return self.last(wanted)
        return self.of_return()

    def of_key(self, key: str) -> tuple[int | None, str]:
        return self.last(
            lambda node: (
                (isinstance(node, ast.Constant) and node.value == key)
                or (isinstance(node, ast.keyword) and node.arg == key)
            )
        )

    def exchanges(self, first: str, second: str) -> bool:
        """Is there a dictionary that has the names `first` and `second` under each other's key?"""
        pairs = set()
        for node in self.unit.nodes() if self.unit else ():
            if isinstance(node, ast.Dict):
                pairs |= {
                    (key.value, value.id)
                    for key, value in zip(node.keys, node.values, strict=True)
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Name)
                }
        return {(first, second), (second, first)} <= pairs

    def of_idle_statement(self) -> tuple[int | None, str]:
        """What is computed and dropped, `caches + [cache]`, or new behind the loop; or the loop."""

        def idle(node: ast.AST) -> bool:
            return isinstance(node, ast.Expr) and isinstance(
                node.value, (ast.BinOp, ast.List, ast.Name, ast.Attribute)
            )

        def empty(node: ast.AST) -> bool:
            is_new = isinstance(node, ast.List) and not node.elts
            return is_new and getattr(node, "lineno", 0) > (self.of_loop()[0] or 0)

        if self.has(idle):
            return self.last(idle)
        return self.last(empty) if self.has(empty) else self.of_loop()

    def of_loop(self) -> tuple[int | None, str]:
        return self.last(lambda node: isinstance(node, (ast.For, ast.While)))


def _at(
    failure: Failure, run: Run, node: Node, result: Any, where: str, place: _Places
) -> Iterator[Found]:
    exercise = failure.exercise
    match node:
        case Items(items=items):
            if not isinstance(result, (tuple, list)) or len(result) != len(items):
                yield _wrong_count(exercise, node, result, where, place)
                return
            if moved := _moved(failure, run, node, result):
                yield _order(exercise, node, moved, where, place)
                return
            for item, entry in zip(items, result, strict=True):
                if isinstance(item, (Items, Steps)):
                    yield from _at(failure, run, item, entry, item.name, place)
        case Steps(item=item, name=label, axis=axis):
            expected = run.data.sizes.get(axis)
            if not isinstance(result, (tuple, list)) or not result:
                line, source = place.of_idle_statement()
                count = len(result) if isinstance(result, (tuple, list)) else 0
                seen = f"{label} holds {count} of {expected} entries, one per time step."
                said = finding(exercise, "cache.empty", line, source=source, seen=seen)
                yield Found(said, _below(node))
            elif isinstance(item, Items):
                yield from _first_step(failure, item, result, place)
        case Keys(items=items):
            yield from _keys(failure, run, items, result, place)


def _first_step(failure: Failure, item: Items, result: Any, place: _Places) -> Iterator[Found]:
    first = result[0]
    if all(step is None for step in result):
        line, source = line_of_step(failure)
        seen = f"The list has {len(result)} places, one per time step, and None in each of them."
        said = finding(failure.exercise, "cache.empty", line, source=source, seen=seen)
        yield Found(said, _below(item))
    elif not isinstance(first, (tuple, list)) or len(first) != len(item.items):
        yield _wrong_count(failure.exercise, item, first, item.name, place)


def _is_return(node: ast.AST) -> bool:
    return isinstance(node, ast.Return)


def _wrong_count(exercise: Exercise, node: Items, result: Any, where: str, place: _Places) -> Found:
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


def _moved(failure: Failure, run: Run, node: Items, result: Any) -> tuple[str, str] | None:
    """Two items of a tuple that are right in each other's place, if that explains what is wrong."""
    expected = failure.prepared_for(run).expected
    wrong = {each.name: each for each in run.comparisons if not each.match}
    arrays = [
        (position, item)
        for position, item in enumerate(node.items)
        if isinstance(item, Array) and item.name in wrong
    ]
    if len(arrays) < 2:
        return None
    homes: dict[int, int] = {}
    for position, item in arrays:
        del item
        for other, other_item in arrays:
            if other != position and _equals(expected[other_item.name], result[position]):
                homes[position] = other
    if set(homes) != {position for position, _ in arrays} or set(homes.values()) != set(homes):
        return None
    first = min(homes)
    return _short(node.items[homes[first]].name), _short(node.items[first].name)


def _equals(expected: Leaf, value: Any) -> bool:
    actual = collect(Array(expected.name, expected.axes), value, {})
    comparison: Comparison = compare({expected.name: expected}, actual)[0]
    return comparison.match


def _order(
    exercise: Exercise, node: Items, moved: tuple[str, str], where: str, place: _Places
) -> Found:
    old, new = moved
    code = "cache.order" if "cache" in where else "return.order"
    line, source = place.of_tuple(len(node.items))
    seen = f"`{old}` stands where `{new}` is expected; each is right by itself."
    said = finding(exercise, code, line, source=source, seen=seen, old=old, new=new)
    return Found(said, _below(node))


def _keys(
    failure: Failure, run: Run, items: tuple[Array, ...], result: Any, place: _Places
) -> Iterator[Found]:
    exercise = failure.exercise
    if not isinstance(result, Mapping):
        line, source = place.of_return()
        kind = "None" if result is None else f"of type {type(result).__name__}"
        seen = f"The result is {kind}; expected is a dictionary of gradients."
        said = finding(exercise, "return.missing", line, source=source, seen=seen)
        yield Found(said, frozenset(item.name for item in items))
        return
    expected = failure.prepared_for(run).expected
    names = {item.name for item in items}
    unknown = [key for key in result if key not in names]
    missing = [item.name for item in items if item.name not in result]
    for absent in missing[:1]:
        renamed = next((key for key in unknown if _equals(expected[absent], result[key])), None)
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
            crossed = first < second and _equals(expected[second], result.get(first))
            if crossed and _equals(expected[first], result.get(second)):
                return first, second
    return None


def _below(node: Node) -> frozenset[str]:
    return frozenset(leaf.name for leaf, _ in leaves(node))


def _short(name: str) -> str:
    return name.split()[-1]
