"""How often the diagnosis of wrong code is right, on the corpus in `tests/corpus`.

Prints one table; `--all` adds a line for every item that is not fully right. Run it with
`make bench` or `python benchmarks/diagnosis.py`.
"""

import argparse
import contextlib
import io
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cellcheck.checker import check_exercise
from cellcheck.report import Finding, Report
from cellcheck.trial import Work

from tests.corpus.loading import Cause, Item, namespace, right_items, wrong_items


@dataclass
class Tally:
    """What came of one group of items."""

    items: int = 0
    functions: int = 0
    codes: int = 0
    lines: int = 0
    causes: int = 0
    abstained: int = 0
    seconds: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)


def reports_of(item: Item) -> tuple[dict[str, Report], float]:
    with contextlib.redirect_stdout(io.StringIO()):
        found = namespace(item.text(), f"{item.path.stem}.py")
        work = Work.found_in(found)
        start = time.perf_counter()
        reports = {name: check_exercise(name, found) for name in work.functions}
    return reports, time.perf_counter() - start


def judge(item: Item, tally: Tally) -> None:
    reports, seconds = reports_of(item)
    tally.seconds.append(seconds)
    tally.items += 1
    failing = {name for name, report in reports.items() if report.status not in {"pass", "blocked"}}
    if failing == {cause.function for cause in item.causes}:
        tally.functions += 1
    else:
        tally.misses.append(f"{item.name}: functions {sorted(failing)}")
    for cause in item.causes:
        tally.causes += 1
        findings = reports[cause.function].findings if cause.function in reports else ()
        own = [each for each in item.causes if each.function == cause.function]
        rank = own.index(cause)
        _judge_cause(item, cause, findings, rank if len(own) > 1 else 0, len(own), tally)


def _judge_cause(
    item: Item, cause: Cause, findings: tuple[Finding, ...], rank: int, own: int, tally: Tally
) -> None:
    del rank
    if not findings:
        tally.abstained += 1
        tally.misses.append(f"{item.name}: {cause.code} in {cause.function}: no finding")
        return
    accepted = {cause.code, *cause.also}
    leading = findings[:own]
    right = [each for each in leading if each.code in accepted]
    said = [f"{each.code}@{each.line}" for each in findings]
    wanted = f"{cause.code}@{'/'.join(map(str, cause.lines))}"
    if right:
        tally.codes += 1
    lines = [each.line for each in (right or leading) if each.line is not None]
    if any(abs(line - wanted_line) <= 1 for line in lines for wanted_line in cause.lines):
        tally.lines += 1
        if not right:
            tally.misses.append(f"{item.name}: {cause.function} {wanted}, said {said}")
    else:
        tally.misses.append(f"{item.name}: {cause.function} {wanted}, said {said} (line)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="list what is not right")
    parser.add_argument("--only", default="", help="items whose name holds this text")
    arguments = parser.parse_args()
    wrong = [item for item in wrong_items() if arguments.only in item.name]
    one, two = Tally(), Tally()
    for item in wrong:
        judge(item, one if len(item.causes) == 1 else two)
    accused, seconds = [], []
    for item in right_items():
        if arguments.only not in item.name:
            continue
        reports, took = reports_of(item)
        seconds.append(took)
        bad = {name: report.title for name, report in reports.items() if not report.passed}
        if bad or any(report.findings for report in reports.values()):
            accused.append(f"{item.name}: {bad}")
    print(
        f"{'wrong notebooks':22}{'items':>7}{'function':>10}{'code':>8}{'line':>8}"
        f"{'silent':>8}{'median':>9}{'slowest':>9}"
    )
    for label, tally in (("one cause", one), ("two causes", two)):
        if not tally.items:
            continue
        print(
            f"{label:22}{tally.items:7}{tally.functions / tally.items:10.1%}"
            f"{tally.codes / tally.causes:8.1%}{tally.lines / tally.causes:8.1%}{tally.abstained:8}"
            f"{statistics.median(tally.seconds):7.2f} s{max(tally.seconds):7.2f} s"
        )
    if seconds:
        print(
            f"{'right notebooks':22}{len(seconds):7}   accused: {len(accused)}"
            f"{'':13}{statistics.median(seconds):7.2f} s{max(seconds):7.2f} s"
        )
    if arguments.all:
        for line in [*one.misses, *two.misses, *accused]:
            print(" ", line)


if __name__ == "__main__":
    main()
