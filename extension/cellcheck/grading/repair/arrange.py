"""Where cells go that are missing or have been moved."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from nbformat.notebooknode import NotebookNode

from cellcheck.grading.repair.imports import imported_by
from cellcheck.grading.repair.source import ImportCell, Source

Names = Mapping[int, str]
"""Which cell (`id` of the object) of a notebook is which of the gradebook's."""


def out_of_order(order: Sequence[str], source: Source) -> set[str]:
    """The locked cells that stand where they do not belong; those of students never do.

    A locked cell belongs behind the last of the students' cells that is above it in the source, and
    before the next of them. As few as possible move.

    Args:
        order: names of the cells as they stand in the submission.
        source: the cells in their order.

    """
    at = {name: place for place, name in enumerate(order)}
    theirs = [cell.name for cell in source.cells if not cell.locked and cell.name in at]
    rank = {name: number for number, name in enumerate(source.names)}
    moved: set[str] = set()
    gaps: dict[str, list[str]] = {}
    for name in order:
        if not source[name].locked:
            continue
        above = [other for other in theirs if rank[other] < rank[name]]
        floor = at[above[-1]] if above else -1
        below = [at[other] for other in theirs if rank[other] > rank[name] and at[other] > floor]
        if floor < at[name] < min(below, default=len(order)):
            gaps.setdefault(above[-1] if above else "", []).append(name)
        else:
            moved.add(name)
    for names in gaps.values():
        moved.update(set(names) - set(_longest_rising(names, rank)))
    return moved


def _longest_rising(names: Sequence[str], rank: Mapping[str, int]) -> list[str]:
    """The longest part of a sequence that is in order."""
    tails: list[int] = []
    chains: list[list[str]] = []
    for name in names:
        place = bisect_left(tails, rank[name])
        chain = [*(chains[place - 1] if place else []), name]
        tails[place : place + 1] = [rank[name]]
        chains[place : place + 1] = [chain]
    return chains[-1] if chains else []


def insert_all(
    cells: list[NotebookNode],
    new: Mapping[str, NotebookNode],
    names: dict[int, str],
    source: Source,
) -> None:
    """Puts cells back at their places, each behind the one above it in the source.

    Between two known cells there may be cells of the student's. A test may need what they define:
    it goes behind them, but before what follows it in the source. They may need what any other cell
    defines.
    """
    previous = None
    for name in source.names:
        if name in new:
            cells.insert(_place(cells, previous, name, names, source), new[name])
            names[id(new[name])] = name
        if name in names.values():
            previous = name


def _place(
    cells: list[NotebookNode], previous: str | None, name: str, names: Names, source: Source
) -> int:
    known = (place for place, cell in enumerate(cells) if names.get(id(cell)) == previous)
    start = 0 if previous is None else next(known) + 1
    end = next((p for p in range(start, len(cells)) if id(cells[p]) in names), len(cells))
    rank = source.names.index(name)
    if source[name].grade:
        below = _ordinary(cells, name, source)
        return min((place for place in below if start <= place < end), default=end)
    above = _ordinary(cells, source.names[rank - 1] if rank else "", source)
    return max((place + 1 for place in above if start <= place < end), default=start)


def _ordinary(cells: list[NotebookNode], above: str, source: Source) -> list[int]:
    """Where the ordinary cells are that follow a known one in the source ("" for its top)."""
    plain = [(cell_id, text) for cell_id, text, known in source.plain if known == above]
    ids, texts = {cell_id for cell_id, _ in plain} - {None}, {text for _, text in plain} - {""}
    return [
        place
        for place, cell in enumerate(cells)
        if cell.get("id") in ids or cell.source.strip() in texts
    ]


def missing_imports(
    cells: Sequence[NotebookNode], imports: Iterable[ImportCell], names: Names, source: Source
) -> list[tuple[int, ImportCell]]:
    """The cells with imports that are not made in time, and where to put them.

    In time is before the first known cell that comes later in the source.
    """
    missing = []
    for cell in imports:
        rank = source.names.index(cell.follows) if cell.follows else -1
        later = set(source.names[rank + 1 :])
        deadline = next(
            (place for place, found in enumerate(cells) if names.get(id(found)) in later),
            len(cells),
        )
        made: set[tuple[str, ...]] = set()
        for found in cells[:deadline]:
            if found.cell_type == "code":
                made |= imported_by(found.source)
        if not cell.atoms <= made:
            above = [p for p, found in enumerate(cells) if names.get(id(found)) == cell.follows]
            missing.append((min(above[0] + 1 if above else 0, deadline), cell))
    return missing
