"""The repository root is an nbgrader course.

`source/` holds the assignments as instructors write them, `release/` what students get.
"""

import os
import sysconfig
import warnings
from pathlib import Path

from cellcheck.grading.feedback import EmbedFigures, GetGradesSoFar, HideHiddenTests, PageStyle

c = get_config()  # noqa: F821  nbgrader provides it

c.CourseDirectory.course_id = "cellcheck"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# nbgrader looks for the command `alembic` on the PATH, which holds no virtual environment until
# that is activated; without it the first command leaves a broken gradebook behind.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])

# nbgrader's own way with its database makes SQLAlchemy warn at every new submission.
warnings.filterwarnings("ignore", message="Object of type <Submitted")

# Kernels complain about plain TCP; those that can encrypt are asked to.
c.KernelManager.transport_encryption = "auto"

# A widget's state reopens as nothing on a feedback page; the reports have a static view.
c.Execute.store_widget_state = False

# Stock feedback prints the source of hidden tests and their tracebacks, shows an answer that nobody
# has read yet as 0, and loses its figures on the way through the exchange.
c.GenerateFeedback.preprocessors = [GetGradesSoFar, HideHiddenTests, EmbedFigures, PageStyle]
# The template has no rule that hides the ¶ behind a heading.
c.HTMLExporter.exclude_anchor_links = True
