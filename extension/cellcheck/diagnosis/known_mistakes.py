"""Matches what the student's function gives against the catalogue of known mistakes.

Every mistake is run on the same data. Equal wrong values, to the last digits and on every data set,
are no coincidence. Two mistakes at once are found by what each explains alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cellcheck.compare import Comparison, Leaf, collect, compare
from cellcheck.diagnosis.failure import Failure
from cellcheck.exercise import Derivation, Mistake
from cellcheck.nested import copied
from cellcheck.trial import Prepared, Run

MOST_CANDIDATES = 12
"""Mistakes that explain some values, taken into pairs."""


@dataclass(frozen=True, slots=True)
class Match:
    """Mistakes that together give the student's values on every public data set."""

    mistakes: tuple[Mistake, ...]


def matching(failure: Failure) -> tuple[Match, ...]:
    """All single mistakes that match; if there is none, the first pair that does."""
    derivation = failure.exercise.derivation
    run = failure.wrong_run
    if derivation is None or derivation.variant is None or run is None:
        return ()
    theirs = _leaves(run)
    wrong = frozenset(each.name for each in run.comparisons if not each.match)
    case = failure.prepared_for(run)
    singles: list[Mistake] = []
    partial: list[tuple[int, Mistake]] = []
    for mistake in derivation.mistakes:
        variant = _variant(failure, derivation, (mistake,), case)
        if variant is None:
            continue
        same = _same(theirs, variant)
        if len(same) == len(theirs):
            singles.append(mistake)
        elif explained := same & wrong:
            changed = frozenset(variant) - _same(case.expected, variant)
            if changed <= wrong:
                partial.append((len(explained), mistake))
    confirmed = tuple(
        Match((mistake,)) for mistake in singles if _everywhere(failure, derivation, (mistake,))
    )
    if confirmed or singles:
        return confirmed
    partial.sort(key=lambda each: -each[0])
    return _pairs(failure, derivation, [mistake for _, mistake in partial[:MOST_CANDIDATES]])


def changed_values(failure: Failure, mistake: Mistake) -> frozenset[str]:
    """The values that a mistake alone makes wrong, on any public data set."""
    derivation = failure.exercise.derivation
    changed: set[str] = set()
    for run in failure.runs:
        if derivation is None or not run.comparisons:
            continue
        case = failure.prepared_for(run)
        variant = _variant(failure, derivation, (mistake,), case)
        changed |= set(case.expected) - (_same(case.expected, variant) if variant else set())
    return frozenset(changed)


def _pairs(
    failure: Failure, derivation: Derivation, candidates: Sequence[Mistake]
) -> tuple[Match, ...]:
    for position, first in enumerate(candidates):
        for second in candidates[position + 1 :]:
            if first.at != second.at and _everywhere(failure, derivation, (first, second)):
                return (Match((first, second)),)
    return ()


def _everywhere(failure: Failure, derivation: Derivation, mistakes: tuple[Mistake, ...]) -> bool:
    """Are the values the student's on every public data set?"""
    for run in failure.runs:
        if not run.data.public or not run.comparisons:
            continue
        theirs = _leaves(run)
        variant = _variant(failure, derivation, mistakes, failure.prepared_for(run))
        if variant is None or len(_same(theirs, variant)) != len(theirs):
            return False
    return True


def _variant(
    failure: Failure, derivation: Derivation, mistakes: tuple[Mistake, ...], case: Prepared
) -> dict[str, Leaf] | None:
    if derivation.variant is None:
        return None
    try:
        with np.errstate(all="ignore"):
            result = derivation.variant(mistakes)(*copied(case.arguments))
    except Exception:  # noqa: BLE001  some mistakes do not fit the shapes of some data
        return None
    return collect(failure.exercise.returns, result, case.data.sizes)


def _leaves(run: Run) -> dict[str, Leaf]:
    return {each.name: each.actual for each in run.comparisons}


def _same(ours: Mapping[str, Leaf], theirs: Mapping[str, Leaf]) -> frozenset[str]:
    """The names under which both hold the same, problems included."""
    return frozenset(name for name, leaf in ours.items() if _equal(leaf, theirs[name]))


def _equal(one: Leaf, other: Leaf) -> bool:
    if one.array is None or other.array is None:
        # What is no array at all is of some type: a dictionary and a name are two mistakes.
        is_same = one.problem_status != "not_an_array" or one.problem == other.problem
        both_none = one.array is None and other.array is None
        return both_none and one.problem_status == other.problem_status and is_same
    if one.array.shape != other.array.shape or one.array.dtype != other.array.dtype:
        return False
    comparison: Comparison = compare({one.name: one}, {one.name: other})[0]
    return comparison.match or bool(np.array_equal(one.array, other.array, equal_nan=True))
