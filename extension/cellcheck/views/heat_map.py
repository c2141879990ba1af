"""Draws where an array is wrong: one small picture for each time step, or a single large one."""

from collections.abc import Iterable

from cellcheck.report import ValueReport
from cellcheck.views.markup import text
from cellcheck.views.where import (
    Picture,
    extent,
    first_shown,
    pictures,
    state,
    step_name,
    where_wrong,
    worst_picture,
)
from cellcheck.views.wording import mark

_WIDTH = 700
_GAP = 14
_LARGEST_CELL = 13
_SMALLEST_CELL = 3
_TALLEST = 150
_MOST_PICTURES = 8
_FAINTEST = 0.16
"""Opacity of the smallest error, which must still be told from none."""


def heat_map(value: ValueReport) -> str:
    """All of the value's map, side by side in time; empty if it has none."""
    shown = pictures(value.error_map) if value.error_map else ()
    if not any(picture.wrong for picture in shown):
        return ""
    worst = worst_picture(shown)
    kept = _kept(shown, first_shown(shown))
    size = _cell_size(kept, (_WIDTH - _GAP * (len(kept) - 1)) // len(kept))
    figures = "".join(
        f"<figure>{_svg(picture, size, ring=shown[worst].worst)}{_figcaption(value, picture)}"
        "</figure>"
        for picture in kept
    )
    return (
        f'<div class="cellcheck-heat" role="img" aria-label="{text(alt_text(value))}">'
        f"{figures}</div>"
    )


def large_map(value: ValueReport, index: int) -> str:
    """One picture of the value's map, drawn large; `index` counts the pictures."""
    picture = pictures(value.error_map)[index] if value.error_map else None
    if picture is None:
        return ""
    where = "" if picture.step is None else f" at t = {step_name(value, picture.step)}"
    label = f"{value.name}{where}: {state(value, picture)}"
    size = _cell_size([picture], _WIDTH // 2, largest=18)
    drawn = _svg(picture, size, ring=picture.worst)
    return f'<figure role="img" aria-label="{text(label)}">{drawn}</figure>'


def caption(value: ValueReport, picture: Picture) -> str:
    """`t = 0 · every entry`."""
    if picture.step is None:
        return extent(value, picture)
    return f"t = {step_name(value, picture.step)} · {extent(value, picture)}"


def _figcaption(value: ValueReport, picture: Picture) -> str:
    """`t = 0 ✗`; the sentence above the pictures says how much of it."""
    if picture.step is None:
        return ""
    right = picture.wrong == 0
    return (
        f"<figcaption>t = {step_name(value, picture.step)}"
        f' <span class="cellcheck-{"ok" if right else "bad"}">{mark(right)}</span></figcaption>'
    )


def alt_text(value: ValueReport) -> str:
    """What somebody who does not see the pictures needs to know of them."""
    return f"{value.name}: {where_wrong(value)}"


def axes(value: ValueReport) -> str:
    """Which of the array's axes runs down and which across."""
    names = value.error_map.axes if value.error_map else ()
    shape = value.error_map.shape if value.error_map else ()
    if len(names) != len(shape) or not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} →"
    down, across = names[-3:-1] if len(names) > 2 else names  # the last is time
    if shape[names.index(across)] == 1:
        return f"{down} ↓"
    return f"{down} ↓  {across} →"


def _kept(shown: tuple[Picture, ...], telling: int) -> list[Picture]:
    """A window of time steps around the one that tells the most, as many as fit."""
    first = max(0, min(telling - 1, len(shown) - _MOST_PICTURES))
    return list(shown[first : first + _MOST_PICTURES])


def _cell_size(kept: list[Picture], width: int, largest: int = _LARGEST_CELL) -> int:
    across = max(picture.columns for picture in kept)
    down = max(picture.rows for picture in kept)
    return max(_SMALLEST_CELL, min(largest, width // across, _TALLEST // down))


def _svg(picture: Picture, size: int, ring: int) -> str:
    """Right cells are one path; a wrong one is a square as opaque as its error is large."""
    width, height = picture.columns * size, picture.rows * size
    side = size - 1
    blank, wrong = [], []
    for index, level in enumerate(picture.levels):
        x, y = index % picture.columns * size, index // picture.columns * size
        blank.append(f"M{x} {y}h{side}v{side}h-{side}z")
        if level:
            opacity = _FAINTEST + (1 - _FAINTEST) * level / 100
            wrong.append(
                f'<rect class="cellcheck-wrong-cell" x="{x}" y="{y}" width="{side}"'
                f' height="{side}" fill-opacity="{opacity:.2f}"/>'
            )
    return (
        f'<svg width="{width + 1}" height="{height + 1}" viewBox="-1 -1 {width + 1} {height + 1}"'
        f' aria-hidden="true"><path class="cellcheck-right-cells" d="{"".join(blank)}"/>'
        f"{''.join(wrong)}{''.join(_ring(picture, size, ring))}</svg>"
    )


def _ring(picture: Picture, size: int, ring: int) -> Iterable[str]:
    """The largest error has a ring, so that it is found without telling shades apart."""
    if not picture.wrong or picture.worst < ring or len(picture.levels) == 1:
        return
    index = picture.levels.index(picture.worst)
    x, y = index % picture.columns * size, index // picture.columns * size
    yield (
        f'<rect class="cellcheck-worst-cell" x="{x - 0.25}" y="{y - 0.25}"'
        f' width="{size - 0.5}" height="{size - 0.5}"/>'
    )
