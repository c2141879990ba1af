"""Runs one exercise's function on all its data sets, on its own merits or in the student's chain.

On its own merits: arguments from the reference, the functions it calls exchanged for the
reference's. In the chain: everything the student has written, together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from cellcheck.compare import Comparison, Leaf, collect, compare
from cellcheck.exercise import Course, DataSet, Exercise, course
from cellcheck.nested import arrays_in, copied
from cellcheck.runner import Outcome, call, exchanged, namespaces_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """A data set with the reference's arguments and expected values. Never handed out uncopied."""

    data: DataSet
    arguments: tuple[Any, ...]
    expected: Mapping[str, Leaf]


@dataclass(frozen=True, slots=True)
class Run:
    """The outcome on one data set, held against the expected values."""

    data: DataSet
    outcome: Outcome
    comparisons: tuple[Comparison, ...] = ()

    @property
    def right(self) -> bool:
        return (
            self.outcome.exception is None
            and not self.outcome.changed
            and all(comparison.match for comparison in self.comparisons)
        )


@dataclass(frozen=True, slots=True)
class Work:
    """What a student has written: the course's functions found in a namespace."""

    namespace: dict[str, Any]
    functions: Mapping[str, Callable[..., Any]]
    course: Course

    @classmethod
    def found_in(cls, namespace: dict[str, Any]) -> "Work":
        known = course()
        functions = {
            name: namespace[name]
            for name in known
            if callable(namespace.get(name)) and namespace[name] is not known[name].reference
        }
        return cls(namespace, functions, known)

    def references_for(self, name: str) -> dict[str, Callable[..., Any]]:
        """The reference's functions for those that the exercise `name` calls."""
        return {called: self.course[called].reference for called in self.course[name].calls}

    def namespaces(self, name: str) -> list[dict[str, Any]]:
        """Where the function `name` looks up the names it uses."""
        found = namespaces_of(self.functions[name])
        if not any(self.namespace is known for known in found):
            found.append(self.namespace)
        return found


def _frozen(value: Any) -> Any:
    """Makes every array inside read-only: whoever forgets to copy is told at once."""
    for array in arrays_in(value):
        array.flags.writeable = False
    return value


def _frozen_leaves(leaves: dict[str, Leaf]) -> dict[str, Leaf]:
    for leaf in leaves.values():
        _frozen(leaf.array)
    return leaves


@lru_cache(maxsize=64)
def prepared(name: str, seed: int | None) -> tuple[Prepared, ...]:
    """Arguments and expected values of every data set of an exercise, made once per process."""
    known = course()
    exercise = known[name]
    references = known.references()
    return tuple(
        Prepared(
            data,
            arguments := _frozen(exercise.arguments(data, references)),
            _frozen_leaves(collect(exercise.returns, exercise.reference(*arguments), data.sizes)),
        )
        for data in exercise.data_sets(seed)
    )


def on_its_own(work: Work, name: str, seed: int | None, seconds: float) -> tuple[Run, ...]:
    """Runs a student's function with everything around it taken from the reference.

    Stops at the first data set on which it raises: the next would raise too, and a loop without
    end would cost its time limit on each.
    """
    exercise = work.course[name]
    references = work.references_for(name)
    runs: list[Run] = []
    with exchanged(work.namespaces(name), references):
        for case in prepared(name, seed):
            outcome = call(
                work.functions[name], exercise.signature, case.arguments, seconds=seconds
            )
            runs.append(judged(exercise, case, outcome))
            if outcome.exception is not None:
                break
    return tuple(runs)


def in_the_chain(work: Work, name: str, seed: int | None, seconds: float) -> tuple[Run, ...]:
    """Runs a student's function on what the student's other functions give it."""
    exercise = work.course[name]
    functions = {**work.course.references(), **work.functions}
    missing = {
        needed: work.course[needed].reference
        for needed in work.course.chain(name)
        if needed not in work.namespace
    }
    runs: list[Run] = []
    with exchanged(work.namespaces(name), missing):
        for case in prepared(name, seed):
            upstream = call(
                lambda data: exercise.arguments(data, functions),
                ("data",),
                (replace(case.data, arrays=copied(case.data.arrays)),),
                seconds=seconds,
            )
            outcome = upstream
            if upstream.exception is None:
                outcome = call(
                    work.functions[name],
                    exercise.signature,
                    upstream.result,
                    seconds=seconds,
                    copies=False,
                )
            runs.append(judged(exercise, case, outcome))
            if outcome.exception is not None:
                break
    return tuple(runs)


def judged(exercise: Exercise, case: Prepared, outcome: Outcome) -> Run:
    if outcome.exception is not None:
        return Run(case.data, outcome)
    actual = collect(exercise.returns, outcome.result, case.data.sizes)
    return Run(case.data, outcome, compare(case.expected, actual))
