"""From the edits that mend the values to findings."""

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.search import Mended, search
from cellcheck.diagnosis.repair.source_unit import source_unit
from cellcheck.diagnosis.saying import finding
from cellcheck.report import Finding
from cellcheck.runner import source_line

SECONDS = 1.2
"""Time for the search: a student waits for it."""


def mended(failure: Failure) -> tuple[Found, ...]:
    """One finding for each edit that the search needed to make values right."""
    unit = source_unit(failure.work, failure.exercise.name)
    if unit is None:
        return ()
    bench = Bench(failure, unit, SECONDS)
    found = search(bench, failure.open)
    return tuple(Found(_finding(failure, bench, each), each.values) for each in found)


def _finding(failure: Failure, bench: Bench, each: Mended) -> Finding:
    edit = each.edit
    filename = bench.unit.parts[each.part].filename
    brings = f": `{edit.quantity}` is missing" if edit.quantity else ""
    if edit.detail.get("kind") in {"divisor", "extra"}:
        brings = f": `{edit.quantity}` is one too many"
    return finding(
        failure.exercise.name,
        edit.code,
        edit.line,
        source=source_line(filename, edit.line),
        old=edit.old,
        new=edit.new,
        brings=brings,
        seen=f"With one change on line {edit.line}, the values come right.",
    )
