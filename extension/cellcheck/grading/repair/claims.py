"""Which cell of a submission is which of the assignment's, where its metadata may say anything."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat.notebooknode import NotebookNode

from cellcheck.grading.repair.imports import defined_by
from cellcheck.grading.repair.source import Source, SourceCell


@dataclass(slots=True)
class Claims:
    """Who is who in one submission."""

    cells: Sequence[NotebookNode]
    source: Source
    found: dict[str, NotebookNode] = field(default_factory=dict)
    """The cells of the assignment that are there."""
    recognised: set[str] = field(default_factory=set)
    """Those whose name had been changed or removed."""
    copies: dict[str, list[NotebookNode]] = field(default_factory=dict)
    """Further cells under the same name."""

    def owns(self, cell: NotebookNode) -> bool:
        return any(cell is owned for owned in self.found.values())

    def unclaimed(self, kind: str | None = None) -> list[NotebookNode]:
        owned = {id(cell) for cell in self.found.values()}
        return [
            cell for cell in self.cells if id(cell) not in owned and kind in (None, cell.cell_type)
        ]


def claims_of(cells: Sequence[NotebookNode], source: Source) -> Claims:
    """Finds the cells of the assignment: by name, else by id, text, definitions, place."""
    claims = Claims(cells, source)
    claimants: dict[str, list[NotebookNode]] = defaultdict(list)
    for cell in cells:
        if (name := claimed_name(cell)) in source.names:
            claimants[name].append(cell)
    for name, candidates in claimants.items():
        chosen = _best(source[name], candidates, claimants, source)
        if chosen is not None:
            claims.found[name] = chosen
        claims.copies[name] = [cell for cell in candidates if cell is not chosen]
    for wanted in source.cells:
        if wanted.name not in claims.found:
            _recognise(wanted, claims)
    for wanted in source.cells:
        if wanted.is_answer and wanted.name in claims.found:
            _prefer_written(wanted, claims)
    return claims


def claimed_name(cell: NotebookNode) -> str:
    """The name in nbgrader's metadata; empty if there is none, or no text."""
    metadata: Any = cell.metadata.get("nbgrader")
    name = metadata.get("grade_id") if isinstance(metadata, dict) else None
    return name if isinstance(name, str) else ""


def is_written(cell: NotebookNode, wanted: SourceCell) -> bool:
    """Whether a student wrote something here, in place of what was released."""
    return cell.source.strip() not in {"", wanted.released.strip(), wanted.source.strip()}


def _best(
    wanted: SourceCell,
    candidates: Sequence[NotebookNode],
    claimants: dict[str, list[NotebookNode]],
    source: Source,
) -> NotebookNode | None:
    """Of the cells under one name the right one: a test as released, an answer that is written."""
    places = range(len(candidates))
    if not wanted.locked:
        last = max(places, key=lambda place: (is_written(candidates[place], wanted), place))
        return candidates[last]
    first = max(
        places,
        key=lambda place: (
            not is_written(candidates[place], wanted),
            candidates[place].get("id") == wanted.cell_id,
            -place,
        ),
    )
    chosen = candidates[first]
    others = (cell for cell in source.cells if not cell.locked and cell.name not in claimants)
    stolen = any(cell.cell_id is not None and cell.cell_id == chosen.get("id") for cell in others)
    # A student's cell under the name of a test would be overwritten by it.
    return None if stolen and is_written(chosen, wanted) else chosen


def _recognise(wanted: SourceCell, claims: Claims) -> None:
    """Finds a cell whose name is gone; of several, none, unless it does not matter which."""
    candidates = claims.unclaimed()
    by_id = [c for c in candidates if wanted.cell_id and c.get("id") == wanted.cell_id]
    if not by_id and wanted.locked:
        by_id = [c for c in candidates if c.source.strip() and not is_written(c, wanted)][:1]
    same_type = [c for c in candidates if c.cell_type == wanted.cell_type]
    if not by_id and not wanted.locked and wanted.cell_type == "code":
        names = defined_by(wanted.released)
        matching = [c for c in same_type if names and names <= defined_by(c.source)]
        by_id = matching[-1:] if not wanted.is_answer or len(matching) == 1 else []
    if not by_id and wanted.is_answer:
        by_id = _only_one(wanted, claims)
    if len(by_id) == 1:
        claims.found[wanted.name] = by_id[0]
        claims.recognised.add(wanted.name)


def _only_one(wanted: SourceCell, claims: Claims) -> list[NotebookNode]:
    """The one cell that can be the answer: between its neighbours, and nothing else's."""
    between = _between(wanted, claims)
    damaged = [cell for cell in between if "nbgrader" in cell.metadata]
    return damaged if len(damaged) == 1 else between if len(between) == 1 else []


def _prefer_written(wanted: SourceCell, claims: Claims) -> None:
    """Exchanges an untouched answer for the written copy beside it that lost its name."""
    if is_written(claims.found[wanted.name], wanted):
        return
    copies = [cell for cell in _between(wanted, claims) if "nbgrader" in cell.metadata]
    if len(copies) == 1:
        claims.copies.setdefault(wanted.name, []).append(claims.found[wanted.name])
        claims.found[wanted.name] = copies[0]
        claims.recognised.add(wanted.name)


def _between(wanted: SourceCell, claims: Claims) -> list[NotebookNode]:
    """Written cells of the same type, not of the source, between the neighbours of a cell."""
    rank = claims.source.names.index(wanted.name)
    owned = {id(cell): name for name, cell in claims.found.items()}
    above, below = set(claims.source.names[:rank]), set(claims.source.names[rank + 1 :])
    names = [owned.get(id(cell)) for cell in claims.cells]
    start = max((place for place, name in enumerate(names) if name in above), default=-1) + 1
    end = next((p for p, name in enumerate(names) if p >= start and name in below), len(names))
    ids = {cell_id for cell_id, _, _ in claims.source.plain} - {None}
    texts = {text for _, text, _ in claims.source.plain}
    return [
        cell
        for cell in claims.cells[start:end]
        if id(cell) not in owned
        and cell.cell_type == wanted.cell_type
        and is_written(cell, wanted)
        and claimed_name(cell) not in claims.source.names
        and cell.get("id") not in ids
        and cell.source.strip() not in texts
    ]
