"""Columns of characters that never grow wider than they may."""

from collections.abc import Collection, Sequence
from textwrap import wrap

_GAP = "  "
_NARROWEST = 4


def table(
    rows: Sequence[Sequence[str]], width: int, indent: str = "", right: Collection[int] = ()
) -> list[str]:
    """The rows in aligned columns; where there is no room, the widest columns wrap.

    >>> table([("name", "size"), ("dx", "120")], 40, right=(1,))
    ['name  size', 'dx     120']
    """
    columns = range(max(map(len, rows), default=0))
    widths = [max(len(row[column]) for row in rows) for column in columns]
    room = width - len(indent) - len(_GAP) * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    lines = []
    for row in rows:
        cells = [_cell(row[column], widths[column]) for column in columns]
        for part in range(max(map(len, cells))):
            pieces = [
                cells[column][part] if part < len(cells[column]) else "" for column in columns
            ]
            padded = (
                piece.rjust(widths[column]) if column in right else piece.ljust(widths[column])
                for column, piece in enumerate(pieces)
            )
            lines.append((indent + _GAP.join(padded)).rstrip())
    return lines


def _cell(words: str, width: int) -> list[str]:
    """The lines of one cell; what fits is kept as it is, with its padding."""
    if len(words) <= width and "\n" not in words:
        return [words]
    return wrap(words, width, break_on_hyphens=False) or [""]
