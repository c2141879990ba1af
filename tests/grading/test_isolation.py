"""The walls, seen from inside: what is not there, and what cannot be done."""

import contextlib
import os
import time
from pathlib import Path

import pytest
from cellcheck.exercise import course
from cellcheck.grading.examiner import nurseries
from cellcheck.grading.examiner.process import Allowance, StudentProcess
from cellcheck.grading.examiner.questions import AnsweringTime, Questions
from cellcheck.isolation.limits import MEGABYTE, Limits
from cellcheck.isolation.walls import ENVIRONMENT, IsolationError, Walls

GRADED = frozenset({"lstm_forward", "lstm_cell_forward"})


USUAL = Limits()


def said(source: str, limits: Limits = USUAL, seconds: float = 20.0) -> str:
    """What a cell prints, or the name of its error, or why it did not end."""
    process = StudentProcess(
        nurseries.for_students(GRADED, isolated=True),
        lambda: Questions(course(), AnsweringTime()),
        {"data/numbers.txt": b"1 2 3"},
        Allowance(60.0, limits),
    )
    try:
        result = process.run(source, seconds)
    finally:
        process.close()
    texts = [output.get("text", output.get("ename", "")) for output in result.outputs]
    return result.problem or "".join(texts).strip()


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    nurseries.for_students(GRADED, isolated=True).await_start()


def test_the_files_of_the_assignment_are_there() -> None:
    assert said("print(open('data/numbers.txt').read())") == "1 2 3"


@pytest.mark.parametrize(
    "folder",
    [Path.home(), Path(__file__).parents[2] / "source", Path(__file__).parents[2] / ".git"],
    ids=lambda folder: folder.name,
)
def test_the_machine_is_not(folder: Path) -> None:
    source = f"import os\nprint(os.path.isdir({str(folder)!r}) and os.listdir({str(folder)!r}))"
    seen = said(source)
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    # Folders on the way to the interpreter stand there empty but for the next one.
    assert seen in ("False", "PermissionError") or len(names & set(eval(seen))) <= 1  # noqa: S307


@pytest.mark.parametrize(
    "action",
    [
        "open('/x', 'w')",
        "open('/tmp/x', 'w')",
        "open('/dev/x', 'w')",
        "import sys; open(sys.prefix + '/x', 'w')",
        "import cellcheck; open(cellcheck.__path__[0] + '/x.py', 'w')",
    ],
)
def test_nothing_is_written_outside_the_scratch_folder(action: str) -> None:
    assert said(action) in ("OSError", "PermissionError", "FileNotFoundError")


def test_there_is_no_network() -> None:
    connect = "import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)"
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        assert said(connect.format(port=server.getsockname()[1])) == "OSError"


def test_no_process_of_the_machine_is_seen() -> None:
    seen = said("import os\nprint(sorted(p for p in os.listdir('/proc') if p.isdigit()))")
    assert str(os.getpid()) not in seen


def test_the_environment_holds_nothing_of_the_grader() -> None:
    seen = said("import os\nprint(*os.environ)").split()
    assert set(seen) <= {*ENVIRONMENT, "PWD", "LC_CTYPE", "CLICOLOR", "PAGER", "TERM", "GIT_PAGER"}


@pytest.mark.parametrize("name", ["unshare", "mount"])
def test_no_namespace_of_ones_own_is_to_be_had(name: str) -> None:
    source = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    source += {
        "unshare": "print(libc.unshare(0x10000000), ctypes.get_errno())",
        "mount": "print(libc.mount(b'none', b'/scratch', b'tmpfs', 0, b''), ctypes.get_errno())",
    }[name]
    assert said(source) == "-1 1"


def test_the_solution_is_not_in_the_library() -> None:
    source = "import inspect, lstm_lib\nprint(inspect.getsource(lstm_lib.lstm_forward))"
    assert said(source) in ("TypeError", "OSError")
    read = "import lstm_lib\nprint(len(open(lstm_lib.__path__[0] + '/lstm.py').read()))"
    assert said(read) == "PermissionError"


def test_but_it_can_be_called_outside_of_grading() -> None:
    source = """
import numpy as np
from lstm_lib import initialize_parameters, lstm_forward
print(lstm_forward(np.ones((3, 4, 2)), np.zeros((5, 4)), initialize_parameters(3, 5, 2))[0].shape)
"""
    assert said(source) == "(5, 4, 2)"


def test_a_loop_without_end_is_ended() -> None:
    assert said("while True: pass", seconds=0.5) == "timed out"


def test_one_that_ignores_interrupts_too() -> None:
    source = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    assert said(source, seconds=0.5) == "timed out"


def test_memory_is_limited() -> None:
    source = "kept = [bytearray(2**20) for _ in range(4000)]"
    assert said(source, Limits(memory=700 * MEGABYTE)) in ("MemoryError", "too much: memory")


def test_the_disk_is_limited() -> None:
    source = "for n in range(100): open(f'f{n}', 'wb').write(bytes(2**20))"
    assert said(source, Limits(scratch_bytes=20 * MEGABYTE)) == "OSError"


def test_processes_are_limited() -> None:
    source = "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(60)"
    assert said(source, Limits(processes=20)) in ("BlockingIOError", "too much: processes")


def test_nothing_survives() -> None:
    leave = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"
    before = descendants()
    said(leave)
    # The kernel ends them all at once, but a moment after the first.
    deadline = time.monotonic() + 10
    while descendants() - before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not descendants() - before


def descendants() -> set[str]:
    """Every living process that was started from here, at whatever distance."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents[entry.name] = parent
    found = {str(os.getpid())}
    while more := {name for name, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def test_without_bubblewrap_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(IsolationError, match="apt-get install bubblewrap"):
        Walls().command()
