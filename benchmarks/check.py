"""How long a check takes in a warm kernel: right code, and the whole diagnosis of the view mistake.

Every check is timed in turn with the others, round after round, so that a busy moment of the
machine hits all alike; medians are printed. Run it with `make bench`.
"""

import statistics
import time
from pathlib import Path
from typing import Any

from cellcheck.checker import check_exercise

ROUNDS = 30
SOLUTION = Path(__file__).parents[1] / "tests" / "engine" / "solutions" / "lstm.py"
RIGHT_START, VIEW = "c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]"
NAMES = ("lstm_cell_forward", "lstm_forward", "lstm_cell_backward", "lstm_backward")


def main() -> None:
    text = SOLUTION.read_text(encoding="utf-8")
    subjects = {"right": _run(text), "view mistake": _run(text.replace(RIGHT_START, VIEW))}
    seconds: dict[tuple[str, str], list[float]] = {}
    statuses: dict[tuple[str, str], str] = {}
    for round_number in range(ROUNDS + 1):
        for kind, namespace in subjects.items():
            for name in NAMES:
                start = time.perf_counter()
                report = check_exercise(name, namespace)
                elapsed = time.perf_counter() - start
                statuses[kind, name] = report.status
                if round_number:  # the first round warms up: imports, reference values
                    seconds.setdefault((kind, name), []).append(elapsed)
    print(f"{'code':14}{'exercise':22}{'verdict':10}{'median':>10}{'slowest':>10}")
    for (kind, name), samples in seconds.items():
        median, slowest = statistics.median(samples) * 1e3, max(samples) * 1e3
        verdict = statuses[kind, name]
        print(f"{kind:14}{name:22}{verdict:10}{median:7.1f} ms{slowest:7.1f} ms")


def _run(text: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, "solution.py", "exec"), namespace)  # noqa: S102  the repository's own text
    return namespace


if __name__ == "__main__":
    main()
