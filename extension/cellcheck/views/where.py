"""Where in an array the errors are: pictures to draw, and the same in words.

The last axis of a three-dimensional array is time; every time step is a picture of its own.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from cellcheck.report import ErrorMap, ValueReport

_MATRIX = 2
_IN_PART = "in part"
_FEW = 3
"""More rows or columns than this are counted and not listed."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One matrix of error levels, 0 to 100; `step` is None where there is no time axis."""

    step: int | None
    rows: int
    columns: int
    levels: tuple[int, ...]
    """In C order."""

    @property
    def worst(self) -> int:
        """The highest level."""
        return max(self.levels, default=0)

    @property
    def wrong(self) -> int:
        """How many entries are wrong."""
        return sum(level > 0 for level in self.levels)


def pictures(error_map: ErrorMap) -> tuple[Picture, ...]:
    """The map as matrices: one for each index of the last axis, or a single one without time.

    >>> [picture.levels for picture in pictures(ErrorMap(("n", "m", "T"), (1, 2, 2), (9, 0, 5, 0)))]
    [(9, 5), (0, 0)]
    """
    levels = error_map.levels
    if math.prod(error_map.shape) != len(levels) or not levels:
        return ()
    if len(error_map.shape) <= _MATRIX:
        rows, columns = (1, 1, *error_map.shape)[-_MATRIX:]
        return (Picture(None, rows, columns, levels),)
    rows, columns, steps = error_map.shape[-3:]
    size = rows * columns * steps
    # Axes before the last three have no place in the picture: the worst over them is shown.
    stack = [max(levels[index::size]) for index in range(size)]
    return tuple(Picture(step, rows, columns, tuple(stack[step::steps])) for step in range(steps))


def is_reduced(value: ValueReport) -> bool:
    """Whether an entry of the map stands for a whole block of the array."""
    return (
        value.error_map is not None
        and value.shape is not None
        and math.prod(value.shape) > math.prod(value.error_map.shape)
    )


def step_name(value: ValueReport, step: int) -> str:
    """The time step, or the steps that one picture of a reduced map stands for: `0`, `4 to 7`."""
    stored = value.error_map.shape[-1] if value.error_map else 0
    actual = value.shape[-1] if value.shape else stored
    block = max(1, math.ceil(actual / stored)) if stored else 1
    first, last = step * block, min((step + 1) * block, actual) - 1
    return str(first) if last <= first else f"{first} to {last}"


def extent(value: ValueReport, picture: Picture) -> str:
    """How much of one picture is wrong: `right`, `every entry`, `3 of 40 entries, row 2`."""
    total = len(picture.levels)
    if not picture.wrong:
        return "right"
    if picture.wrong == total:
        return "every entry"
    if is_reduced(value):
        return _IN_PART
    lines = _lines(picture)
    return f"{picture.wrong} of {total} entries" + (f", {lines}" if lines else "")


def state(value: ValueReport, picture: Picture) -> str:
    """One picture in words that stand alone: `right`, `wrong in every entry`."""
    words = extent(value, picture)
    if not picture.wrong:
        return words
    return f"wrong {words}" if words == _IN_PART else f"wrong in {words}"


def where_wrong(value: ValueReport) -> str:
    """The map in one sentence.

    >>> error_map = ErrorMap(("n_x", "m", "T"), (1, 1, 3), (100, 0, 0))
    >>> where_wrong(ValueReport("dx", "differs", False, shape=(1, 1, 3), error_map=error_map))
    'wrong at t = 0, every entry; right at all others'
    """
    shown = pictures(value.error_map) if value.error_map else ()
    wrong = [picture for picture in shown if picture.wrong]
    if not wrong:
        return ""
    if wrong[0].step is None:
        return state(value, wrong[0])
    places = "; ".join(_steps(value, wrong))
    if len(wrong) == len(shown):
        return f"wrong at every time step: {places}" if len(shown) > 1 else f"wrong at {places}"
    return f"wrong at {places}; right at all others"


def most_telling(values: Iterable[ValueReport]) -> ValueReport | None:
    """The value whose map is drawn: the largest error among those that are right somewhere.

    A map that is wrong in every entry has no pattern to see, and comes after all others.
    """
    return max(
        (value for value in values if value.error_map and pictures(value.error_map)),
        key=lambda value: (_has_pattern(value), value.worst_error or 0.0),
        default=None,
    )


def worst_picture(shown: Sequence[Picture]) -> int:
    """The index of the picture with the largest error."""
    return max(range(len(shown)), key=lambda index: (shown[index].worst, shown[index].wrong))


def first_shown(shown: Sequence[Picture]) -> int:
    """The index of the picture to begin with: where an error enters, or else the worst one.

    An error enters where all steps on one side are right and all on the other are wrong: from left
    to right in a forward pass, from right to left in a backward pass.

    >>> forward = [Picture(step, 1, 1, (level,)) for step, level in enumerate((0, 0, 1, 9))]
    >>> first_shown(forward), first_shown(forward[::-1])
    (2, 1)
    """
    wrong = [index for index, picture in enumerate(shown) if picture.wrong]
    if 0 < len(wrong) < len(shown):
        if wrong == list(range(wrong[0], len(shown))):
            return wrong[0]
        if wrong == list(range(wrong[-1] + 1)):
            return wrong[-1]
    return worst_picture(shown)


def _has_pattern(value: ValueReport) -> bool:
    return value.error_map is not None and 0 in value.error_map.levels


def _steps(value: ValueReport, wrong: Sequence[Picture]) -> list[str]:
    """Neighbouring steps that are wrong alike share one clause."""
    clauses = []
    numbered = enumerate(wrong)
    for (_, words), group in groupby(
        numbered, key=lambda item: ((item[1].step or 0) - item[0], extent(value, item[1]))
    ):
        steps = [picture.step or 0 for _, picture in group]
        first = step_name(value, steps[0]).split(" to ")[0]
        last = step_name(value, steps[-1]).split(" to ")[-1]
        clauses.append(f"t = {first if first == last else f'{first} to {last}'}, {words}")
    if len(clauses) > _FEW:
        return [*clauses[: _FEW - 1], f"and {len(clauses) - _FEW + 1} more places"]
    return clauses


def _lines(picture: Picture) -> str:
    """The rows or the columns that hold all that is wrong, where these are few."""
    wrong = [index for index, level in enumerate(picture.levels) if level]
    rows = sorted({index // picture.columns for index in wrong})
    columns = sorted({index % picture.columns for index in wrong})
    found = []
    if len(rows) < picture.rows and picture.rows > 1:
        found.append(_indices("row", rows))
    if len(columns) < picture.columns and picture.columns > 1:
        found.append(_indices("column", columns))
    return ", ".join(filter(None, found))


def _indices(noun: str, indices: Sequence[int]) -> str:
    first, last = indices[0], indices[-1]
    if len(indices) == 1:
        return f"{noun} {first}"
    if last - first + 1 == len(indices):
        return f"{noun}s {first} to {last}"
    return f"{noun}s {', '.join(map(str, indices))}" if len(indices) <= _FEW else ""
