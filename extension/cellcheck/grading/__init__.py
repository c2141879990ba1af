"""The nbgrader side: trustworthy grades, and feedback pages that keep hidden tests hidden."""

from typing import Any


def configure(c: Any) -> None:
    """Sets up a course in its `nbgrader_config.py`, in one line.

    Submissions are read whatever they hold, repaired, graded once however often the grader is
    killed, and shown on pages without scripts and without hidden tests. Lines below this one
    change single settings.

    Args:
        c: what `get_config()` returns there.

    >>> from traitlets.config import Config
    >>> c = Config()
    >>> configure(c)
    >>> [preprocessor.__name__ for preprocessor in c.Autograde.sanitize_preprocessors]
    ['ClearOutput', 'OverwriteKernelspec', 'RepairCells', 'CheckCellMetadata']

    """
    from cellcheck.grading.course_configuration import apply  # students need no nbgrader for this

    apply(c)
