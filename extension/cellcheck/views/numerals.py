"""Numbers, shapes and indices in characters."""

import math
from collections.abc import Sequence

NOTHING = "—"
"""Stands where there is no number to show."""

_DIGITS = 6
_MOST_DIGITS = 17
_NUMERAL = set("0123456789.+-e")


def pair(yours: float | None, expected: float | None) -> tuple[str, str]:
    """Two numbers to be compared by eye: six significant digits, and more if they would look alike.

    >>> pair(-1.442197, -1.199614)
    ('-1.44220', '-1.19961')
    >>> pair(1.0000001, 1.0)
    ('1.0000001', '1.0000000')
    >>> pair(None, 0.25)
    ('—', '0.250000')
    """
    if yours is None or expected is None:
        return _alone(yours), _alone(expected)
    digits = _DIGITS
    texts = _alike(yours, expected, digits)
    while texts[0] == texts[1] and yours != expected and digits < _MOST_DIGITS:
        digits += 1
        texts = _alike(yours, expected, digits)
    return texts


def shape(sizes: Sequence[int] | None) -> str:
    """A shape as NumPy writes it.

    >>> shape((5,)), shape((5, 1)), shape(None)
    ('(5,)', '(5, 1)', '')
    """
    return "" if sizes is None else str(tuple(sizes))


def place(at: Sequence[int] | None) -> str:
    """An index as it is written behind an array's name.

    >>> place((2, 8, 0)), place(None)
    ('[2, 8, 0]', '')
    """
    return "" if at is None else str(list(at))


def plural(count: float, noun: str) -> str:
    """A count and its noun.

    >>> plural(1, "point"), plural(7.5, "point")
    ('1 point', '7.5 points')
    """
    return f"{count:g} {noun}" if count == 1 else f"{count:g} {noun}s"


def aligned(column: Sequence[str]) -> tuple[str, ...]:
    """The column padded so that the decimal points stand below each other.

    >>> aligned(["0.105657", "-1.44220", "—"])
    (' 0.105657', '-1.44220 ', ' —       ')
    """
    tails = [_tail(cell) for cell in column]
    longest = max(tails, default=0)
    padded = [
        cell + " " * (longest - tail) if _is_number(cell) else cell
        for cell, tail in zip(column, tails, strict=True)
    ]
    width = max(map(len, padded), default=0)
    return tuple(cell.rjust(width) if cell.strip() else "" for cell in padded)


def _alone(value: float | None) -> str:
    if value is None or not math.isfinite(value):
        return NOTHING
    return _alike(value, value, _DIGITS)[0]


def _alike(first: float, second: float, digits: int) -> tuple[str, str]:
    """Both with the same number of decimals, as far as their sizes allow it."""
    large = max(abs(first), abs(second))
    small = min(abs(first), abs(second))
    if large == 0:
        return "0", "0"
    exponent = math.floor(math.log10(large))
    if not -4 <= exponent < digits:  # where Python's own `g` turns to exponents
        return f"{first:.{digits - 1}e}", f"{second:.{digits - 1}e}"
    decimals = digits - 1 - exponent
    if 0 < small < large / 1000:
        return tuple(f"{value:.{digits}g}" for value in (first, second))  # type: ignore[return-value]
    return f"{first:.{decimals}f}", f"{second:.{decimals}f}"


def _is_number(cell: str) -> bool:
    return cell == NOTHING or (bool(cell) and set(cell) <= _NUMERAL)


def _tail(cell: str) -> int:
    """Characters from the decimal point on."""
    return len(cell) - cell.index(".") if _is_number(cell) and "." in cell else 0
