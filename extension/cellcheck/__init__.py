"""Checks the functions of a course and says why their results differ from the expected ones.

In a notebook, `%load_ext cellcheck` checks every cell that defines one of the functions; `check`
does it on demand; `evidence` proves the expected gradients; `grade` is for nbgrader's test cells.
"""

from cellcheck.exercise import UnknownExerciseError
from cellcheck.grading.grade import grade
from cellcheck.interactive import (
    check,
    evidence,
    load_ipython_extension,
    unload_ipython_extension,
)
from cellcheck.report import Finding, Report, ValueReport

__all__ = [
    "Finding",
    "Report",
    "UnknownExerciseError",
    "ValueReport",
    "check",
    "evidence",
    "grade",
    "load_ipython_extension",
    "unload_ipython_extension",
]
