"""Everything that a submission can see: nothing of the course, the machine or the examiner."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from .attack import Attack
from .conftest import CANARY, Course
from .grading import Graded, grade
from .notebooks import FORWARD, ROOT, submission

Graded_ = Callable[..., Graded]

LOOK = """
import glob, os, socket
ROOT, COURSE, CANARY, EXAMINER = {places!r}


def tried(do):
    try:
        return do()
    except BaseException as error:
        return f"{{type(error).__name__}}"


def read(path):
    return tried(lambda: open(path, "rb").read(10**6))


def found(text):
    print("FOUND" if CANARY.encode()[::-1] in bytes(text)[::-1] else "nothing")
"""


def looking(course: Course, code: str) -> NotebookNode:
    """The code runs in a cell and in both graded functions, and says FOUND where it has found."""
    import os

    # The canary is taken apart, so that a copy of the cell is no find.
    places = (str(ROOT), str(course.root), "", os.getpid())
    before = LOOK.format(places=places) + f"CANARY = {CANARY[:6]!r} + {CANARY[6:]!r}\n{code}"
    return submission(FORWARD, before=(before,))


PLACES = {
    "the instructor's notebooks": "found(b''.join(read(p) for p in glob.glob(ROOT + '/source/**', recursive=True) if os.path.isfile(p)) + read(COURSE + '/source/lstm-forward/lstm-forward.ipynb').__class__.__name__.encode())\nprint(os.path.exists(ROOT + '/source'), os.path.exists(COURSE))",
    "the gradebook": "print(read(COURSE + '/gradebook.db'), os.path.exists(COURSE + '/gradebook.db'))",
    "another submission": "print(read(COURSE + '/submitted/another/lstm-forward/lstm-forward.ipynb'), read('../../another/lstm-forward/lstm-forward.ipynb'))",
    "its own folder from above": "print(os.getcwd(), os.listdir('..'), tried(lambda: os.listdir(COURSE)))",
    "home": "print(os.path.expanduser('~'), read(COURSE + '/home/.ssh/id_ed25519'), read('/root/.bashrc'), tried(lambda: os.listdir('/root')), tried(lambda: os.listdir('/home')))",
    "by a symbolic link": "os.symlink(COURSE + '/gradebook.db', 'link')\nprint(read('link'))\nos.symlink('/', 'root')\nprint(read('root' + COURSE + '/gradebook.db'))",
    "by /proc of the warden": "print(read('/proc/1/root' + COURSE + '/gradebook.db'), tried(lambda: os.listdir('/proc/1/root')), tried(lambda: os.listdir('/proc/1/fd')), tried(lambda: os.readlink('/proc/1/cwd')))",
    "by its own /proc": "print(read('/proc/self/root' + COURSE + '/gradebook.db'), read('/proc/self/cwd/../' + COURSE + '/gradebook.db'))",
    "the environment": "print(b'CANARY' in b' '.join(map(str.encode, os.environ)), [name for name in os.environ if 'CANARY' in name])",
    "the environment of others": "print([b'CANARY' in r for p in glob.glob('/proc/[0-9]*/environ') if isinstance(r := read(p), bytes)])",
    "open descriptors": "print([tried(lambda: os.readlink(p)) for p in glob.glob('/proc/self/fd/*') if 'socket' not in str(tried(lambda: os.readlink(p))) and 'null' not in str(tried(lambda: os.readlink(p)))])\nfound(b''.join(r for p in glob.glob('/proc/self/fd/[3-9]*') if isinstance(r := tried(lambda: os.pread(int(p.rpartition('/')[2]), 10**6, 0)), bytes)))",
    "shared memory": "print(os.listdir('/dev/shm'), tried(lambda: os.listdir('/tmp')), tried(lambda: os.listdir('/run')))",
    "memory of the examiner": "print(read('/proc/kcore'), read('/dev/mem'), read(f'/proc/{EXAMINER}/mem'), read(f'/proc/{EXAMINER}/environ'))",
    "memory of the warden": "print(read('/proc/1/mem'), read('/proc/1/maps'), read('/proc/1/environ'))",
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_to_be_seen(place: str, course: Course, graded: Graded_) -> None:
    found = graded(looking(course, PLACES[place]))
    assert "FOUND" not in found.printed
    assert set(found.marks.values()) == {10.0}


def said(course: Course, graded: Graded_, code: str) -> str:
    """What such a cell prints, in one line."""
    return " ".join(graded(looking(course, code)).printed.split())


def test_course_and_project_do_not_exist_for_it(course: Course, graded: Graded_) -> None:
    code = (
        "print('exists', [os.path.exists(p) for p in (COURSE, ROOT + '/source', ROOT + '/tests')])"
    )
    assert "exists [False, False, False]" in said(course, graded, code)


def test_only_the_library_and_the_checker_of_the_project_are_there(
    course: Course, graded: Graded_
) -> None:
    code = (
        "print('there', sorted(set(os.listdir(ROOT)) - {'.venv'}), os.listdir(ROOT + '/extension'))"
    )
    assert "there ['extension', 'lstm_lib'] ['cellcheck']" in said(course, graded, code)


def test_its_environment_is_not_the_examiners(course: Course, graded: Graded_) -> None:
    assert "names []" in said(course, graded, "print('names', [n for n in os.environ if n in ('CANARY', 'USER', 'SHELL', 'VIRTUAL_ENV')])")  # fmt: skip


def test_it_sees_its_own_processes_only(course: Course, graded: Graded_) -> None:
    code = "print('processes', len(glob.glob('/proc/[0-9]*')))"
    assert "processes 2" in said(course, graded, code)


def test_there_is_no_network(course: Course, graded: Graded_) -> None:
    code = """
def reach(*where):
    with socket.socket() as outside:
        outside.settimeout(1)
        outside.connect(where)
        return "reached"
print("network", tried(lambda: reach("1.1.1.1", 53)), tried(lambda: reach("127.0.0.1", 22)),
      tried(lambda: reach("127.0.0.1", %d)), tried(lambda: socket.getaddrinfo("localhost.", 1)))
"""
    with _listening() as (port, _):
        text = said(course, graded, code % port)
    assert "reached" not in text
    assert "network" in text


def test_sockets_without_a_file_of_the_machine_are_not_reached(
    course: Course, graded: Graded_
) -> None:
    code = """
with socket.socket(socket.AF_UNIX) as outside:
    print("abstract", tried(lambda: outside.connect("\\0examiner-of-the-test")))
"""
    with _listening() as (_, name):
        assert name == "\0examiner-of-the-test"
        assert "abstract ConnectionRefusedError" in said(course, graded, code)


def test_sockets_into_the_machine_are_refused(course: Course, graded: Graded_) -> None:
    """Addresses of the host that no network namespace keeps apart."""
    code = """
kinds = [("AF_VSOCK", socket.SOCK_STREAM), ("AF_ALG", socket.SOCK_SEQPACKET),
         ("AF_PACKET", socket.SOCK_RAW)]
print("sockets", [tried(lambda: socket.socket(getattr(socket, name), kind)) for name, kind in kinds])
"""
    assert "socket.socket" not in said(course, graded, code)


def test_links_and_files_outside_are_not_taken_along(course: Course, tmp_path: Path) -> None:
    """A link in the submission's folder leads nowhere, whatever it names."""
    (tmp_path / "link.txt").symlink_to(course.root / "gradebook.db")
    (tmp_path / "folder").symlink_to(course.root / "source")
    (tmp_path / "own.txt").write_text("own text")
    cell = (
        "import os\nprint('taken', [name for name in sorted(os.listdir('.')) if name[0] != '.'])\n"
        "print(open('own.txt').read())"
    )
    found = grade(submission(FORWARD, before=(cell,)), tmp_path)
    assert "taken ['own.txt']\nown text" in found.printed
    assert CANARY not in found.text


class _listening:  # noqa: N801  used like a function
    """Listens on this machine, as a service of the examiner's might."""

    def __enter__(self) -> tuple[int, str]:
        import socket

        self._tcp, self._unix = socket.socket(), socket.socket(socket.AF_UNIX)
        self._tcp.bind(("127.0.0.1", 0))
        self._tcp.listen()
        self._unix.bind("\0examiner-of-the-test")
        self._unix.listen()
        return self._tcp.getsockname()[1], "\0examiner-of-the-test"

    def __exit__(self, *_: object) -> None:
        self._tcp.close()
        self._unix.close()


def test_the_reference_is_not_in_memory(graded: Graded_) -> None:
    """No code object of a solution, and no hidden number, in anything that the process holds."""
    cell = """
import gc, types
functions = [thing for thing in gc.get_objects() if isinstance(thing, types.FunctionType)]
print("held", sorted({f.__qualname__ for f in functions
                      if f.__module__ and f.__module__.startswith("lstm_lib")
                      and f.__name__ in ("lstm_cell_forward", "lstm_forward", "forward_pass")}))
"""
    assert "held []" in graded(submission(FORWARD, before=(cell,))).printed


def test_a_graded_function_sees_no_more_than_a_cell(attacked: Callable[[Attack], Graded]) -> None:
    cell = """
import glob, os
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    seen = []
    for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/fd/*"):
        try:
            seen.append(open(path, "rb").read(100))
        except OSError:
            pass
    raise ValueError(f"{len(seen)} {os.listdir('.')} {b''.join(seen)!r}")
"""
    found = attacked(Attack("from inside", "the examiner's end of the connection", cell=cell))
    assert "names.txt" in found.report("lstm_cell_forward")["raised"]["message"]
