"""Finds the root cause of a failure by experiment, and says nothing where none is found."""

from cellcheck.diagnosis.isolation import Isolation, Upstream
from cellcheck.diagnosis.standing import NotebookState, against_saved, defining_cells

__all__ = ["Isolation", "NotebookState", "Upstream", "against_saved", "defining_cells"]
