"""Reads the corpus of student code: files of cells, and what is wrong with them."""

import linecache
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent
FOLDERS = ("lstm", "mixed", "hands")


@dataclass(frozen=True, slots=True)
class Cause:
    """A root cause: the function, the code, and the lines that a fair judge accepts."""

    function: str
    code: str
    lines: tuple[int, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One student's file."""

    path: Path
    causes: tuple[Cause, ...] = ()

    @property
    def name(self) -> str:
        return str(self.path.relative_to(CORPUS))

    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


def wrong_items() -> list[Item]:
    items = []
    for folder in FOLDERS:
        manifest = CORPUS / folder / "manifest.toml"
        for entry in tomllib.loads(manifest.read_text(encoding="utf-8")).get("wrong", []):
            causes = tuple(
                Cause(
                    cause["function"],
                    cause["code"],
                    tuple(cause.get("lines", [])) or (cause["line"],),
                    tuple(cause.get("also", [])),
                )
                for cause in entry["causes"]
            )
            items.append(Item(CORPUS / folder / entry["file"], causes))
    return items


def right_items() -> list[Item]:
    return [
        Item(path)
        for folder in FOLDERS
        for path in sorted((CORPUS / folder / "right").glob("*.py"))
    ]


def namespace(text: str, filename: str) -> dict[str, Any]:
    """Runs the file as a notebook runs; a cell that stops does not stop the next."""
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    found: dict[str, Any] = {"__name__": "__main__"}
    for cell in cells(text):
        try:
            exec(compile(cell, filename, "exec"), found)  # noqa: S102  the corpus is ours
        except Exception:  # noqa: BLE001, S112  a trial cell of a wrong notebook may well stop
            continue
    return found


def cells(text: str) -> list[str]:
    """The cells of a file in percent format, each padded so that its lines keep their numbers."""
    made: list[str] = []
    current: list[str] = []
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        if line.startswith("# %%") and current:
            made.append("\n" * start + "".join(current))
            current, start = [], number
        current.append(line)
    made.append("\n" * start + "".join(current))
    return made
