"""Submitted notebooks, brought back into the form in which they were released."""

from cellcheck.grading.repair.repair_cells import RepairCells

__all__ = ["RepairCells"]
