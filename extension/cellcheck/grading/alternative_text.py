"""What stands for a picture where it cannot be seen: words of students, cleaned and bounded."""

from collections.abc import Mapping
from typing import Any

from cellcheck.views.clean import clean

LONGEST = 1000
"""Characters; a screen reader takes a minute for them."""

DESCRIBED = ("image/png", "image/jpeg")
"""Types of pictures to which nbconvert's templates give the text."""


def alternative_text(words: str) -> str:
    r"""The words as one line of plain text.

    >>> alternative_text("loss\n \x1b[31mover training")
    'loss over training'
    """
    return " ".join(clean(words, LONGEST).split())


def alternative_texts(data: Mapping[str, Any], metadata: Any) -> dict[str, dict[str, str]]:
    """Of an output's metadata the words for its pictures, and nothing else.

    >>> alternative_texts({"image/png": "…"}, {"image/png": {"alt": "a curve", "width": 9**9}})
    {'image/png': {'alt': 'a curve'}}
    """
    kept = {}
    for kind in DESCRIBED:
        about = metadata.get(kind) if isinstance(metadata, dict) else None
        words = about.get("alt") if isinstance(about, dict) else None
        text = alternative_text(words) if isinstance(words, str) else ""
        if kind in data and text:
            kept[kind] = {"alt": text}
    return kept
