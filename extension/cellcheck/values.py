"""From comparisons on several data sets to one row per value for people to read."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cellcheck.compare import Comparison, differs
from cellcheck.report import ErrorMap, Sample, ValueReport
from cellcheck.trial import Run

SAMPLES = 4
LARGEST_MAP = 4096
"""Entries of an error map: more than a screen can show is reduced by the maximum over blocks."""


def value_reports(runs: Sequence[Run], *, redact: bool) -> tuple[ValueReport, ...]:
    """One row per returned value, then one per argument changed in place.

    A row shows the first data set on which the value differs, a public one if there is any.

    Args:
        runs: the runs that came to a result.
        redact: leave out every number of data sets that are not public.

    """
    finished = [run for run in runs if run.comparisons]
    rows = [
        _row([(run, run.comparisons[position]) for run in finished], redact=redact)
        for position in range(len(finished[0].comparisons) if finished else 0)
    ]
    changed = dict.fromkeys(name for run in finished for name in run.outcome.changed)
    rows += [
        ValueReport(
            name=name,
            status="changed",
            match=False,
            note=f"the argument {name} is changed in place",
            data_sets=tuple(run.data.name for run in finished if name in run.outcome.changed),
        )
        for name in changed
    ]
    return tuple(rows)


def _row(column: list[tuple[Run, Comparison]], *, redact: bool) -> ValueReport:
    wrong = [(run, comparison) for run, comparison in column if not comparison.match]
    run, comparison = (wrong or column)[0]
    expected, actual = comparison.expected.array, comparison.actual.array
    hide = redact and not run.data.public
    row = ValueReport(
        name=comparison.name,
        status=comparison.status,
        match=comparison.match,
        shape=None if actual is None else actual.shape,
        expected_shape=None if expected is None else expected.shape,
        dtype=None if actual is None else str(actual.dtype),
        expected_dtype=None if expected is None else str(expected.dtype),
        note="on data that is not shown" if hide and wrong else comparison.note,
        data_sets=tuple(run.data.name for run, _ in wrong),
    )
    if not wrong or hide or expected is None or actual is None:
        return row
    if actual.dtype.kind not in "fiu" or actual.shape != expected.shape:
        return row
    return _with_numbers(row, comparison, expected, actual)


def _with_numbers(
    row: ValueReport,
    comparison: Comparison,
    expected: NDArray[np.floating],
    actual: NDArray[np.floating],
) -> ValueReport:
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.abs(actual.astype(float) - expected)
    error = np.where(np.isfinite(error), error, np.inf)
    order = np.argsort(-error, axis=None, kind="stable")[:SAMPLES]
    places = [tuple(int(i) for i in np.unravel_index(flat, error.shape)) for flat in order]
    worst = float(error[places[0]]) if error.size else 0.0
    wrong = differs(expected, actual, comparison.expected.noise)
    return replace(
        row,
        worst_error=worst if math.isfinite(worst) else None,
        worst_at=places[0] if places else None,
        differing=float(wrong.mean()) if wrong.size else 0.0,
        sample=tuple(
            Sample(at, _number(actual[at]), _number(expected[at])) for at in places if wrong[at]
        ),
        error_map=_error_map(comparison.expected.axes, np.where(wrong, error, 0.0)),
    )


def _error_map(axes: tuple[str, ...], error: NDArray[np.floating]) -> ErrorMap | None:
    if not error.size or error.ndim != len(axes):
        return None
    reduced = _reduced(error)
    finite = reduced[np.isfinite(reduced)]
    largest = float(finite.max(initial=0.0)) or 1.0
    # The root spreads small errors out: where it is wrong matters more here than by how much.
    levels = np.sqrt(np.clip(reduced / largest, 0.0, 1.0)) * 100
    shown = np.where(reduced > 0, np.maximum(np.rint(levels), 1), 0).astype(int)
    return ErrorMap(axes, reduced.shape, tuple(int(level) for level in shown.ravel()))


def _reduced(error: NDArray[np.floating]) -> NDArray[np.floating]:
    while error.size > LARGEST_MAP:
        axis = int(np.argmax(error.shape))
        if error.shape[axis] % 2:
            padding = [(0, int(i == axis)) for i in range(error.ndim)]
            error = np.pad(error, padding, mode="edge")
        halves = (*error.shape[:axis], -1, 2, *error.shape[axis + 1 :])
        error = error.reshape(halves).max(axis=axis + 1)
    return error


def _number(value: np.floating) -> float | None:
    return float(value) if np.isfinite(value) else None
