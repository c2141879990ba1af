"""The settings of nbgrader and nbconvert that make grading trustworthy, for any course."""

import os
import sysconfig
import warnings
from typing import Any

from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    ClearOutput,
    IgnorePattern,
    LimitOutput,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from cellcheck.grading.clean_html import clean_cell, markdown_to_html
from cellcheck.grading.clean_outputs import CleanOutputs, CleanPage
from cellcheck.grading.collect import CollectFiles
from cellcheck.grading.exporter import SubmissionExporter
from cellcheck.grading.feedback import EmbedFigures, GetGradesSoFar, HideHiddenTests, PageStyle
from cellcheck.grading.notes import ClearMetadata, ShowNotes
from cellcheck.grading.repair import RepairCells
from cellcheck.grading.split_execute import SplitExecute


def apply(c: Any) -> None:
    """Sets everything; whatever a configuration sets afterwards takes precedence."""
    _prepare_process()

    # `nbgrader validate` starts a kernel. Kernels complain about plain TCP; those that can encrypt
    # are asked to.
    c.KernelManager.transport_encryption = "auto"

    # Stock nbgrader collects what links lead to, with the rights of the instructor.
    c.ExchangeFactory.collect = CollectFiles

    # Stock nbgrader stops at files that are no notebooks, and follows links out of submissions.
    c.Autograde.exporter_class = SubmissionExporter
    # Valid after all preprocessors is enough; after each of them takes a third of nbgrader's time.
    c.SubmissionExporter.optimistic_validation = True
    # RepairCells stands for DeduplicateIds and OverwriteCells.
    c.Autograde.sanitize_preprocessors = [
        ClearOutput,
        OverwriteKernelspec,
        RepairCells,
        CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        SplitExecute,
        IgnorePattern,
        ClearMetadata,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
        # The formgrader shows outputs in the browser of the instructor, with all that it may do.
        CleanOutputs,
    ]

    # Stock feedback prints the source of hidden tests and their tracebacks, runs the scripts of
    # students, shows an answer that nobody has read yet as 0, and loses its figures on the way
    # through the exchange.
    c.GenerateFeedback.preprocessors = [
        GetGradesSoFar,
        HideHiddenTests,
        CleanOutputs,
        EmbedFigures,
        CleanPage,
        ShowNotes,
        PageStyle,
    ]
    # The template has no rule that hides the ¶ behind a heading.
    c.HTMLExporter.exclude_anchor_links = True
    c.HTMLExporter.filters = {"markdown2html": markdown_to_html, "clean_html": clean_cell}


def _prepare_process() -> None:
    # nbgrader looks for the command `alembic` on the PATH, which holds no virtual environment until
    # that is activated; without it the first command leaves a broken gradebook behind.
    scripts = sysconfig.get_path("scripts")
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])
    # nbgrader's own way with its database makes SQLAlchemy warn at every new submission.
    warnings.filterwarnings("ignore", message="Object of type <Submitted")
