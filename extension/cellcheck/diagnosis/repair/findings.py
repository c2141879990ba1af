"""From the edits that mend the values to findings."""

from dataclasses import dataclass

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.observation import observation
from cellcheck.diagnosis.repair.search import Mended, search
from cellcheck.diagnosis.saying import finding
from cellcheck.report import Finding
from cellcheck.runner import source_line

SECONDS = 0.9
"""Time for the search: a student waits for it."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A change to the code that makes values right: its cause, its place, and the finding."""

    code: str
    line: int
    source: str
    values: frozenset[str]
    finding: Finding

    def as_found(self) -> Found:
        return Found(self.finding, self.values)


def repair(failure: Failure) -> tuple[Repair, ...]:
    """The changes that the search needed, in the order in which it made them."""
    seen = observation(failure)
    if seen is None:
        return ()
    mended = search(seen, failure.open, SECONDS)
    return tuple(_repair(failure, seen.bench, each) for each in mended)


def _repair(failure: Failure, bench: Bench, each: Mended) -> Repair:
    edit = each.edit
    source = source_line(bench.unit.parts[each.part].filename, edit.line)
    brings = f": `{edit.quantity}` is missing" if edit.quantity else ""
    if edit.detail.get("kind") in {"divisor", "extra"}:
        brings = f": `{edit.quantity}` is one too many"
    said = finding(
        failure.exercise,
        edit.code,
        edit.line,
        source=source,
        old=edit.old,
        new=edit.new,
        brings=brings,
        seen=f"With one change on line {edit.line}, the values come right.",
    )
    return Repair(edit.code, edit.line, source, each.values, said)
