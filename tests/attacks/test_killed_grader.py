"""Where the grader itself is killed, in the middle of a submission, the submission ends with it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .grading import left_over, processes
from .notebooks import ROOT

FORKED = 5 + 2
"""The children of the notebook's cell, its own process and its warden."""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_of_a_submission_outlives_its_grader(
    number: signal.Signals, tmp_path: Path
) -> None:
    before = processes()
    with subprocess.Popen(
        [sys.executable, "-m", "tests.attacks.endless_grader", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as grader:
        assert grader.stdout is not None
        assert grader.stdout.readline() == b"running\n"
        below = _at_least(grader.pid, FORKED)
        grader.send_signal(number)
        grader.wait()
    assert not left_over(before)
    assert not _alive(below)


def _alive(ids: set[int], seconds: float = 20.0) -> set[int]:
    """Those of the processes that are still there, when the kernel has had time to end them."""
    deadline = time.monotonic() + seconds
    while (alive := ids & processes(1)) and time.monotonic() < deadline:
        time.sleep(0.02)
    return alive


def _at_least(root: int, count: int) -> set[int]:
    """The processes below `root`, as soon as there are so many."""
    deadline = time.monotonic() + 60
    while len(found := processes(root)) < count:
        assert time.monotonic() < deadline, f"{len(found)} processes, expected {count}"
        time.sleep(0.02)
    return found
