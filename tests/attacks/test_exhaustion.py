"""Code that hangs, dies or takes all there is: it costs that cell or exercise, and nothing else."""

from collections.abc import Callable

import pytest

from .attack import CELL_TEST, PASS_TEST, RIGHT, SEND, Attack
from .grading import Graded
from .notebooks import FORWARD, solution, submission

Run = Callable[[Attack], Graded]
Grading = Callable[..., Graded]

HANGS = {
    "loop": "while True: pass",
    "loop that catches everything": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "loop that ignores signals": "import signal\nfor number in (2, 14, 15): signal.signal(number, signal.SIG_IGN)\nwhile True: pass",
    "loop with signals blocked": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass",
    "C code that holds the interpreter": "import re\nre.match('(a+)+$', 'a' * 40 + 'b')",
    "C code outside the interpreter": "import ctypes\nctypes.CDLL(None).sleep(600)",
    "product of matrices": "a = np.ones((1500, 1500))\nwhile True: a = a @ a / 1500",
    "waits for itself": "import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()",
    "waits for input": "import sys, os\nr, w = os.pipe()\nos.read(r, 1)",
    "stops itself": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "destructor that hangs": "class Slow:\n    def __del__(self):\n        while True: pass\nx = Slow()\ndel x",
    "exception that hangs": "class Slow(Exception):\n    def __str__(self):\n        while True: pass\nraise Slow()",
}  # fmt: skip

DIES = {
    "exit without ado": "import os\nos._exit(0)",
    "kill": "import os\nos.kill(os.getpid(), 9)",
    "segmentation fault": "import ctypes\nctypes.string_at(1)",
    "overflow of the stack": "import sys\nsys.setrecursionlimit(10**9)\ndef down(): down()\ndown()",
    "abort": "import os\nos.abort()",
    "exec of something else": "import os\nos.execv('/bin/true', ['true'])",
    "closed descriptors": "import os\nos.closerange(0, 256)\nos.write(5, b'x')",
    "connection overwritten": f"{SEND}\nfd = library.channel.fileno()\nos.dup2(os.open('/dev/null', 2), fd)",
    "its parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos._exit(1)",
    "everybody": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "stack of C": "import ctypes, sys\nctypes.memset(ctypes.addressof(ctypes.c_char()), 1, 10**8)",
}  # fmt: skip

ENDS = {
    "exit": "raise SystemExit",
    "interrupt": "raise KeyboardInterrupt",
    "generator exit": "raise GeneratorExit",
    "recursion": "def down(): return down()\ndown()",
    "huge exception": "raise ValueError('x' * 10**8)",
    "exception that cannot be printed": "class Odd(Exception):\n    def __str__(self): raise ValueError\n    __repr__ = __str__\nraise Odd()",
    "exception of a class that lies": "class Odd(BaseException):\n    __class__ = property(lambda self: 1 / 0)\nraise Odd()",
    "chain of exceptions": "error = None\nfor _ in range(20000):\n    new = ValueError()\n    new.__cause__ = error\n    error = new\nraise error",
    "quit": "quit()",
}  # fmt: skip


def in_function(statements: str) -> str:
    lines = "".join(f"    {line}\n" for line in statements.splitlines())
    return f"def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n{lines}    return None\n"


@pytest.mark.parametrize("kind", [*HANGS, *DIES, *ENDS])
def test_function_costs_its_own_points_alone(kind: str, attacked: Run) -> None:
    """The pass after it keeps its ten points."""
    attacked(Attack(kind, "others' points", cell=in_function((HANGS | DIES | ENDS)[kind])))


@pytest.mark.parametrize("kind", ["loop that ignores signals", "exit without ado", "its parent", "everybody", "closed descriptors", "stops itself"])  # fmt: skip
def test_cell_costs_itself_alone(kind: str, graded: Grading) -> None:
    found = graded(submission(FORWARD, before=((HANGS | DIES)[kind],)), timeout=1)
    assert set(found.marks.values()) == {10.0}


@pytest.mark.parametrize("kind", ["its parent", "everybody"])
def test_graded_call_does_not_take_the_next_definition_along(kind: str, graded: Grading) -> None:
    """The cell right after the graded one defines what the next one grades."""
    notebook = submission(
        FORWARD,
        {
            "lstm-cell-forward": in_function(DIES[kind]),
            "view-and-copy-example": solution(FORWARD, "lstm-forward"),
            "cell-try-values": "",
            "lstm-forward": "",
        },
    )
    assert graded(notebook).marks == {CELL_TEST: 0.0, PASS_TEST: 10.0}


def test_two_graded_cells_in_a_row_do_not_share_a_death(graded: Grading) -> None:
    cell = solution(FORWARD, "lstm-forward") + "\n" + in_function(DIES["its parent"])
    notebook = submission(FORWARD, {"lstm-cell-forward": cell})
    kept = ("setup", "lstm-cell-forward", "test-lstm-cell-forward", "test-lstm-forward")
    notebook.cells = [each for each in notebook.cells if each.id in kept]
    assert graded(notebook).marks == {CELL_TEST: 0.0, PASS_TEST: 10.0}


def test_death_that_waits_for_others_costs_no_innocent_cell(graded: Grading) -> None:
    """A thread of an early cell ends the process while a later one runs."""
    early = "import os, threading, time\nthreading.Timer(0.2, os._exit, [1]).start()"
    found = graded(submission(FORWARD, {"cell-try-values": ""}, before=(early,)))
    assert found.marks[PASS_TEST] == 10.0


GREED = {
    "memory": "held = []\nwhile True: held.append(np.ones(10**7))",
    "memory in one piece": "np.ones(10**12)",
    "address space": "import mmap\nheld = [mmap.mmap(-1, 2**30, mmap.MAP_PRIVATE) for _ in range(10**4)]",
    "memory of children": "import os, time\nfor _ in range(6):\n    if os.fork() == 0:\n        held = np.ones(6 * 10**7)\n        time.sleep(5)\n        os._exit(0)\ntime.sleep(5)",
    "processes": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "threads": "import threading, time\nwhile True:\n    try: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n    except RuntimeError: pass",
    "disk": "number = 0\nwhile True:\n    number += 1\n    open(str(number), 'wb').write(bytes(10**7))",
    "one file": "with open('one', 'wb') as file:\n    while True: file.write(bytes(10**7))",
    "files": "number = 0\nwhile True:\n    number += 1\n    open(str(number), 'w').close()",
    "shared memory": "with open('/dev/shm/one', 'wb') as file:\n    while True: file.write(bytes(10**6))",
    "descriptors": "import os\nheld = []\nwhile True: held.append(os.open('/dev/null', 0))",
    "locked memory": "import ctypes\nassert ctypes.CDLL(None).mlockall(3) == 0",
    "printed text": "while True: print('x' * 10**6)",
    "text on the descriptors": "import os\nwhile True: os.write(1, b'x' * 10**6); os.write(2, b'x' * 10**6)",
    "pipes": "import os\nheld = []\nwhile True: held.append(os.pipe())",
    "garbage that refers to itself": "while True:\n    loop = [0] * 10**6\n    loop.append(loop)",
    "temporary names": "for number in range(10**9): globals()[f'name{number}'] = [number] * 1000",
}  # fmt: skip


@pytest.mark.parametrize("kind", GREED)
def test_greed_costs_its_own_points_alone(kind: str, attacked: Run) -> None:
    attack = Attack(
        kind, "all of it", cell=in_function(GREED[kind]), settings={"memory_megabytes": 700}
    )
    attacked(attack)


UNCOUNTED = {
    "memory files": "for _ in range(60):\n    file = os.memfd_create('x')\n    for _ in range(15): os.write(file, bytes(2**20)); taken += 1",
    "shared anonymous maps": "held = []\nfor _ in range(6):\n    held.append(mmap.mmap(-1, 2**27))\n    for page in range(0, 2**27, 4096): held[-1][page] = 1\n    taken += 128",
    "shared maps of children": "for _ in range(8):\n    if os.fork() == 0:\n        held = mmap.mmap(-1, 2**27)\n        for page in range(0, 2**27, 4096): held[page] = 1\n        time.sleep(3); os._exit(0)\ntime.sleep(2); taken += 1024",
    "System V segments": "c = ctypes.CDLL(None)\nc.shmat.restype = ctypes.c_void_p\nfor _ in range(9):\n    key = c.shmget(0, ctypes.c_size_t(10**8), 0o1600)\n    if key < 0: break\n    place = c.shmat(key, None, 0)\n    ctypes.memset(place, 1, 10**8); c.shmdt(ctypes.c_void_p(place)); taken += 100",
}  # fmt: skip


@pytest.mark.parametrize("kind", UNCOUNTED)
def test_memory_is_counted_wherever_it_is_held(kind: str, graded: Grading) -> None:
    """Beyond 600 MB a submission has an error, or is ended."""
    lines = "".join(f"    {line}\n" for line in UNCOUNTED[kind].splitlines())
    cell = f"import ctypes, mmap, os, time\ntaken = 0\ntry:\n{lines}except OSError as error: print(error)\nprint('taken', taken)"
    found = graded(submission(FORWARD, before=(cell,)), memory_megabytes=600, timeout=6)
    taken = [int(word) for word in found.printed.split("taken ")[1:2] for word in word.split()[:1]]
    assert not taken or taken[0] <= 600


def test_time_for_the_whole_notebook_is_kept(
    graded: Grading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No cell is begun once the time is up, those that are run again included."""
    from cellcheck.grading.examiner import process

    left: list[float] = []
    converse = process.StudentProcess._converse

    def watched(self: process.StudentProcess, *arguments: object) -> process.CellResult:
        left.append(self.left)
        return converse(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(process.StudentProcess, "_converse", watched)
    cells = ["import time\ntime.sleep(0.25)"] * 8 + ["import os\nos._exit(1)"]
    found = graded(submission(FORWARD, before=cells), submission_seconds=3, timeout=1)
    assert min(left) > 0
    assert "timed out: The time for the whole notebook was used up." in found.notes


def test_right_code_after_all_this_is_right(attacked: Run) -> None:
    attacked(Attack("none", "what it deserves", cell=RIGHT, earns=(10.0, 10.0)))
