"""Independent proof: gradients held against numerical differentiation of the forward function.

A stored expected value can be wrong, and a reference too. The derivative of a forward function,
taken numerically, leans on neither.
"""

import math
from collections.abc import Mapping
from functools import cache

from cellcheck.exercise import DataSet, Exercise, Proof, course, leaves
from cellcheck.report import Agreement, DerivativeEvidence
from cellcheck.runner import TIME_LIMIT, TimeLimitError, call, captured, exchanged
from cellcheck.trial import Work


def evidence(work: Work, name: str, seconds: float = TIME_LIMIT) -> DerivativeEvidence | None:
    """The gradients of the reference, and the student's, against their own forward functions.

    Args:
        work: what the student has written; the function may be missing or wrong.
        name: the exercise, a backward function.
        seconds: time limit for the student's part.

    Returns:
        The errors, or why there are none; None for an exercise that has no proof.

    Raises:
        UnknownExerciseError: no exercise is called `name`.

    """
    exercise = work.course[name]
    if exercise.proof is None or not exercise.inputs_from:
        return None
    return DerivativeEvidence(
        function=name,
        data_set=_smallest(exercise).name,
        reference=_of_the_reference(name),
        yours=_of_the_student(work, exercise, exercise.proof, seconds),
    )


def _smallest(exercise: Exercise) -> DataSet:
    """Numerical differentiation runs the forward function once for every entry of every input."""
    # Of two equal ones the later: the first of a course's sets may be a special case of size one.
    return min(reversed(exercise.data_sets(None)), key=lambda data: math.prod(data.sizes.values()))


@cache
def _of_the_reference(name: str) -> Agreement:
    """Computed once for each process: neither the reference nor the data set changes."""
    exercise = course()[name]
    before = exercise.inputs_from[0]
    words = f"the reference's `{before}`"
    if exercise.proof is None:
        return Agreement(words, problem="There is no proof for this exercise.")
    errors = exercise.proof(course()[before].reference, exercise.reference, _smallest(exercise))
    return Agreement(words, _asked_for(exercise, errors))


def _of_the_student(
    work: Work, exercise: Exercise, proof: Proof, seconds: float
) -> Agreement | None:
    """The student's backward function; the reference's forward stands in where theirs is missing.

    Their functions run together, as in the notebook: what is being judged is their own whole.
    """
    backward = work.functions.get(exercise.name)
    if backward is None:
        return None
    before = exercise.inputs_from[0]
    forward = work.functions.get(before, work.course[before].reference)
    owner = "your own" if before in work.functions else "the reference's"
    missing = {
        needed: work.course[needed].reference
        for needed in work.course.chain(exercise.name)
        if needed not in work.namespace
    }
    spaces = {
        id(space): space
        for name in (exercise.name, before)
        if name in work.functions
        for space in work.namespaces(name)
    }
    with captured(), exchanged(list(spaces.values()), missing):
        outcome = call(
            lambda: _asked_for(exercise, proof(forward, backward, _smallest(exercise))),
            (),
            (),
            seconds=seconds,
        )
    words = f"{owner} `{before}`"
    if outcome.exception is not None:
        return Agreement(words, problem=_in_words(outcome.exception, seconds))
    return Agreement(words, outcome.result)


def _asked_for(exercise: Exercise, errors: Mapping[str, float]) -> dict[str, float]:
    """A function may return more gradients than the exercise asks for."""
    names = {leaf.name for leaf, _ in leaves(exercise.returns)}
    return {name: float(error) for name, error in errors.items() if name in names}


def _in_words(exception: BaseException, seconds: float) -> str:
    if isinstance(exception, TimeLimitError):
        return f"Your functions did not finish within {seconds:g} s."
    return f"{type(exception).__name__}: {exception}"
