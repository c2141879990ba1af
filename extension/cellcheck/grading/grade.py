"""`cellcheck.grade`: what an nbgrader test cell calls."""

import math
from typing import Any

from IPython.core.getipython import get_ipython

from cellcheck.checker import check_exercise
from cellcheck.interactive import caller_namespace
from cellcheck.report import Marks, Report
from cellcheck.views.bundle import show

_shown: dict[tuple[str, int], str] = {}
"""Display ids by exercise and execution count: a second call in one cell replaces the report."""


def grade(
    name: str,
    points: float,
    *,
    seed: int | None = None,
    namespace: dict[str, Any] | None = None,
) -> float:
    """Checks an exercise, shows the report and returns the points it earns.

    As the last expression of a test cell, the number is nbgrader's partial credit. The function is
    graded on its own merits: what it calls and what it is given come from the reference, so that
    a mistake elsewhere costs nothing here. Every value that is right on all data sets earns an
    equal share of the points.

    Args:
        name: the exercise, such as `"lstm_backward"`.
        points: what a right function earns; equal to the points of the cell.
        seed: draws further data sets that students do not see. Their numbers stay out of the
            report. Write the call with a seed between `### BEGIN HIDDEN TESTS` and
            `### END HIDDEN TESTS`; its report replaces that of the visible call above it.
        namespace: where the functions are; the notebook's by default.

    Returns:
        Points from 0 to `points`, rounded to hundredths.

    Raises:
        ValueError: `points` is not a positive number.
        UnknownExerciseError: no exercise has this name.

    >>> grade("lstm_backward", points=10, namespace={})  # doctest: +SKIP
    0.0

    """
    if not _is_positive(points):
        raise ValueError(f"grade({name!r}): points is {points!r}, expected a positive number")
    if namespace is None:
        namespace = caller_namespace(depth=2)
    report = check_exercise(name, namespace, seed=seed, redact=seed is not None)
    earned = round(points * report.score, 2)
    _show_once(name, report.with_marks(Marks(earned, float(points))))
    return earned


def _is_positive(points: object) -> bool:
    return isinstance(points, int | float) and math.isfinite(points) and points > 0


def _show_once(name: str, report: Report) -> None:
    shell = get_ipython()
    key = (name, shell.execution_count if shell is not None else 0)
    display_id = f"cellcheck-{name}-{key[1]}"
    show(report, display_id=display_id, update=shell is not None and key in _shown)
    _shown[key] = display_id
