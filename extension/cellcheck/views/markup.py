"""Text into HTML: everything escaped, and backticks the only markup there is."""

import re
from html import escape

from cellcheck.views.clean import clean

_BACKTICKS = re.compile(r"`([^`\n]+)`")


def text(words: str) -> str:
    """The words with every character that HTML knows escaped.

    >>> text("<img onerror=x>")
    '&lt;img onerror=x&gt;'
    """
    return escape(clean(words))


def inline(words: str) -> str:
    """Escaped words in which what stands between backticks is code.

    >>> inline("`a` < `b`")
    '<code>a</code> &lt; <code>b</code>'
    """
    return _BACKTICKS.sub(r"<code>\1</code>", text(words))


def code(source: str) -> str:
    return f"<code>{text(source)}</code>"


def line_number(line: int | None, function: str) -> str:
    """`line 12`, with the place in data attributes for whoever can jump there."""
    if line is None:
        return ""
    return (
        f'<span class="cellcheck-line" data-cellcheck-function="{text(function)}"'
        f' data-cellcheck-line="{line}">line {line}</span>'
    )
