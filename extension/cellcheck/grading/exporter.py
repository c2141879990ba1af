"""The exporter of `nbgrader autograde`, which reads whatever is handed in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.converters.autograde import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Float, Integer
from traitlets.config import Config

from cellcheck.grading import notes
from cellcheck.grading.grading_run import GradingRun
from cellcheck.grading.reading import Reading, read_submission
from cellcheck.grading.well_formed import LANGUAGE, Limits

IS_LINK = Reading(None, (("unreadable", "The submission is a link, which is not followed."),))


class SubmissionExporter(NotebookExporter):
    """Reads submissions for `c.Autograde.exporter_class`.

    A submission that cannot be read becomes an empty notebook with a note; the preprocessors make
    of it the notebook as it was released, so that gradebook, formgrader and feedback all have one.
    """

    max_file_megabytes = Float(
        Limits().file_megabytes, help="A larger notebook is not read, and earns nothing."
    ).tag(config=True)
    max_source_megabytes = Float(
        Limits().source_megabytes, help="Above this, the longest cells of a notebook are emptied."
    ).tag(config=True)
    max_output_megabytes = Float(
        Limits().output_megabytes, help="Above this, the outputs that were handed in are dropped."
    ).tag(config=True)
    max_cells = Integer(Limits().cells, help="Cells of a notebook that are read.").tag(config=True)

    def __init__(self, config: Config | None = None, **traits: Any) -> None:
        super().__init__(config=config, **traits)  # type: ignore[no-untyped-call]
        self._run: GradingRun | None = None
        if isinstance(self.parent, Autograde):
            self._run = GradingRun(self.parent)
            self._run.wrap()

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook as JSON, after all preprocessors.

        The same exporter reads a submission and, after the first half of the work, the notebook
        that has become of it; only the former is somebody else's.
        """
        run = self._run
        path = Path(filename)
        if run is None or not run.is_submission(path):
            return super().from_filename(filename, resources, **options)
        if run.begun is None or path.parent != Path(run.begun):
            raise NbGraderException(
                f"{path.parent}: the preparation of this submission failed; the line"
                " 'Pre-convert hook failed' above says why (use --log-level=INFO)."
            )
        resources = _resources(path, resources)
        file = run.files.get(path.stem, path)
        limits = Limits(
            self.max_file_megabytes,
            self.max_source_megabytes,
            self.max_output_megabytes,
            self.max_cells,
        )
        reading = IS_LINK if run.is_link else read_submission(file, path.parent, limits)
        try:
            return self._exported(run, reading, resources, options)
        except SQLAlchemyError:
            raise
        except Exception:
            # Nobody's submission may cost the others their grades.
            self.log.exception("%s could not be prepared", path)
            reason = "The notebook could not be prepared for grading."
            broken = Reading(None, (*reading.remarks, ("unreadable", reason)))
            return self._exported(run, broken, _resources(path, resources), options)

    def _exported(
        self, run: GradingRun, reading: Reading, resources: ResourcesDict, options: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        notebook = reading.notebook if reading.notebook is not None else _empty()
        for kind, text in (*run.remarks, *reading.remarks):
            notes.tell(self.log, resources, notebook, kind, text)
        exported: tuple[NotebookNode, dict[str, Any]]
        exported = self.from_notebook_node(notebook, resources, **options)  # type: ignore[no-untyped-call]
        if reading.notebook is None:
            run.unreadable.append(resources["nbgrader"]["student"])
        return exported


def _resources(path: Path, given: dict[str, Any] | None) -> ResourcesDict:
    """What nbconvert says about a file, which may not be there."""
    resources = ResourcesDict()
    resources.update(given or {})
    today = datetime.now(tz=UTC).strftime("%B %d, %Y")
    resources["metadata"] = ResourcesDict(
        name=path.stem, path=str(path.parent), modified_date=today
    )
    return resources


def _empty() -> NotebookNode:
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"language_info": {"name": LANGUAGE}},
        "cells": [],
    }
    return from_dict(notebook)  # type: ignore[no-any-return, no-untyped-call]
