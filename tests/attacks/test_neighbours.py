"""Two submissions at the same time: neither takes from the other, hears of it, or ends it."""

from collections.abc import Iterator

import pytest
from cellcheck.exercise import course as exercises
from cellcheck.grading.examiner import nurseries
from cellcheck.grading.examiner.process import Allowance, CellResult, StudentProcess
from cellcheck.grading.examiner.questions import AnsweringTime, Questions
from cellcheck.isolation.limits import Limits

from .conftest import Course
from .grading import Graded, grade
from .notebooks import FORWARD, submission

NAMES = frozenset({"lstm_cell_forward", "lstm_forward"})


class Neighbour:
    """Another submission of the same assignment, which stays alive."""

    def __init__(self) -> None:
        self._lives = True
        allowed = AnsweringTime()
        self._process = StudentProcess(
            nurseries.for_students(NAMES, isolated=True),
            lambda: Questions(exercises(), allowed),
            {},
            Allowance(60.0, Limits()),
        )

    def does(self, source: str, seconds: float = 10.0) -> str:
        """Runs a cell; what it prints."""
        result: CellResult = self._process.run(source, seconds)
        return "".join(str(output.get("text", output.get("evalue"))) for output in result.outputs)

    def close(self) -> None:
        if self._lives:
            self._lives = False
            self._process.close()


@pytest.fixture
def neighbours() -> Iterator[tuple[Neighbour, Neighbour]]:
    both = Neighbour(), Neighbour()
    yield both
    for neighbour in both:
        neighbour.close()


HOGS = {
    "processes": "import subprocess\ntry:\n    while True: subprocess.Popen(['sleep', '60'])\nexcept OSError: pass",
    "threads": "import threading, time\ntry:\n    while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nexcept RuntimeError: pass",
    "processors": "import os\nfor _ in range(16):\n    if os.fork() == 0:\n        while True: pass",
    "disk": "try:\n    with open('all', 'wb') as file:\n        while True: file.write(bytes(10**6))\nexcept OSError: pass",
    "shared memory": "try:\n    with open('/dev/shm/all', 'wb') as file:\n        while True: file.write(bytes(10**6))\nexcept OSError: pass",
    "descriptors": "import os\nheld = []\ntry:\n    while True: held.append(os.open('/dev/null', 0))\nexcept OSError: pass",
    "terminals": "import os\nheld = []\ntry:\n    while True: held.append(os.openpty())\nexcept OSError: pass",
    "locks of files": "import fcntl, numpy\nheld = []\ntry:\n    for name in (numpy.__file__, fcntl.__file__):\n        held.append(open(name)); fcntl.flock(held[-1], fcntl.LOCK_EX)\nexcept OSError: pass",
}  # fmt: skip


@pytest.mark.parametrize("kind", HOGS)
def test_what_one_takes_the_other_still_has(
    kind: str, neighbours: tuple[Neighbour, Neighbour], course: Course, right: dict[str, Graded]
) -> None:
    neighbours[0].does(HOGS[kind])
    assert grade(submission(FORWARD), course.submission).marks == right[FORWARD].marks


MEETINGS = {
    "abstract socket": (
        "import socket\nl = socket.socket(socket.AF_UNIX)\nl.bind('\\0here')\nl.listen()",
        "import socket\nsocket.socket(socket.AF_UNIX).connect('\\0here')\nprint('met')",
    ),
    "loopback": (
        "import socket\nl = socket.socket()\nl.bind(('127.0.0.1', 4711))\nl.listen()",
        "import socket\nsocket.create_connection(('127.0.0.1', 4711), 1)\nprint('met')",
    ),
    "file in the scratch folder": ("open('here', 'w').write('1')", "open('here')\nprint('met')"),
    "shared memory": (
        "open('/dev/shm/here', 'w').write('1')",
        "open('/dev/shm/here')\nprint('met')",
    ),
    "terminal": (
        "import os\nmaster, slave = os.openpty()\nos.write(master, b'met\\n')",
        "import glob, os\nfor name in glob.glob('/dev/pts/[0-9]*'): os.open(name, os.O_RDWR); print('met')",
    ),
    "lock of a file": (
        "import fcntl, os\nf = open(os.__file__)\nfcntl.flock(f, fcntl.LOCK_EX)",
        "import fcntl, os\nf = open(os.__file__)\ntry: fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)\nexcept BlockingIOError: print('met')",
    ),
    "segment of System V": (
        "import ctypes\nctypes.CDLL(None).shmget(4711, 100, 0o1666)",
        "import ctypes\nif ctypes.CDLL(None).shmget(4711, 100, 0) >= 0: print('met')",
    ),
    "message queue": (
        "import ctypes\nctypes.CDLL(None).mq_open(b'/here', 0o102, 0o666, None)",
        "import ctypes\nif ctypes.CDLL(None).mq_open(b'/here', 2) >= 0: print('met')",
    ),
    "list of processes": (
        "import subprocess\nsubprocess.Popen(['sleep', '61'])",
        "import glob\nfor p in glob.glob('/proc/[0-9]*/cmdline'):\n    if b'61' in open(p, 'rb').read(): print('met')",
    ),
    "signal": (
        "import os\nprint(os.getpid())",
        "import os\nfor pid in range(2, 400):\n    try:\n        if pid != os.getpid(): os.kill(pid, 0); print('met', pid)\n    except OSError: pass",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", MEETINGS)
def test_they_do_not_meet(kind: str, neighbours: tuple[Neighbour, Neighbour]) -> None:
    here, there = MEETINGS[kind]
    neighbours[0].does(here)
    assert "met" not in neighbours[1].does(there)


def test_they_are_different_users(neighbours: tuple[Neighbour, Neighbour]) -> None:
    """Limits on processes are kept by the kernel for each user; no file belongs to either."""
    import os

    users = {neighbour.does("import os\nprint(os.getuid())") for neighbour in neighbours}
    assert len(users) == 2 or os.geteuid() != 0
    assert "0\n" not in users


def test_end_of_one_is_not_the_end_of_the_other(neighbours: tuple[Neighbour, Neighbour]) -> None:
    neighbours[1].does("kept = 'kept'")
    neighbours[0].does("import os\nos.kill(-1, 9)")
    neighbours[0].close()
    assert neighbours[1].does("print(kept)") == "kept\n"
