"""HTML and Markdown of students, without anything that acts: for feedback pages and the formgrader.

`nh3` (the Rust library ammonia) keeps what is on its list and drops everything else: scripts,
handlers, frames, forms, style sheets, addresses other than web and mail.
"""

import base64
import binascii
import html
import re
from typing import Any

import nh3
from jinja2 import pass_context
from nbconvert.filters import clean_html as nbconvert_clean_html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from cellcheck.grading.alternative_text import alternative_text

LONGEST_HTML = 400_000
LONGEST_MARKDOWN = 100_000
"""Characters; longer texts are shown as they are written, cut."""
LONGEST_PICTURE = 4_000_000
"""Characters in base64."""

PICTURES = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}
"""Types of pictures, and how their files begin."""
SVG = "image/svg+xml"
"""In an `<img>` it neither runs scripts nor loads anything."""

_TAGS = nh3.ALLOWED_TAGS - {"area", "map"}
_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "details": {"open"},
    "*": {"class", "style", "title", "lang"},
}
# Nothing that lies over the page, moves on it, or loads a file.
_STYLES = {"background-color", "color", "font-style", "font-weight", "text-align"}
# The page has classes that would cover it; those of highlighted code and of tables are short.
_CLASSES = re.compile(r"[a-z][a-z0-9]{0,2}|highlight|dataframe|language-\w+|tex2jax_ignore")
_DATA = re.compile(r"data:(image/[a-z+]+);base64,([A-Za-z0-9+/=\s]*)")
_SCHEMES = {"http", "https", "mailto", "data"}


def clean_html(fragment: str) -> str:
    """The fragment without what acts, covers the page or loads something from elsewhere.

    >>> clean_html('<b onclick="steal()">bold</b><script>steal()</script>')
    '<b>bold</b>'
    >>> clean_html('<a href="javascript:steal()">here</a><img src="https://tracker.example/1.png">')
    '<a rel="noopener noreferrer">here</a><img>'
    """
    if len(fragment) > LONGEST_HTML:
        return as_text(fragment)
    return nh3.clean(
        fragment,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        filter_style_properties=_STYLES,
        url_schemes=_SCHEMES,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(filter(_CLASSES.fullmatch, value.split())) or None
    if tag == "img" and name == "src":
        return value if is_embedded_picture(value) else None
    if tag == "img" and name == "alt":
        return alternative_text(value)
    if value.strip().lower().startswith("data:"):
        return None
    return value


def is_embedded_picture(address: str) -> bool:
    """Whether an address holds a picture itself."""
    found = _DATA.fullmatch(address)
    return found is not None and is_picture(found[1], found[2])


def is_picture(mime_type: str, data: str) -> bool:
    """Whether data in base64 are a picture of the type that they claim to be."""
    if len(data) > LONGEST_PICTURE:
        return False
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return is_picture_file(mime_type, content)


def is_picture_file(mime_type: str, content: bytes) -> bool:
    """Whether the content of a file is a picture of this type, and not a file so named.

    >>> is_picture_file("image/png", b'{"cells": []}')
    False
    """
    if mime_type == SVG:
        start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
        return (
            start.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in content
        )
    return mime_type in PICTURES and content.startswith(PICTURES[mime_type])


def as_text(source: str, longest: int = LONGEST_MARKDOWN) -> str:
    """A text shown as it is written, cut where it is too long for a page."""
    rest = len(source) - longest
    shown = html.escape(source[:longest])
    return f"<pre>{shown}{f' … ({rest:,} characters more)' if rest > 0 else ''}</pre>"


@pass_context
def markdown_to_html(context: Any, source: str) -> str:
    """The filter `markdown2html` of nbconvert's templates, with clean HTML and without failures.

    nbconvert's own stops the whole page at an attachment that is not there.
    """
    if len(source) > LONGEST_MARKDOWN:
        return as_text(source)
    attachments = context.get("cell", {}).get("attachments", {})
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    try:
        rendered = MarkdownWithMath(renderer=renderer).render(source)
    except Exception:  # noqa: BLE001  whatever a text does to the parser, the page shows the rest
        return as_text(source)
    return clean_html(rendered)


@pass_context
def clean_cell(context: Any, source: str) -> str:
    """The filter `clean_html`: a raw cell is shown as it is written, not as HTML of the page."""
    if context.get("cell", {}).get("cell_type") == "raw":
        return as_text(source)
    return str(nbconvert_clean_html(source))  # type: ignore[no-untyped-call]
