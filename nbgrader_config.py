"""The repository root is an nbgrader course.

`source/` holds the assignments as instructors write them, `release/` what students get.
"""

from pathlib import Path

from cellcheck.grading import configure

c = get_config()  # noqa: F821  nbgrader provides it

configure(c)

# It trains a model, for some ten seconds where nothing else runs.
c.SplitExecute.timeouts = {"character-model": 60}

c.CourseDirectory.course_id = "cellcheck"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
