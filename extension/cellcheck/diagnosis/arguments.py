"""Arguments that the function changes in place, the line that does it, and what it makes wrong."""

import ast
from collections.abc import Iterator
from dataclasses import replace

from cellcheck.compare import collect, compare
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.edit import Edit, slots_of
from cellcheck.diagnosis.repair.observation import bench_of
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.source_unit import Part
from cellcheck.diagnosis.tracing import Place
from cellcheck.nested import arrays_in, copied, fingerprint
from cellcheck.runner import Outcome
from cellcheck.trial import Run


def changed_in_place(failure: Failure) -> tuple[Found, ...]:
    """The first argument that is not what it was, with the values that are wrong because of it."""
    run = next((run for run in failure.runs if run.data.public and run.outcome.changed), None)
    if run is None:
        return ()
    changed = run.outcome.changed
    exercise, case = failure.exercise, failure.prepared_for(run)
    position = exercise.signature.index(changed[0])
    arguments = copied(case.arguments)
    before = fingerprint(arguments[position])
    tracer = failure.tracer()
    tracer.has_changed = lambda: fingerprint(arguments[position]) != before
    outcome = failure.traced(tracer, case, arguments=arguments)
    place = tracer.written_at
    line, source = (place.line, place.source) if place else (None, "")
    said = finding(exercise, "mutates.input", line, source=source, old=changed[0])
    explained = _right_when_restored(failure, run, arguments, outcome)
    mended, is_left_out = _right_without_writing(failure, place)
    if is_left_out:
        message = f"{said.message} Without that line, values come right that are wrong now."
        said = replace(said, message=message)
    return (Found(said, frozenset(changed) | ((explained | mended) & failure.open)),)


def _right_when_restored(
    failure: Failure, run: Run, arguments: tuple[object, ...], outcome: Outcome
) -> frozenset[str]:
    """The wrong values that come right when the arguments hold again what was passed in.

    Such a result is an argument, or part of one: only its content was changed.
    """
    case = failure.prepared_for(run)
    written, given = list(arrays_in(arguments)), list(arrays_in(case.arguments))
    is_same_form = [each.shape for each in written] == [each.shape for each in given]
    if outcome.exception is not None or not is_same_form:
        return frozenset()
    for array, content in zip(written, given, strict=True):
        if array.flags.writeable:
            array[...] = content
    actual = collect(failure.exercise.returns, outcome.result, case.data.sizes)
    right = {each.name for each in compare(case.expected, actual) if each.match}
    return frozenset(each.name for each in run.comparisons if not each.match and each.name in right)


def _right_without_writing(failure: Failure, place: Place | None) -> tuple[frozenset[str], bool]:
    """The values that come right, and none wrong, where the line makes a new array.

    If that does not help, where it is left out, which is said beside them.
    """
    bench = bench_of(failure)
    if bench is None or place is None:
        return frozenset(), False
    right = bench.right()
    for number, part in enumerate(bench.unit.parts):
        for edit in _without_writing(part, place):
            now = bench.right_with(edit, number)
            if right < now:
                with edit.made():
                    if bench.confirmed(number, now):
                        return now - right, isinstance(edit.changes[0][1], ast.Pass)
    return frozenset(), False


def _without_writing(part: Part, place: Place) -> Iterator[Edit]:
    """`x = x + y` wherever the function has `x += y`; the line left out."""
    if part.filename != place.code.co_filename:
        return
    slots = slots_of(part.statement)
    in_place = [node for node in ast.walk(part.statement) if isinstance(node, ast.AugAssign)]
    for node in ast.walk(part.statement):
        if not isinstance(node, (ast.AugAssign, ast.Assign, ast.Expr)) or not (
            node.lineno <= place.line <= (node.end_lineno or node.lineno)
        ):
            continue
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            name = node.target.id
            changes = tuple(
                (slots[each], _bound_anew(each))
                for each in in_place
                if isinstance(each.target, ast.Name) and each.target.id == name
            )
            yield Edit("", 0, node, changes)
        if node in slots:
            yield Edit("", 0, node, ((slots[node], ast.Pass()),))


def _bound_anew(node: ast.AugAssign) -> ast.Assign:
    before = ast.parse(ast.unparse(node.target), mode="eval").body
    value = ast.BinOp(left=before, op=node.op, right=node.value)
    return ast.Assign(targets=[node.target], value=value)
