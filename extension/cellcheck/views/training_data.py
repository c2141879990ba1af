"""What a page shows of a training run, as data from which it is drawn anew.

Feedback pages keep no SVG that a student's process has written. They take these data, from a
process that may lie, and draw the curve themselves.
"""

import json
from dataclasses import asdict
from typing import Any

from cellcheck.views.clean import clean
from cellcheck.views.training_page import (
    LARGEST_LOSS,
    LONGEST_SAMPLE,
    LONGEST_WORDS,
    MOST_POINTS,
    MOST_ROWS,
    MOST_SAMPLES,
    Shown,
)

TRAINING_TYPE = "application/vnd.cellcheck.training+json"

LONGEST = 100_000
"""Characters; the most that can be shown takes a third of it."""
MOST_STEPS = 10**12
SAYS_THE_REST = len("… (1,000,000,000 characters more)")
"""Characters at the end of a text that has been cut."""


def training_data(shown: Shown) -> str:
    """The data as a text: it goes through every process and file as it is."""
    return json.dumps(asdict(shown))


def read_training(data: Any) -> Shown | None:
    """What `training_data` wrote, or None if the data are anything else.

    >>> read_training('{"title": "<script>"}') is None
    True
    """
    if not isinstance(data, str) or len(data) > LONGEST:
        return None
    try:
        return _shown(json.loads(data))
    except (ValueError, RecursionError):
        return None


def _shown(data: Any) -> Shown:
    match data:
        case {
            "title": str(title),
            "standing": str(standing),
            "steps": steps,
            "at": at,
            "points": [*points],
            "samples": [*samples],
        }:
            return Shown(
                title=_words(title, LONGEST_WORDS),
                standing=_words(standing, LONGEST_WORDS),
                steps=_count(steps, 1),
                at=_count(at, 0),
                points=tuple(map(_point, _at_most(MOST_POINTS, points))),
                samples=tuple(map(_sample, _at_most(MOST_ROWS, samples))),
            )
    raise ValueError("no data of a training run")


def _point(entry: Any) -> tuple[int, float]:
    match entry:
        case [step, int() | float() as loss] if not isinstance(loss, bool):
            if -LARGEST_LOSS <= loss <= LARGEST_LOSS:
                return _count(step, 1), float(loss)
    raise ValueError("no point of a curve")


def _sample(entry: Any) -> tuple[int, tuple[str, ...]]:
    match entry:
        case [step, [*made]] if all(isinstance(each, str) for each in made):
            kept = (_words(each, LONGEST_SAMPLE) for each in _at_most(MOST_SAMPLES, made))
            return _count(step, 1), tuple(kept)
    raise ValueError("no samples")


def _count(value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST_STEPS:
        raise ValueError("no number of steps")
    return value


def _words(words: str, longest: int) -> str:
    kept = clean(words)
    if len(kept) > longest + SAYS_THE_REST:
        raise ValueError("more words than a page shows")
    return kept


def _at_most(most: int, entries: list[Any]) -> list[Any]:
    if len(entries) > most:
        raise ValueError("more than a page shows")
    return entries
