"""One observed run of a failing function, for every experiment that asks what its lines came to."""

from dataclasses import dataclass

from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.context import Context, contexts
from cellcheck.diagnosis.repair.identity import Identities
from cellcheck.diagnosis.repair.probe import Observed, observe
from cellcheck.nested import copied


@dataclass(frozen=True, slots=True)
class Observation:
    """What every expression came to on the bench's data set, and what is known of each part."""

    bench: Bench
    observed: Observed
    exception: BaseException | None
    contexts: tuple[Context, ...]


def bench_of(failure: Failure) -> Bench | None:
    """The bench on which the function's unit stands; None where its source is not known."""
    unit = failure.unit
    return None if unit is None else failure.once("bench", lambda: Bench(failure, unit))


def observation(failure: Failure) -> Observation | None:
    """The observation of the function as the student wrote it, made once for each failure."""
    bench = bench_of(failure)
    return None if bench is None else failure.once("observation", lambda: observed_now(bench))


def observed_now(bench: Bench) -> Observation:
    """The observation of the tree as it stands, edits included."""
    case = bench.quick
    observed, _, exception = observe(bench.unit, bench.replacements(case), copied(case.arguments))
    identities = Identities(bench.quantities(case))
    derivation = bench.failure.exercise.derivation
    made = contexts(bench.unit, observed, identities, derivation, case)
    return Observation(bench, observed, exception, tuple(made))
