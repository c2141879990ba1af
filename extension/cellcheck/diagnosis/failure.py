"""What an experiment is given: the student's work and the runs that went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cellcheck.compare import collect, compare
from cellcheck.diagnosis.source_unit import SourceUnit, source_unit
from cellcheck.diagnosis.tracing import Tracer
from cellcheck.exercise import Exercise, leaves
from cellcheck.report import Finding
from cellcheck.runner import Outcome, call, exchanged
from cellcheck.trial import Prepared, Run, Work, prepared

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the values that it explains by name."""

    finding: Finding
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """One exercise that fails on its own merits."""

    work: Work
    exercise: Exercise
    runs: tuple[Run, ...]
    seconds: float
    """Time limit of each further run."""
    open: frozenset[str]
    """Names of the wrong values that no finding explains yet."""
    _known: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What several experiments ask for; handed on with `replace`, so it is worked out once."""

    @classmethod
    def of(cls, work: Work, exercise: Exercise, runs: tuple[Run, ...], seconds: float) -> "Failure":
        """A failure of which nothing is explained yet."""
        wrong = {each.name for run in runs for each in run.comparisons if not each.match}
        wrong |= {name for run in runs for name in run.outcome.changed}
        if any(run.outcome.exception is not None for run in runs):
            wrong |= {leaf.name for leaf, _ in leaves(exercise.returns)}
        return cls(work, exercise, runs, seconds, frozenset(wrong))

    @property
    def function(self) -> Callable[..., Any]:
        return self.work.functions[self.exercise.name]

    def once(self, question: str, answer: Callable[[], Known]) -> Known:
        """The answer to a question about this failure, worked out when it is first asked."""
        if question not in self._known:
            self._known[question] = answer()
        known: Known = self._known[question]
        return known

    @property
    def unit(self) -> SourceUnit | None:
        """The source of the function and of its helpers; None where it is not known."""
        return self.once("unit", lambda: source_unit(self.work, self.exercise.name))

    @property
    def wrong_run(self) -> Run | None:
        """The first public run that came to a wrong result."""
        return next(
            (run for run in self.runs if run.data.public and run.comparisons and not run.right),
            None,
        )

    def prepared_for(self, run: Run) -> Prepared:
        """The reference's arguments and values for a public run."""
        return self.prepared_named(run.data.name)

    def prepared_named(self, data_set: str) -> Prepared:
        """The reference's arguments and values for a public data set."""
        cases = prepared(self.exercise.name, None)
        return next(case for case in cases if case.data.name == data_set)

    def run_with(
        self, case: Prepared, replacements: dict[str, Callable[..., Any]]
    ) -> tuple[Run, Outcome]:
        """Runs the function once more with other functions in the place of those it calls."""
        with exchanged(self.work.namespaces(self.exercise.name), replacements):
            outcome = call(
                self.function, self.exercise.signature, case.arguments, seconds=self.seconds
            )
        if outcome.exception is not None:
            return Run(case.data, outcome), outcome
        actual = collect(self.exercise.returns, outcome.result, case.data.sizes)
        return Run(case.data, outcome, compare(case.expected, actual)), outcome

    def traced(
        self,
        tracer: Tracer,
        case: Prepared,
        replacements: Mapping[str, Callable[..., Any]] | None = None,
        arguments: tuple[Any, ...] | None = None,
    ) -> Outcome:
        """Runs the function once more, with every line of the student's followed by `tracer`.

        Args:
            tracer: made for the namespaces of the function, see `tracer()`.
            case: the data set.
            replacements: functions in the place of the references of those that it calls.
            arguments: handed over as they are, in the place of a copy of the data set's.

        """
        functions = {**self.work.references_for(self.exercise.name), **(replacements or {})}
        with exchanged(tracer.namespaces, functions), tracer.tracing():
            return call(
                self.function,
                self.exercise.signature,
                case.arguments if arguments is None else arguments,
                seconds=self.seconds,
                copies=arguments is None,
            )

    def tracer(self) -> Tracer:
        """A tracer that follows the function and whatever else stands in its namespaces."""
        return Tracer(self.work.namespaces(self.exercise.name))


Experiment = Callable[[Failure], tuple[Found, ...]]
