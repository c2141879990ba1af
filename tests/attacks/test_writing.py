"""What a submission leaves behind: nothing, neither outside its scratch folder nor for the next."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .attack import SEND, WRONG, Attack
from .conftest import Course
from .grading import Graded, grade
from .notebooks import FORWARD, ROOT, submission

Run = Callable[[Attack], Graded]
Grading = Callable[..., Graded]

TRY = """
import os, pathlib, sys
def wrote(path):
    try:
        pathlib.Path(path).write_text("left behind")
        return True
    except OSError:
        return False
"""


def test_nothing_but_its_scratch_can_be_written(course: Course, graded: Grading) -> None:
    """`graded` compares every file of the course before and after."""
    places = [
        "/left-behind",
        "/tmp/left-behind",  # noqa: S108
        "/usr/left-behind",
        "/etc/left-behind",
        "/dev/left-behind",
        "/proc/sys/kernel/core_pattern",
        "/proc/self/../../left-behind",
        f"{ROOT}/lstm_lib/left_behind.py",
        f"{ROOT}/extension/cellcheck/left_behind.py",
        f"{course.root}/gradebook.db",
        f"{course.submission}/left-behind",
    ]
    cell = (
        f"{TRY}\nprint('wrote', [path for path in {places!r} if wrote(path)])\nprint(wrote('own'))"
    )
    cell += (
        "\nprint(wrote(sys.prefix + '/lib/left.py'), wrote(os.path.dirname(np.__file__) + '/l.py'))"
    )
    assert "wrote []\nTrue\nFalse False" in graded(submission(FORWARD, before=(cell,))).printed


def test_mounting_and_privileges_are_out_of_reach(graded: Grading) -> None:
    cell = """
import ctypes, os
c = ctypes.CDLL(None, use_errno=True)
def refused(name, *arguments):
    return getattr(c, name)(*arguments) != 0
def denied(do):
    try:
        do()
    except OSError:
        return True
print("refused", refused("mount", b"none", b"/scratch", b"tmpfs", 0, b""), refused("umount2", b"/proc", 2),
      refused("unshare", 0x10000000), refused("unshare", 0x00020000), refused("setns", 3, 0),
      refused("chroot", b"/scratch"), refused("ptrace", 16, 1, 0, 0), denied(lambda: os.setuid(0)),
      denied(lambda: os.chown("/scratch", 0, 0)), denied(lambda: os.mknod("/scratch/sda", 0o60666, 2048)))
"""
    printed = graded(submission(FORWARD, before=(cell,))).printed
    assert "refused " + " ".join(["True"] * 10) in printed


SURVIVORS = {
    "daemon": "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(600)\n    os._exit(0)",
    "process that ignores every signal": "if os.fork() == 0:\n    for number in range(1, 64):\n        try: signal.signal(number, signal.SIG_IGN)\n        except (OSError, ValueError): pass\n    time.sleep(600)",
    "stopped process": "if os.fork() == 0:\n    os.kill(os.getpid(), signal.SIGSTOP)",
    "thread": "import threading\nthreading.Thread(target=time.sleep, args=(600,)).start()",
    "program": "import subprocess\nsubprocess.Popen(['setsid', 'sleep', '600'])",
    "handler at exit": "import atexit\natexit.register(time.sleep, 600)",
    "process with another name": "import ctypes\nif os.fork() == 0:\n    ctypes.CDLL(None).prctl(15, b'bwrap', 0, 0, 0)\n    time.sleep(600)",
    "shell of its own": "get_ipython().system('nohup sleep 600 >/dev/null 2>&1 &')",
}  # fmt: skip


@pytest.mark.parametrize("survivor", SURVIVORS)
def test_no_process_survives(survivor: str, graded: Grading) -> None:
    """`graded` looks at all processes of this machine below the examiner."""
    cell = f"import os, signal, time\n{SURVIVORS[survivor]}"
    found = graded(submission(FORWARD, before=(cell,)))
    assert set(found.marks.values()) == {10.0}


def test_daemons_of_graded_calls_do_not_survive(attacked: Run) -> None:
    cell = """
import os, time
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    if os.fork() == 0:
        os.setsid()
        time.sleep(600)
    return 0
"""
    attacked(Attack("daemon in a call", "a life of its own", cell=cell))


LEAVES = """
import os, builtins, sys
for folder in (".", "/dev/shm", "/scratch", os.path.expanduser("~")):
    with open(f"{folder}/left-behind", "w") as file:
        file.write("left behind")
os.makedirs(".ipython/profile_default/startup", exist_ok=True)
open(".ipython/profile_default/startup/0.py", "w").write("left_behind = 1")
open("usercustomize.py", "w").write("left_behind = 1")
open("numpy.py", "w").write("raise SystemExit")
open("lstm_lib.py", "w").write("left_behind = 1")
os.environ["LEFT_BEHIND"] = "1"
builtins.left_behind = np.left_behind = 1
np.tanh = np.concatenate = None
sys.modules["left_behind"] = sys
"""
LOOKS = """
import os, builtins, sys
print("left", [p for p in (".", "/dev/shm", "/scratch") if os.path.exists(f"{p}/left-behind")],
      os.path.exists(".ipython"), "LEFT_BEHIND" in os.environ, hasattr(builtins, "left_behind"),
      hasattr(np, "left_behind"), "left_behind" in sys.modules, "left_behind" in globals())
"""


def test_next_submission_finds_nothing(graded: Grading) -> None:
    graded(submission(FORWARD, before=(LEAVES,)))
    found = graded(submission(FORWARD, before=(LOOKS,)))
    assert "left [] False False False False False False" in found.printed
    assert set(found.marks.values()) == {10.0}


def test_warm_process_is_neither_seen_nor_changed(graded: Grading) -> None:
    """The modules that all submissions start from are copies in each."""
    cell = """
import os, signal
for victim in (1, os.getppid()):
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV, signal.SIGTERM):
        try:
            os.kill(victim, number)
            print("sent", number.name)
        except PermissionError:
            print("denied")
print("parent", os.getppid())
"""
    found = graded(submission(FORWARD, before=(cell,)))
    assert "sent" not in found.printed
    assert "parent 1" in found.printed


SHADOWS = ("numpy", "cellcheck", "lstm_lib", "IPython", "json", "struct", "socket", "usercustomize")


def test_files_of_the_submission_shadow_nothing_of_the_grader(
    course: Course, tmp_path: Path, right: dict[str, Graded]
) -> None:
    for name in SHADOWS:
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadowed')")
    assert grade(submission(), tmp_path).marks == right[FORWARD].marks
    assert course.content()


def test_shadows_made_by_a_cell_stay_with_it(attacked: Run) -> None:
    writes = "".join(f"open('{name}.py', 'w').write('lstm_cell_forward = 1')\n" for name in SHADOWS)
    attacked(Attack("shadows", "modules of the examinee exchanged", cell=WRONG, before=writes))


def test_names_of_files_with_dots_stay_inside(graded: Grading) -> None:
    """A message to the own process alone; the examiner writes no file that it is told to."""
    cell = (
        SEND
        + "send({'do': 'write', 'names': ['../../../../left-behind'], 'outputs': [], 'done': True},"
        " [b'x'])"
    )
    graded(submission(FORWARD, before=(cell,)))
    assert not Path("/left-behind").exists()


def test_no_core_is_dumped(graded: Grading) -> None:
    cell = "import os, resource, signal\nprint('core', resource.getrlimit(resource.RLIMIT_CORE))\nif os.fork() == 0: os.kill(os.getpid(), signal.SIGABRT)"  # fmt: skip
    assert "core (0, 0)" in graded(submission(FORWARD, before=(cell,))).printed
