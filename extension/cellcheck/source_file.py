"""Reads the code of a notebook or Python file, and says clearly why it cannot."""

import json
from pathlib import Path

from cellcheck.code_cell import CodeCell


class SourceFileError(Exception):
    """A file cannot be used; the message says what was expected and what came."""


def read_cells(path: Path) -> tuple[CodeCell, ...]:
    """The code cells of a notebook, or a Python file as one cell.

    Raises:
        SourceFileError: missing, unreadable, of another kind, or without code.

    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceFileError(
            f"{path}: byte {error.start} is not UTF-8 text; save the file again as UTF-8"
        ) from None
    except OSError as error:
        raise SourceFileError(f"{path}: {error.strerror or error}") from None
    if path.suffix == ".py":
        return (CodeCell(1, "", text),)
    if path.suffix != ".ipynb":
        raise SourceFileError(f"{path}: expected a notebook (.ipynb) or a Python file (.py)")
    return _notebook_cells(path, text)


def _notebook_cells(path: Path, text: str) -> tuple[CodeCell, ...]:
    import nbformat  # a second, most of it for a grammar of URLs: a Python file need not wait

    try:
        raw = json.loads(text)
    except ValueError as error:
        raise SourceFileError(
            f"{path}: is not a notebook: expected JSON, but {error}. "
            "If the file is cut off, take the copy in .ipynb_checkpoints"
        ) from None
    if not isinstance(raw, dict) or "nbformat" not in raw:
        raise SourceFileError(f"{path}: is JSON, but not a notebook: it has no 'nbformat'")
    try:
        notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:  # noqa: BLE001  nbformat raises many kinds
        raise SourceFileError(
            f"{path}: is not a notebook that can be read: {str(error).splitlines()[0]}"
        ) from None
    cells = tuple(
        CodeCell(number, cell.get("id", ""), cell.source)
        for number, cell in enumerate(notebook.cells, start=1)
        if cell.cell_type == "code" and cell.source.strip()
    )
    if not cells:
        raise SourceFileError(f"{path}: has no code cells")
    return cells
