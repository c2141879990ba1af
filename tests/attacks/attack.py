"""An attack: what it wants, the cells that try it, and the points that this code deserves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat.notebooknode import NotebookNode

from .notebooks import FORWARD, solution, submission

CELL_TEST, PASS_TEST = "test_lstm_cell_forward", "test_lstm_forward"

WRONG = """def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    return np.zeros(1), np.zeros(1), np.zeros(1), ()
"""
"""A function that deserves nothing: for attacks that want points for it all the same."""

EXAMPLES = ("cell-try-values", "pass-try-values", "memory-length-experiment")
"""Cells that call the functions, and would be attacked before anything is graded."""

RIGHT = solution(FORWARD, "lstm-cell-forward")

KNOWS_HIDDEN = """
public = {(3, 5, 10), (4, 3, 1), (6, 2, 4), (2, 7, 3), (3, 4, 5)}
right_cell = lstm_cell_forward


def is_hidden(xt, a_prev):
    return (len(xt), len(a_prev), xt.shape[1]) not in public
"""
"""To be put behind `RIGHT`: by the sizes of the public data, students know that others are not."""

SEND = """
import os
from cellcheck.examinee import library


def send(header, parts=()):
    library.channel.send(header, parts)
"""
"""To send what one likes to the examiner, on the connection that is there anyway."""


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack on `lstm-forward`.

    Args:
        name: short, for the list of tests.
        wants: what it is after.
        cell: the cell that defines `lstm_cell_forward`, worth 10 points.
        whole: the cell that defines `lstm_forward`, worth 10 points; the right one if empty.
        before: a cell near the top, before any function.
        after: cells by the id of the one that they follow.
        earns: points of the two functions.
        settings: traits of `SplitExecute`.

    """

    name: str
    wants: str
    cell: str = RIGHT
    whole: str = ""
    before: str = ""
    after: Mapping[str, str] = field(default_factory=dict)
    earns: tuple[float, float] = (0.0, 10.0)
    settings: Mapping[str, Any] = field(default_factory=dict)

    def notebook(self) -> NotebookNode:
        cells = {"lstm-cell-forward": self.cell, **dict.fromkeys(EXAMPLES, "")}
        if self.whole:
            cells["lstm-forward"] = self.whole
        before = (self.before,) if self.before else ()
        return submission(FORWARD, cells, before=before, after=self.after)

    @property
    def marks(self) -> dict[str, float]:
        return {CELL_TEST: self.earns[0], PASS_TEST: self.earns[1]}
