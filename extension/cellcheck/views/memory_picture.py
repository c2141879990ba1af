"""Draws two names that hold the same memory: one slot in a row of time steps."""

from textwrap import wrap

from cellcheck.report import MemoryPicture
from cellcheck.views.clean import clean
from cellcheck.views.markup import text

_WIDTH = 720
_PITCH = 62
_SLOT = (58, 30)
_LINE = 17
_CODE_WIDTH, _WORD_WIDTH = 7.3, 6.5
"""Generous widths of one character, since nothing here can measure a font."""
_MOST_SLOTS = 9


def memory_picture(picture: MemoryPicture) -> str:
    """The array's row of slots, the view above the shared one and the stored name below it."""
    array = clean(picture.array, 24)
    left = max(24, round(len(array) * _CODE_WIDTH) + 14)
    first = _first_slot(picture, left)
    left += 16 if first else 0
    shown = range(first, min(picture.slots, first + _slots_that_fit(left)))
    thread = left + (picture.slot - first) * _PITCH + _SLOT[0] // 2
    above = _label(picture.view, picture.view_note, thread)
    below = _label(picture.stored, picture.stored_note, thread)
    top = len(above) * _LINE + 8
    bottom = top + _SLOT[1]
    height = bottom + 8 + len(below) * _LINE + 4
    parts = [
        f'<text x="0" y="{top + 19}">{text(array)}</text>',
        *(_slot(index, left + (index - first) * _PITCH, top, picture.slot) for index in shown),
        *_ellipses(picture, shown, left, top),
        f'<path class="cellcheck-thread" d="M{thread} 4V{top}M{thread} {bottom}V{height - 4}"/>',
        *_lines(above, thread, 13),
        *_lines(below, thread, bottom + 8 + 13),
    ]
    return (
        f'<svg class="cellcheck-memory" width="{_WIDTH}" height="{height}"'
        f' viewBox="0 0 {_WIDTH} {height}"'
        f' role="img" aria-label="{text(alt_text(picture))}">{"".join(parts)}</svg>'
    )


def alt_text(picture: MemoryPicture) -> str:
    """The picture in one sentence.

    >>> alt_text(MemoryPicture("c", 7, 0, "c_next", "", "caches[0] c_prev", ""))
    'c has 7 time steps; c_next and caches[0] c_prev hold the same memory, step 0'
    """
    return (
        f"{picture.array} has {picture.slots} time steps; {picture.view} and {picture.stored}"
        f" hold the same memory, step {picture.slot}"
    )


def _slots_that_fit(left: int) -> int:
    return max(1, min(_MOST_SLOTS, (_WIDTH - left - 40) // _PITCH))


def _first_slot(picture: MemoryPicture, left: int) -> int:
    """The row starts so that the shared slot and its neighbours are in it."""
    fit = _slots_that_fit(left)
    return max(0, min(picture.slot - 2, picture.slots - fit))


def _label(name: str, note: str, thread: int) -> list[tuple[str, str]]:
    """The name and its note, broken to the room beside the thread: (code, words) a line."""
    room = max(thread, _WIDTH - thread) - 14
    code = clean(name, 60)
    words = clean(note, 240)
    indent = round(len(code) * _CODE_WIDTH / _WORD_WIDTH) + 2
    per_line = max(16, int(room / _WORD_WIDTH))
    if indent + len(words) > per_line and indent > per_line // 2:
        return [(code, ""), *(("", line) for line in wrap(words, per_line))]
    lines = wrap(words, per_line, initial_indent=" " * indent) or [""]
    return [(code, lines[0].strip()), *(("", line) for line in lines[1:])]


def _lines(label: list[tuple[str, str]], thread: int, y: int) -> list[str]:
    # Beyond the middle there is more room at the left of the thread.
    x, anchor = (thread + 9, "start") if thread <= _WIDTH // 2 else (thread - 9, "end")
    return [
        f'<text x="{x}" y="{y + row * _LINE}" text-anchor="{anchor}">{text(code)}'
        f"{'&#160;&#160;' if code and words else ''}"
        f'<tspan class="cellcheck-said">{text(words)}</tspan></text>'
        for row, (code, words) in enumerate(label)
    ]


def _slot(index: int, x: int, y: int, shared: int) -> str:
    kind = "cellcheck-shared-slot" if index == shared else "cellcheck-slot"
    return (
        f'<rect class="{kind}" x="{x}" y="{y}" width="{_SLOT[0]}" height="{_SLOT[1]}" rx="3"/>'
        f'<text x="{x + _SLOT[0] // 2}" y="{y + 19}" text-anchor="middle">t = {index}</text>'
    )


def _ellipses(picture: MemoryPicture, shown: range, left: int, top: int) -> list[str]:
    """Dots where the row goes on beyond what is drawn."""
    dots = []
    if shown.start > 0:
        dots.append(f'<text x="{left - 12}" y="{top + 19}">…</text>')
    if shown.stop < picture.slots:
        x = left + len(shown) * _PITCH + 2
        dots.append(f'<text x="{x}" y="{top + 19}">…</text>')
    return dots
