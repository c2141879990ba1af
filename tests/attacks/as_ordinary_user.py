"""Grades notebooks as somebody who is not root, and prints what came of them as JSON.

Run by `test_ordinary_user.py` as `python -m tests.attacks.as_ordinary_user FOLDER`.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from .attack import RIGHT
from .grading import grade, left_over, processes
from .notebooks import FORWARD, submission

LOOKS = """
import glob, os, signal, socket
def tried(do):
    try:
        return str(do())
    except OSError as error:
        return type(error).__name__
def content(path):
    return tried(lambda: open(path, "rb").read())
print("LOOK", dict(
    course=os.path.exists(COURSE),
    home=tried(lambda: os.listdir("/root")),
    warden=tried(lambda: open("/proc/1/mem", "rb").read(1)),
    environment=[p for p in glob.glob("/proc/[0-9]*/environ") if "CANARY" in content(p)],
    killed=tried(lambda: os.kill(1, signal.SIGKILL)),
    network=tried(lambda: socket.create_connection(("127.0.0.1", 22), 1)),
    processes=len(glob.glob("/proc/[0-9]*")),
    written=[p for p in ("/", "/usr", "/tmp", "/proc/sys/kernel", "/etc") if os.access(p, os.W_OK)],
))
"""
DAEMON = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"
BOMB = "import os\ndef lstm_cell_forward(xt, a_prev, c_prev, parameters):\n    while True:\n        try: os.fork()\n        except OSError: pass\n"  # fmt: skip
ESCAPES = "import ctypes\nprint('LOOK', [ctypes.CDLL(None).unshare(flag) for flag in (0x10000000, 0x20000)], ctypes.CDLL(None).mount(b'none', b'/scratch', b'tmpfs', 0, b''))"  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1])
    examples = {"cell-try-values": "", "pass-try-values": "", "memory-length-experiment": ""}
    notebooks = {
        "right": submission(FORWARD),
        "looks": submission(FORWARD, before=(f"COURSE = {str(folder)!r}\n{LOOKS}",)),
        "daemon": submission(FORWARD, before=(DAEMON,)),
        "bomb": submission(FORWARD, {**examples, "lstm-cell-forward": BOMB}),
        "escapes": submission(FORWARD, {"lstm-cell-forward": RIGHT}, before=(ESCAPES,)),
        "right again": submission(FORWARD),
    }
    found: dict[str, Any] = {"user": os.geteuid()}
    running: set[int] = set()
    for name, notebook in notebooks.items():
        graded = grade(notebook, folder)
        running = running or processes()
        words = [line for line in graded.printed.splitlines() if line.startswith("LOOK")]
        found[name] = {"marks": graded.marks, "said": words, "left": list(left_over(running))}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
