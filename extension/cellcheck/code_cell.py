"""A piece of a student's file that runs at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A code cell: its number among all cells from 1, its id, its text. A file is one cell."""

    number: int
    id: str
    source: str
