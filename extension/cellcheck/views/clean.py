"""Text that a student's code or an exception has written, made harmless to print and to show.

Escape sequences can move a terminal's cursor and write over a verdict; direction overrides can
make a line read backwards. Both go. Escaping for HTML is `markup.py`'s matter.
"""

import re
from collections.abc import Mapping
from typing import Any

_ESCAPE_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c\x9d]*(?:\x07|\x1b\\|\x9c)"  # window titles and links
    r"|\x1b[ -/]*[0-~]"
)
_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_DIRECTION = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_SURROGATE = "\ud800-\udfff"
_UNPRINTABLE = re.compile(f"[{_CONTROL}{_DIRECTION}{_SURROGATE}\ufeff\ufff9-\ufffb]")

LONGEST = 2000
"""Characters of one text that are shown; an exception can carry a whole array."""


def clean(text: str, longest: int = LONGEST) -> str:
    r"""The text without escape sequences, control characters and direction overrides.

    >>> clean("\x1b[31mright\x1b[0m\x07")
    'right'
    >>> clean("abcdef", longest=4)
    'abcd… (2 characters more)'
    """
    # A text of many megabytes is cut before the patterns run over it, and once more after.
    kept = _UNPRINTABLE.sub("", _ESCAPE_SEQUENCE.sub("", text[: 4 * longest])).expandtabs(4)
    if len(text) <= longest or len(kept) <= longest < len(text) <= 4 * longest:
        return kept
    shown = kept[:longest]
    return f"{shown}… ({len(text) - len(shown):,} characters more)"


def clean_data(data: Any) -> Any:  # JSON is what it is
    r"""JSON data with every text in it cleaned; a lone surrogate cannot even be sent.

    >>> clean_data({"message": ["\ud800wrong", 1]})
    {'message': ['wrong', 1]}
    """
    if isinstance(data, str):
        return clean(data)
    if isinstance(data, Mapping):
        return {key: clean_data(item) for key, item in data.items()}
    if isinstance(data, list):
        return [clean_data(item) for item in data]
    return data
