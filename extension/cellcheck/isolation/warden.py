"""The first process of a submission's namespaces: it starts the student's, watches it, ends it all.

It runs no student code. When it ends, the kernel ends every process in its namespace: nothing of a
submission survives it.
"""

import contextlib
import os
import resource
import selectors
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from cellcheck.isolation import kernel
from cellcheck.isolation.limits import Limits
from cellcheck.wire.channel import Channel, WireError

SCRATCH = "/scratch"
SHARED_MEMORY = "/dev/shm"  # noqa: S108  it is what it is called
WATCH_SECONDS = 0.05
SHARED_MEMORY_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Order:
    """What the examiner asks for.

    Args:
        entry: `module:function`, called in the student's process with its socket and `arguments`.
        arguments: plain values for it.
        limits: what the submission may use.
        user: the user to become; `None` keeps the present one.
        scratch: the one folder that is writable.
        walls: whether this runs inside the walls; without them there are limits only.

    """

    entry: str
    arguments: dict[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    user: int | None = None
    scratch: str = SCRATCH
    walls: bool = True

    def to_header(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_header(cls, header: dict[str, Any]) -> "Order":
        return cls(**{**header, "limits": Limits(**header["limits"])})


def guard(order: Order, control: int, work: int) -> None:
    """Never returns."""
    channel = Channel(socket.socket(fileno=control))
    child = 0
    try:
        view = _furnish(order) if order.walls else None
        child = _started(order, channel, work)
        os.close(work)
        channel.send({"started": child})
        _watch(order.limits, view, channel, child)
    except BaseException as error:  # noqa: BLE001  the examiner has to hear of it
        with contextlib.suppress(WireError):
            channel.send({"failed": f"{type(error).__name__}: {error}"})
    finally:
        _end_all(order, child)
        os._exit(0)


@dataclass(frozen=True, slots=True)
class View:
    """Where the warden counts processes: an open /proc, which may be that of the walls."""

    folder: int
    is_own: bool

    def processes(self) -> Iterator[int]:
        """Resident bytes of every other process of this submission."""
        page = os.sysconf("SC_PAGE_SIZE")
        for name in os.listdir(self.folder):  # noqa: PTH208  a descriptor has no path
            if name.isdigit():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    # In the view of the walls, what is in here has a second number.
                    numbers = self._read(f"{name}/status").partition("NSpid:")[2].split("\n")[0]
                    inside = numbers.split()
                    if inside[-1] != "1" and (self.is_own or len(inside) > 1):
                        words = self._read(f"{name}/statm").split()
                        yield (int(words[1]) - int(words[2])) * page

    def _read(self, name: str) -> str:
        descriptor = os.open(name, os.O_RDONLY, dir_fd=self.folder)
        with os.fdopen(descriptor, encoding="utf-8", errors="replace") as file:
            return file.read()


def _furnish(order: Order) -> View:
    """The submission's own view of the file system: a scratch folder, and nothing else to write."""
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    safe = kernel.MS_NOSUID | kernel.MS_NODEV
    limits = order.limits
    for target, size in (
        (order.scratch, limits.scratch_bytes),
        (SHARED_MEMORY, SHARED_MEMORY_BYTES),
    ):
        options = f"size={size},mode=0777,nr_inodes=20000"
        kernel.mount("tmpfs", target, "tmpfs", safe, options)
    # Terminals have names that every submission would share.
    kernel.mount("tmpfs", "/dev/pts", "tmpfs", safe | kernel.MS_NOEXEC, "size=0,mode=0555")
    of_the_walls = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    try:
        kernel.mount("proc", "/proc", "proc", safe | kernel.MS_NOEXEC)
    except OSError:
        # Without capabilities outside, the kernel refuses a second one: the student gets none.
        _cover("/proc")
        return View(of_the_walls, is_own=False)
    os.close(of_the_walls)
    for part in ("/proc/sys", "/proc/irq", "/proc/bus"):
        with contextlib.suppress(OSError):
            _cover(part)
    return View(os.open("/proc", os.O_RDONLY | os.O_DIRECTORY), is_own=True)


def _cover(folder: str) -> None:
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount("tmpfs", folder, "tmpfs", flags, "size=0,mode=0555")


def _started(order: Order, channel: Channel, work: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        channel.close()
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _closed_but(work)
        from cellcheck.isolation.nursery import entry_point

        enter: Callable[..., None] = entry_point(order.entry)
        os.chdir(order.scratch)
        order.limits.apply(processes_too=order.walls)
        if order.walls:
            from cellcheck.isolation.syscalls import forbid

            kernel.drop_privileges(order.user)
            forbid()
        enter(socket.socket(fileno=work), **order.arguments)
    except BaseException as error:  # noqa: BLE001  the examiner has to hear of it
        with contextlib.suppress(WireError, OSError):
            failure = {"failed": f"{type(error).__name__}: {error}"}
            Channel(socket.socket(fileno=os.dup(work))).send(failure)
    finally:
        os._exit(0)


def _closed_but(work: int) -> None:
    """Closes every file of the warden and the nursery; input and output lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, work)
    os.closerange(work + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _watch(limits: Limits, view: View | None, channel: Channel, child: int) -> None:
    """Until the examiner goes, says stop, or the submission uses more than it may."""
    selector = selectors.DefaultSelector()
    selector.register(channel, selectors.EVENT_READ)
    peak = 0
    gone = False
    while True:
        ready = selector.select(WATCH_SECONDS)
        used = list(view.processes()) if view is not None else []
        peak = max(peak, sum(used))
        if not gone and (gone := child in _reaped()):
            channel.send({"ended": child, "peak": peak})
        if sum(used) > limits.memory or len(used) > limits.processes:
            what = "memory" if sum(used) > limits.memory else "processes"
            channel.send({"exceeded": what, "peak": peak})
            return
        if ready:
            request = channel.receive(1).header
            if request.get("do") == "stop":
                channel.send({"stopped": True, "peak": peak})
                return


def _reaped() -> set[int]:
    gone = set()
    with contextlib.suppress(ChildProcessError):
        while (pid := os.waitpid(-1, os.WNOHANG)[0]) != 0:
            gone.add(pid)
    return gone


def _end_all(order: Order, child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        if order.walls:
            os.kill(-1, signal.SIGKILL)  # all but itself; its own end would do the same
        elif child:
            os.killpg(child, signal.SIGKILL)
