"""How often the diagnosis of wrong code is right, on the corpus in `tests/corpus`.

Prints one table: once for the corpus as it is, then with names, written dtypes, seeds and sizes
changed at random. `--all` adds a line for every item that is not fully right. Run it with
`make bench` or `python benchmarks/diagnosis.py`.
"""

import argparse
import contextlib
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cellcheck.diagnosis import divergence
from cellcheck.diagnosis import judge as judge_module

from tests.corpus.loading import right_items, wrong_items
from tests.corpus.measuring import Change, Tally, judge, reports_of, unchanged
from tests.corpus.shuffling import other_data, renamed, with_dtypes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="list what is not right")
    parser.add_argument("--only", default="", help="items whose name holds this text")
    parser.add_argument("--seeds", type=int, nargs="*", default=[1], help="of the random changes")
    parser.add_argument(
        "--first-divergence", action="store_true", help="as if no other experiment found anything"
    )
    arguments = parser.parse_args()
    if arguments.first_divergence:
        judge_module.EXPERIMENTS = (divergence.leaves_the_derivation,)
    print(
        f"{'':30}{'items':>6}{'function':>10}{'code':>8}{'line':>8}"
        f"{'silent':>8}{'median':>9}{'slowest':>9}{'one function':>14}"
    )
    misses = measure("as written", unchanged, arguments.only)
    for seed in arguments.seeds:
        with other_data(seed):
            print(f"names, dtypes, seeds and sizes changed at random (seed {seed})")
            misses += measure(
                f"changed ({seed})",
                lambda text, seed=seed: with_dtypes(renamed(text, seed)),
                arguments.only,
            )
    if arguments.all:
        for line in misses:
            print(" ", line)


def measure(label: str, change: Change, only: str) -> list[str]:
    """Prints three lines of the table; returns what is not fully right."""
    one, two = Tally(), Tally()
    for item in wrong_items():
        if only in item.name:
            judge(item, one if len(item.causes) == 1 else two, change)
    for kind, tally in (("one cause", one), ("two causes", two)):
        if tally.items:
            print(
                f"{f'{label}, {kind}':30}{tally.items:6}{tally.functions / tally.items:10.1%}"
                f"{tally.codes / tally.causes:8.1%}{tally.lines / tally.causes:8.1%}"
                f"{tally.abstained:8}"
                f"{statistics.median(tally.seconds):7.2f} s{max(tally.seconds):7.2f} s"
                f"{max(tally.of_functions):12.2f} s",
                flush=True,
            )
    accused, seconds = [], []
    for item in right_items():
        if only in item.name:
            reports, took = reports_of(item, change)
            seconds.append(sum(took.values()))
            if any(report.findings or not report.passed for report in reports.values()):
                accused.append(f"{item.name}: {[report.title for report in reports.values()]}")
    if seconds:
        print(
            f"{f'{label}, right code':30}{len(seconds):6}{f'accused: {len(accused)}':>26}"
            f"{'':8}{statistics.median(seconds):7.2f} s{max(seconds):7.2f} s",
            flush=True,
        )
    return [f"[{label}] {line}" for line in [*one.misses, *two.misses, *accused]]


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
