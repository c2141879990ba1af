"""An exception that no change to the code explains: where it arose, and what the operands were."""

from cellcheck.diagnosis.divergence import first_divergence
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.observation import observation
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.stopped_at import explained, operands, stop_of
from cellcheck.report import Evidence, Raised
from cellcheck.runner import TimeLimitError, describe_exception


def stopped(failure: Failure) -> tuple[Found, ...]:
    """The exception on the first data set, in words."""
    exception = failure.runs[-1].outcome.exception
    if exception is None or isinstance(exception, (TimeLimitError, KeyboardInterrupt)):
        return ()
    name = failure.exercise.name
    raised = describe_exception(exception, name, failure.work.namespaces(name))
    seen = observation(failure)
    # Another run, on the same data: only if it stopped alike do its operands explain anything.
    is_same = seen is not None and type(seen.exception) is type(exception)
    stop = stop_of(seen, raised.line) if seen is not None and is_same else None
    said = finding(
        failure.exercise,
        "error.raised",
        raised.line,
        evidence=_evidence(failure, raised),
        source=raised.source,
        kind=raised.type,
        old=raised.source,
        seen=" ".join(filter(None, [f"{raised.type}: {raised.message}.", operands(stop)])),
        explain=explained(raised.type, raised.message, stop),
    )
    return (Found(said, failure.open),)


def _evidence(failure: Failure, raised: Raised) -> tuple[Evidence, ...]:
    """The line; and an earlier one, where the values had left the derivation before."""
    diverged = first_divergence(failure)
    if diverged is None or raised.line is None or diverged.line >= raised.line:
        return ()
    return (
        Evidence(diverged.words, diverged.line, diverged.source),
        Evidence("", raised.line, raised.source),
    )
