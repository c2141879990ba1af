"""The warm parent: a process that imports what kernels need, and then forks one kernel per request.

Started by `parents.py`, which holds the other end of an unnamed socket pair. It runs no user code,
has one thread, and ends with its server.
"""

import gc
import importlib
import io
import os
import select
import shutil
import signal
import socket
import sys
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from typing import Any

from cellcheck.kernels.first_cell import WHEN_IT_IS_USED, WHEN_IT_STARTS
from cellcheck.kernels.forked_kernel import become_kernel
from cellcheck.kernels.order import Order
from cellcheck.wire.channel import Channel, ClosedError


@dataclass(slots=True)
class WarmParent:
    """The state of this process: its connection, and its kernels."""

    orders: Channel
    server: int
    """A pidfd, readable when the server has ended."""
    later: deque[str] = field(default_factory=lambda: deque(WHEN_IT_IS_USED))
    """What is still to be imported when nobody is waiting."""
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    """What `module_files` said when all was imported."""
    folders: dict[int, str] = field(default_factory=dict)
    """For each kernel that is not yet reaped, the folder of its sockets."""

    def serve(self) -> Order | None:
        """Answers requests. Returns an order in a kernel, and `None` in the parent at its end."""
        waiting = select.poll()
        waiting.register(self.orders.fileno(), select.POLLIN)
        waiting.register(self.server, select.POLLIN)
        while True:
            ready = [descriptor for descriptor, _ in waiting.poll(0 if self.later else None)]
            if self.server in ready:
                return None
            if not ready:
                self._import_next()
                continue
            try:
                message, descriptors = self.orders.receive_with_descriptors(Order.DESCRIPTORS)
                if "reap" in message.header:
                    self.orders.send({"status": self._reap(message.header["reap"])})
                elif order := self._fork(message.header, descriptors):
                    return order
            except ClosedError:
                return None

    def _import_next(self) -> None:
        import_quietly(self.later.popleft())
        if not self.later:
            self.files = module_files()
            settle()

    def _fork(self, header: dict[str, Any], descriptors: list[int]) -> Order | None:
        order = Order.from_header(header, descriptors)
        if changed := changed_file(self.files):
            self.orders.send({"stale": changed})
        elif thread_count() > 1 and settle() > 1:
            self.orders.send({"failed": f"its imports have started {thread_count() - 1} threads"})
        else:
            try:
                pid = os.fork()
            except OSError as error:
                self.orders.send({"failed": f"no process could be made: {error}"})
            else:
                if pid == 0:
                    self.orders.close()
                    keep_from_subprocesses(descriptors)
                    return order
                self._report(pid, order.folder)
        for descriptor in descriptors:
            os.close(descriptor)
        return None

    def _report(self, pid: int, folder: str) -> None:
        self.folders[pid] = folder
        handle = os.pidfd_open(pid)
        try:
            self.orders.send({"pid": pid}, descriptors=[handle])
        finally:
            os.close(handle)

    def _reap(self, pid: int) -> int | None:
        """The exit status of a kernel, once; until then no other process can have its id."""
        if pid not in self.folders:
            return None
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            return None
        del self.folders[pid]
        return os.waitstatus_to_exitcode(status)

    def end_kernels(self) -> None:
        """Without a server nobody can reach the kernels, and nobody else would end them."""
        for pid, folder in self.folders.items():
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            os.kill(pid, signal.SIGKILL)  # it may not have made its group yet
            os.waitpid(pid, 0)
            if folder:
                shutil.rmtree(folder, ignore_errors=True)


def main(before: Mapping[str, str]) -> None:
    """Runs the parent, and every kernel that comes out of it.

    Args:
        before: the environment before anything was imported.

    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders = Channel(socket.socket(fileno=int(sys.argv[1])))
    first, (server,) = orders.receive_with_descriptors(1)
    keep_from_subprocesses([orders.fileno(), server])
    for name in WHEN_IT_STARTS:
        import_quietly(name)
    failures = import_all(first.header["imports"])
    parent = WarmParent(orders, server, files=module_files())
    settle()
    with suppress(ClosedError):
        orders.send({"ready": True, "failures": failures})
    order = parent.serve()
    if order is None:
        parent.end_kernels()
        return
    del parent, first
    become_kernel(order, server, before)


def keep_from_subprocesses(descriptors: list[int]) -> None:
    """What came over a socket would otherwise be open in everything that is started from here."""
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)


def import_all(names: Iterable[str]) -> dict[str, str]:
    """Imports modules by name; those that cannot be imported, with the reason.

    >>> import_all(["json", "no_such_module"])
    {'no_such_module': "ModuleNotFoundError: No module named 'no_such_module'"}
    """
    failures = {}
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001  the kernel's user will meet the same error
            failures[name] = f"{type(error).__name__}: {error}"
    return failures


def import_quietly(name: str) -> None:
    """Imports what IPython would; in a kernel nobody sees what is printed at that moment."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        import_all([name])


def settle() -> int:
    """Makes this process fit to be forked; returns how many threads it has left, 1 if all is well.

    OpenBLAS starts its threads when it is loaded, ends them before a fork, and starts them again
    when it first computes, so one fork in advance leaves a process with a single thread.
    """
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    gc.collect()
    gc.freeze()  # a kernel's collector then leaves these objects, and their memory pages, alone
    return thread_count()


def thread_count() -> int:
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208  the names are enough


def module_files() -> dict[str, tuple[int, int]]:
    """Time and size of the file of every loaded module."""
    files = {}
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        if isinstance(name, str):
            with suppress(OSError):
                state = os.stat(name)  # noqa: PTH116  a thousand of them before each fork
                files[name] = (state.st_mtime_ns, state.st_size)
    return files


def changed_file(files: dict[str, tuple[int, int]]) -> str | None:
    """A file that is not what was imported: pip and editors change packages in place."""
    for name, known in files.items():
        try:
            state = os.stat(name)  # noqa: PTH116  as above
        except OSError:
            return name
        if (state.st_mtime_ns, state.st_size) != known:
            return name
    return None
