"""Arguments that the function changes in place, and the line that does it."""

from typing import Any

from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.repair.bench import copied
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.spy import arrays_in
from cellcheck.diagnosis.tracing import Tracer
from cellcheck.report import Finding
from cellcheck.runner import call, exchanged


def changed_in_place(failure: Failure) -> tuple[Finding, ...]:
    """One finding per argument that is not what it was after the call."""
    run = next((run for run in failure.runs if run.data.public and run.outcome.changed), None)
    if run is None:
        return ()
    return tuple(_finding(failure, run.data.name, name) for name in run.outcome.changed[:1])


def _finding(failure: Failure, data_set: str, argument: str) -> Finding:
    exercise = failure.exercise
    case = failure.prepared_named(data_set)
    arguments: tuple[Any, ...] = copied(case.arguments)
    position = exercise.signature.index(argument)
    namespaces = failure.work.namespaces(exercise.name)
    references = {name: failure.work.course[name].reference for name in exercise.calls}
    line, source = None, ""
    for index, array in enumerate(arrays_in(arguments[position])):
        del array
        again = copied(case.arguments)
        watched = list(arrays_in(again[position]))[index]
        tracer = Tracer(namespaces)
        tracer.watch(watched)
        with exchanged(namespaces, references), tracer.tracing():
            call(failure.function, exercise.signature, again, copies=False)
        if tracer.written_at is not None:
            line, source = tracer.written_at.line, tracer.written_at.source
            break
    return finding(exercise.name, "mutates.input", line, source=source, old=argument)
