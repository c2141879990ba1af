"""Grades a notebook that never ends: `python -m tests.attacks.endless_grader FOLDER`.

It is killed in the middle by `test_killed_grader.py`; a line says when the notebook is running.
"""

import signal
import sys
from pathlib import Path

from cellcheck.grading.examiner import process

from .grading import grade
from .notebooks import FORWARD, submission

ENDLESS = """
import os, signal, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
while True:
    time.sleep(600)
"""


def main() -> None:
    # Whoever starts the tests in the background has them ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    begin = process.StudentProcess.run

    def run(self: process.StudentProcess, source: str, seconds: float) -> process.CellResult:
        if source == ENDLESS:
            sys.stdout.write("running\n")
            sys.stdout.flush()
        return begin(self, source, seconds)

    process.StudentProcess.run = run  # type: ignore[method-assign]
    grade(submission(FORWARD, before=(ENDLESS,)), Path(sys.argv[1]), timeout=600)


if __name__ == "__main__":
    main()
