"""Arguments that the function changes in place, and the line that does it."""

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.saying import finding
from cellcheck.nested import copied, fingerprint
from cellcheck.report import Finding


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
    arguments = copied(case.arguments)
    before = fingerprint(arguments[position])
    tracer = failure.tracer()
    tracer.has_changed = lambda: fingerprint(arguments[position]) != before
    failure.traced(tracer, case, arguments=arguments)
    place = tracer.written_at
    line, source = (place.line, place.source) if place else (None, "")
    return finding(exercise, "mutates.input", line, source=source, old=argument)
