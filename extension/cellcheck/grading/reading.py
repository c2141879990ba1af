"""A submitted file, whatever it holds: a well-formed notebook, or the reason why there is none.

Nothing here raises because of what a student handed in, follows a link out of the submission, or
waits for a pipe.
"""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from cellcheck.grading.well_formed import Limits, Remark, Remarks, well_formed

MEGABYTE = 1_000_000
LONGEST_NUMBER = 300
"""Digits of a number; Python refuses to read integers of some thousands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A notebook of nbformat 4.5, or None, and what there is to say about the file."""

    notebook: NotebookNode | None
    remarks: tuple[Remark, ...] = ()


class _Unreadable(Exception):  # noqa: N818  never leaves this module
    """Says why, as the end of the sentence "The notebook …"."""


def read_submission(path: Path, root: Path, limits: Limits) -> Reading:
    """Reads a notebook that a student handed in.

    Args:
        path: the file.
        root: the folder of the submission; a link that leads out of it is not followed.
        limits: sizes above which parts are left out.

    Returns:
        The notebook, valid against nbformat 4.5, without what the grader itself writes into
        metadata; or no notebook, with a remark of the kind `unreadable`.

    """
    remarks = Remarks()
    try:
        text = _decoded(_bytes_of(path, root, limits), remarks)
        document = _parsed(text, remarks)
        notebook = well_formed(_of_version_4(document, remarks), limits, remarks)
    except _Unreadable as reason:
        return Reading(None, (("unreadable", f"The notebook {reason}"),))
    return Reading(notebook, tuple(remarks))


def stays_inside(path: Path, root: Path) -> bool:
    """Whether no link on the way leads out of the folder."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # a loop of links
        return False


def _bytes_of(path: Path, root: Path, limits: Limits) -> bytes:
    if not os.path.lexists(path):
        raise _Unreadable("is missing.")
    if not stays_inside(path, root):
        raise _Unreadable("is a link to a place outside the submission, which is not followed.")
    try:
        # Opening a pipe would wait for somebody to write into it.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _Unreadable(f"cannot be opened ({error.strerror}).") from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
            raise _Unreadable(f"is {kind}.")
        if status.st_size > limits.file_megabytes * MEGABYTE:
            raise _Unreadable(
                f"has {status.st_size / MEGABYTE:,.0f} MB; at most {limits.file_megabytes:g} MB are"
                " read."
            )
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read()
    finally:
        os.close(descriptor)
    if not content.strip(b" \t\r\n\0"):
        raise _Unreadable("is empty.")
    return content


def _decoded(content: bytes, remarks: Remarks) -> str:
    """The text of JSON in UTF-8, UTF-16 or UTF-32, with a byte order mark or without one."""
    encoding = json.detect_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode(encoding, errors="replace")
        remarks.repaired(
            f"Bytes that are not {encoding.upper()} were read as \N{REPLACEMENT CHARACTER}."
        )
    if "\0" in text:
        remarks.repaired("NUL characters were left out.")
        text = text.replace("\0", "")
    return text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")


def _parsed(text: str, remarks: Remarks) -> dict[str, Any]:
    # Jupyter writes none of them, yet each is met in the wild: control characters inside texts,
    # NaN, numbers without end. Of keys that stand twice the last counts, as in a browser.
    decoder = json.JSONDecoder(strict=False, parse_constant=lambda _: None, parse_int=_integer)
    try:
        document = decoder.decode(text)
    except RecursionError:
        raise _Unreadable("is nested too deeply.") from None
    except ValueError as error:
        document = _rescued(text, decoder)
        if document is None:
            raise _Unreadable(f"is not JSON ({_in_words(error)}).") from None
        count = len(document["cells"])
        remarks.repaired(
            f"The file is damaged or cut off ({_in_words(error)}); its first {count} cells"
            " could be read."
        )
    if not isinstance(document, dict):
        raise _Unreadable(f"is JSON, but no notebook (a {type(document).__name__}).")
    return document


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_NUMBER else None


def _in_words(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} in line {error.lineno}"
    return type(error).__name__


def _rescued(text: str, decoder: json.JSONDecoder) -> dict[str, Any] | None:
    """The whole cells at the beginning of a file that breaks off."""
    key = text.find('"cells"')
    start = text.find("[", key)
    if key < 0 or text[key + len('"cells"') : start].strip() != ":":
        return None
    cells = list(_items(text, start + 1, decoder))
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} if cells else None


def _items(text: str, at: int, decoder: json.JSONDecoder) -> Iterator[Any]:
    while True:
        while text[at : at + 1] in {" ", "\t", "\r", "\n", ","} and at < len(text):
            at += 1
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield item


def _of_version_4(document: dict[str, Any], remarks: Remarks) -> dict[str, Any]:
    """The document, upgraded where it has the form of nbformat 1, 2 or 3."""
    if "cells" in document:
        return document
    major = document.get("nbformat", 1)
    if "worksheets" not in document and major != 1:
        raise _Unreadable("holds no cells.")
    if major not in (1, 2, 3):
        raise _Unreadable(f"has the unknown format {str(major)[:20]!r}.")
    try:
        old = nbformat.versions[major].to_notebook_json(document, minor=0)
        new: dict[str, Any] = nbformat.convert(old, 4)  # type: ignore[no-untyped-call]
    except Exception as error:  # noqa: BLE001  nbformat trusts the files that it converts
        raise _Unreadable(
            f"has the old format {major} and is damaged ({type(error).__name__})."
        ) from None
    # The conversion names cells at random; grading twice should give the same file.
    for cell in new["cells"]:
        cell.pop("id", None)
    remarks.repaired(f"The notebook has the old format {major}; it was converted.")
    return new
