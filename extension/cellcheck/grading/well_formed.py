"""JSON of any shape into a notebook that is valid against nbformat 4.5.

Rebuilt piece by piece: what is copied is what has the right type, so that no later step meets
anything else.
"""

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode, from_dict

from cellcheck.grading.notes import KEY, Kind

DEEPEST = 24
"""Levels of metadata; real ones have four or five."""
CELL_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}", re.ASCII)
SURROGATE = re.compile("[\ud800-\udfff]")
NOT_KEPT = (KEY, "widgets", "signature", "language_info", "kernelspec")
"""Metadata of the notebook that others write: the grader, Jupyter, nbgrader."""
HIDING = ("transient", "jupyter", "collapsed", "hide_input")
"""Metadata of a cell that can hide it from whoever reads the notebook."""
LANGUAGE = "python"

Remark = tuple[Kind, str]


class Remarks(list[Remark]):
    """What there is to say about a file: the kind of each remark, and a sentence or two."""

    def repaired(self, text: str) -> None:
        self.append(("repaired", text))


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes of a submission above which parts of it are left out."""

    file_megabytes: float = 100.0
    """A larger file is not read at all."""
    source_megabytes: float = 5.0
    """What stands in cells, without outputs and attachments."""
    output_megabytes: float = 10.0
    cells: int = 2000


def well_formed(document: dict[str, Any], limits: Limits, remarks: Remarks) -> NotebookNode:
    """A notebook of what is usable in the document; remarks say what is not.

    >>> remarks = Remarks()
    >>> notebook = well_formed({"cells": [{"cell_type": "code", "source": ["a = ", "1"]}, 7]},
    ...                        Limits(), remarks)
    >>> notebook.cells[0].source, notebook.nbformat_minor
    ('a = 1', 5)
    >>> remarks
    [('repaired', '1 of 2 cells is no cell and was left out.')]
    """
    found = document.get("cells")
    candidates = found if isinstance(found, list) else []
    read = [_cell(entry) for entry in candidates[: limits.cells]]
    cells = [cell for cell in read if cell is not None]
    if lost := len(read) - len(cells):
        verb = "is no cell and was" if lost == 1 else "are no cells and were"
        remarks.repaired(f"{lost:,} of {len(read):,} cells {verb} left out.")
    if len(candidates) > limits.cells:
        remarks.repaired(
            f"The notebook has {len(candidates):,} cells; the first {limits.cells:,} were read."
        )
    _say_language(document.get("metadata"), remarks)
    _shorten_sources(cells, limits, remarks)
    _drop_large_outputs(cells, limits)
    name_cells(cells)
    metadata = _plain(document.get("metadata"))
    kept = {key: item for key, item in metadata.items() if key not in NOT_KEPT}
    kept["language_info"] = {"name": LANGUAGE}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": kept, "cells": cells}
    return from_dict(notebook)  # type: ignore[no-any-return, no-untyped-call]


def _cell(entry: Any) -> NotebookNode | None:
    if not isinstance(entry, dict) or not isinstance(entry.get("cell_type"), str):
        return None
    metadata = _plain(entry.get("metadata"))
    metadata = {key: item for key, item in metadata.items() if key not in HIDING}
    kind = entry["cell_type"] if entry["cell_type"] in {"code", "markdown"} else "raw"
    cell: dict[str, Any] = {
        "id": entry.get("id"),
        "cell_type": kind,
        "metadata": metadata,
        "source": text_of(entry.get("source")),
    }
    if kind == "code":
        cell["execution_count"] = None
        cell["outputs"] = list(_outputs(entry.get("outputs")))
    elif attachments := _attachments(entry.get("attachments")):
        cell["attachments"] = attachments
    return from_dict(cell)  # type: ignore[no-any-return, no-untyped-call]


def text_of(value: Any) -> str:
    """A text, or a list of its lines, without what cannot be written to a file."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str):
        return ""
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value).replace("\0", "")


def _plain(value: Any) -> dict[str, Any]:
    """A dictionary of JSON values that can be copied, compared and written."""
    copied = _copied(value, DEEPEST)
    return copied if isinstance(copied, dict) else {}


def _copied(value: Any, levels: int) -> Any:
    match value:
        case bool() | int() | None:
            return value
        case float():
            return value if math.isfinite(value) else None
        case str():
            return text_of(value)
        case list() if levels:
            return [_copied(item, levels - 1) for item in value]
        case dict() if levels:
            return {text_of(key): _copied(item, levels - 1) for key, item in value.items()}
    return None


def _attachments(value: Any) -> dict[str, dict[str, str]]:
    entries = value.items() if isinstance(value, dict) else ()
    return {
        text_of(name): {text_of(kind): text_of(data) for kind, data in bundle.items()}
        for name, bundle in entries
        if isinstance(bundle, dict)
    }


def _outputs(value: Any) -> Iterator[dict[str, Any]]:
    """They count in one case alone: when somebody grades without running the cells."""
    for output in value if isinstance(value, list) else ():
        if not isinstance(output, dict):
            continue
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            yield {"output_type": kind, "name": name, "text": text_of(output.get("text"))}
        elif kind == "error":
            lines = output.get("traceback")
            yield {
                "output_type": kind,
                "ename": text_of(output.get("ename")),
                "evalue": text_of(output.get("evalue")),
                "traceback": [text_of(line) for line in lines] if isinstance(lines, list) else [],
            }
        elif kind in {"display_data", "execute_result"}:
            data = _plain(output.get("data"))
            shown = {
                name: item if name.endswith("json") else text_of(item)
                for name, item in data.items()
            }
            count = {"execution_count": None} if kind == "execute_result" else {}
            yield {"output_type": kind, "data": shown, "metadata": {}, **count}


def _say_language(metadata: Any, remarks: Remarks) -> None:
    if not isinstance(metadata, dict):
        return
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        entry = metadata.get(key)
        language = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(language, str) and language.lower() not in {LANGUAGE, "ipython", ""}:
            remarks.repaired(f"The notebook is marked as {language[:40]!r}; it is run as Python.")
            return


def _shorten_sources(cells: list[NotebookNode], limits: Limits, remarks: Remarks) -> None:
    """Empties the cells from the longest on, until the rest is within the limit."""
    size = sum(len(cell.source) for cell in cells)
    emptied = 0
    for cell in sorted(cells, key=lambda cell: -len(cell.source)):
        if size <= limits.source_megabytes * 1e6:
            break
        size -= len(cell.source)
        cell.source = ""
        emptied += 1
    if emptied:
        remarks.repaired(
            f"The cells hold more than {limits.source_megabytes:g} MB of text; the longest,"
            f" {emptied:,}, were emptied."
        )


def _drop_large_outputs(cells: list[NotebookNode], limits: Limits) -> None:
    """Grading makes them anew; a remark about what nobody will miss is none."""
    size = sum(len(str(cell.get("outputs", ""))) for cell in cells)
    if size > limits.output_megabytes * 1e6:
        for cell in cells:
            if "outputs" in cell:
                cell.outputs = []


def name_cells(cells: list[NotebookNode]) -> None:
    """Gives every cell an id of its own, the same one whenever the file is read."""
    taken: set[str] = set()
    for number, cell in enumerate(cells):
        given = cell.get("id")
        if not isinstance(given, str) or not CELL_ID.fullmatch(given) or given in taken:
            digest = hashlib.sha256(f"{number}\n{cell.cell_type}\n{cell.source}".encode())
            cell.id = f"cell-{number}-{digest.hexdigest()[:8]}"
        taken.add(cell.id)
