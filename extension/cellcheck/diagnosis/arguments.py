"""Arguments that the function changes in place, and the line that does it."""

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.tracing import Tracer
from cellcheck.nested import copied, fingerprint
from cellcheck.report import Finding
from cellcheck.runner import call, exchanged


def changed_in_place(failure: Failure) -> tuple[Found, ...]:
    """One finding per argument that is not what it was after the call."""
    run = next((run for run in failure.runs if run.data.public and run.outcome.changed), None)
    if run is None:
        return ()
    changed = run.outcome.changed
    return (Found(_finding(failure, run.data.name, changed[0]), frozenset(changed)),)


def _finding(failure: Failure, data_set: str, argument: str) -> Finding:
    exercise = failure.exercise
    case = failure.prepared_named(data_set)
    position = exercise.signature.index(argument)
    namespaces = failure.work.namespaces(exercise.name)
    references = failure.work.references_for(exercise.name)
    arguments = copied(case.arguments)
    before = fingerprint(arguments[position])
    tracer = Tracer(namespaces)
    tracer.has_changed = lambda: fingerprint(arguments[position]) != before
    with exchanged(namespaces, references), tracer.tracing():
        call(failure.function, exercise.signature, arguments, copies=False)
    place = tracer.written_at
    line, source = (place.line, place.source) if place else (None, "")
    return finding(exercise.name, "mutates.input", line, source=source, old=argument)
