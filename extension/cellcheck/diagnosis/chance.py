"""Results that depend on random numbers."""

import ast

import numpy as np

from cellcheck.compare import collect, compare
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.source_unit import SourceUnit
from cellcheck.nested import copied
from cellcheck.runner import call, exchanged, source_line

RANDOM_NAMES = {
    "random", "rand", "randn", "standard_normal", "normal", "uniform", "default_rng", "RandomState",
    "randint", "empty", "empty_like", "random_sample", "permutation", "shuffle", "choice",
}  # fmt: skip


def depends_on_chance(failure: Failure) -> tuple[Found, ...]:
    """Two runs on the same data from different random states: are the results different?"""
    unit = failure.unit
    if unit is None or failure.wrong_run is None:
        return ()
    drawing = _drawing_lines(unit)
    if not drawing:
        return ()
    exercise = failure.exercise
    case = failure.prepared_for(failure.wrong_run)
    references = failure.work.references_for(exercise.name)
    results = []
    with exchanged(failure.work.namespaces(exercise.name), references):
        for seed in (11, 12):
            np.random.seed(seed)  # noqa: NPY002  the stream that the student draws from
            outcome = call(failure.function, exercise.signature, copied(case.arguments))
            if outcome.exception is not None:
                return ()
            results.append(collect(exercise.returns, outcome.result, case.data.sizes))
    varying = {
        each.name
        for each in compare(results[0], results[1])
        if not each.match and each.expected.array is not None
    }
    if not varying & failure.open:
        return ()
    filename, line = drawing[0]
    said = finding(exercise, "random", line, source=source_line(filename, line))
    return (Found(said, frozenset(varying & failure.open)),)


def _drawing_lines(unit: SourceUnit) -> list[tuple[str, int]]:
    found = []
    for part in unit.parts:
        for node in ast.walk(part.statement):
            used = ""
            if isinstance(node, ast.Attribute):
                used = node.attr
            elif isinstance(node, ast.Name):
                used = node.id
            if used in RANDOM_NAMES:
                found.append((part.filename, int(getattr(node, "lineno", 1))))
    return sorted(set(found), key=lambda each: each[1])
