"""At which time step an error enters: what came before it is right, what comes after is not.

A forward pass is wrong from some step on, a backward pass from some step back to the first.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cellcheck.compare import Comparison, differs
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.report import Evidence

TIME_AXES = 3
"""The last axis of an array of three axes is time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where in time a value goes wrong: forward, going back, or at one step alone."""

    value: str
    step: int
    direction: Literal["forward", "back", "alone"]

    @property
    def words(self) -> str:
        match self.direction:
            case "forward":
                return f"The error enters at t = {self.step}: before it, `{self.value}` is right."
            case "back":
                return (
                    f"Going back in time, the error enters at t = {self.step}: after it, "
                    f"`{self.value}` is right."
                )
            case "alone":
                return f"`{self.value}` is wrong at t = {self.step} alone."


def with_entry(failure: Failure, found: Found) -> Found:
    """The finding, with the time step at which the values that it explains go wrong."""
    run = failure.wrong_run
    explained = [each for each in run.comparisons if each.name in found.values] if run else []
    entries = [each for each in map(entry, explained) if each is not None]
    if not entries:
        return found
    # In which direction most values point: where it shows first, there it enters.
    directions = [each.direction for each in entries]
    direction = max(dict.fromkeys(directions), key=directions.count)
    pointing = [each for each in entries if each.direction == direction]
    first = (max if direction == "back" else min)(pointing, key=lambda each: each.step)
    said = found.finding
    place = () if said.line is None else (Evidence("", said.line),)
    evidence = (*(said.evidence or place), Evidence(first.words))
    return Found(replace(said, evidence=evidence), found.values)


def entry(comparison: Comparison) -> Entry | None:
    """Where in time a value goes wrong; None where no single step stands out."""
    wrong = wrong_steps(comparison)
    steps = [step for step, is_wrong in enumerate(wrong) if is_wrong]
    if not steps or len(steps) == len(wrong):
        return None
    name = comparison.name
    if len(steps) == 1:
        return Entry(name, steps[0], "alone")
    if steps == list(range(steps[0], len(wrong))):
        return Entry(name, steps[0], "forward")
    if steps == list(range(steps[-1] + 1)):
        return Entry(name, steps[-1], "back")
    return None


def wrong_steps(comparison: Comparison) -> list[bool]:
    """For each time step, is anything wrong? Empty for a value without time steps."""
    expected, actual = comparison.expected.array, comparison.actual.array
    if comparison.match or expected is None or actual is None or expected.ndim != TIME_AXES:
        return []
    if actual.shape != expected.shape or actual.dtype.kind not in "fiu":
        return []
    wrong = differs(expected, actual, comparison.expected.noise)
    per_step: list[bool] = np.any(wrong, axis=(0, 1)).tolist()
    return per_step
