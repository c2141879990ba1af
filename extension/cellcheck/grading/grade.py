"""`cellcheck.grade`: what an nbgrader test cell calls."""

import math
from collections.abc import Callable
from typing import Any

from IPython.core.getipython import get_ipython

from cellcheck.checker import check_exercise
from cellcheck.interactive import caller_namespace, prover
from cellcheck.report import MOST_HINTS, DerivativeEvidence, Marks, Report
from cellcheck.views.bundle import show

_shown: dict[tuple[str, int], str] = {}
"""Display ids by exercise and execution count: a second call in one cell replaces the report."""


def grade(
    name: str,
    points: float,
    *,
    seed: int | None = None,
    namespace: dict[str, Any] | None = None,
    hint_level: int = 2,
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
        hint_level: how much the findings help: 0 no hint, 1 a nudge, 2 a pointer to the place as
            well, 3 the explanation too.

    Returns:
        Points from 0 to `points`, rounded to hundredths.

    Raises:
        ValueError: `points` is not a positive number, or `hint_level` is not 0, 1, 2 or 3.
        UnknownExerciseError: no exercise has this name.

    >>> grade("lstm_backward", points=10, namespace={})
    · `lstm_backward` is not defined · Expected a function `lstm_backward(da, caches)`. Run the cell
      that defines it. · 0 of 10 points
    0.0

    """
    if not _is_positive(points):
        raise ValueError(f"grade({name!r}): points is {points!r}, expected a positive number")
    if hint_level not in range(MOST_HINTS + 1):
        raise ValueError(f"grade({name!r}): hint_level is {hint_level!r}, expected 0, 1, 2 or 3")
    if namespace is None:
        namespace = caller_namespace(depth=2)
    report = check_exercise(name, namespace, seed=seed, redact=seed is not None)
    earned = round(points * report.score, 2)
    shown = report.with_hints(hint_level)
    _show_once(shown.with_marks(Marks(earned, float(points))), prover(name, namespace))
    return earned


def _is_positive(points: object) -> bool:
    return isinstance(points, int | float) and math.isfinite(points) and points > 0


def _show_once(report: Report, prove: Callable[[], DerivativeEvidence] | None) -> None:
    shell = get_ipython()
    key = (report.exercise, shell.execution_count if shell is not None else 0)
    display_id = f"cellcheck-{key[0]}-{key[1]}"
    update = shell is not None and key in _shown
    show(report, display_id=display_id, update=update, prove=prove)
    _shown[key] = display_id
