"""The sample submission with the view mistake, as a student has it open."""

import json
import shutil
from pathlib import Path
from typing import Final

from .server import Server

ROOT: Final = Path(__file__).parents[2]
VIEW: Final = "c_next = c[:, :, 0]"
"""The line that makes a view."""
WRITE: Final = "c[:, :, t] = c_next"
"""The line that writes through it."""


def put_sample(server: Server, folder: str, assignment: str) -> str:
    """Copy the notebook and its figures to where the server finds them; gives the path there."""
    target = server.root / folder / assignment
    shutil.copytree(ROOT / "examples" / "submitted" / "view-mistake" / assignment, target)
    shutil.copytree(ROOT / "release" / assignment / "figures", target / "figures")
    return f"{folder}/{assignment}/{assignment}.ipynb"


def line_of(server: Server, path: str, source: str) -> int:
    """The number of the line that is `source`, counted from 1 in the one cell that has it."""
    notebook = json.loads((server.root / path).read_text(encoding="utf-8"))
    cells = (
        [line.strip() for line in "".join(cell["source"]).splitlines()]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    )
    (lines,) = (lines for lines in cells if source in lines)
    return lines.index(source) + 1
