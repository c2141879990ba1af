"""Looks for the smallest change to the student's code that makes its values right.

A change that mends every value on every data set is the proof of a cause: it says where the mistake
is and, by its kind, what it is. The changed code is run, never shown.
"""

from cellcheck.diagnosis.repair.findings import Repair, repair

__all__ = ["Repair", "repair"]
