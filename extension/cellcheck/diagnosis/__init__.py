"""Finds the root cause of a failure by experiment, and says nothing where none is found."""

from cellcheck.diagnosis.delegation import delegates
from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.judge import diagnose

__all__ = ["Failure", "delegates", "diagnose"]
