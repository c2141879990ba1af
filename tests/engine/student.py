"""Makes student namespaces: the right solution's text, with parts of it replaced."""

import linecache
from pathlib import Path
from typing import Any

SOLUTIONS = Path(__file__).parent / "solutions"


def text(solution: str, *changes: tuple[str, str]) -> str:
    """The text of a solution with `(old, new)` changes, each of which must apply."""
    source = (SOLUTIONS / f"{solution}.py").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in source, f"{solution}.py does not hold {old!r}"
        source = source.replace(old, new)
    return source


def namespace(source: str, filename: str = "student.py") -> dict[str, Any]:
    """Runs the text as a notebook cell runs: names in one namespace, source lines known."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    found: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, filename, "exec"), found)  # noqa: S102  it is the tests' own text
    return found


def solution(name: str, *changes: tuple[str, str]) -> dict[str, Any]:
    return namespace(text(name, *changes), f"{name}.py")


def line_of(solution_text: str, line: str) -> int:
    """The number of the only line that reads `line`."""
    numbers = [
        number
        for number, candidate in enumerate(solution_text.splitlines(), start=1)
        if candidate.strip() == line
    ]
    assert len(numbers) == 1, f"{line!r} stands on lines {numbers}"
    return numbers[0]
