"""What happens in a fork before and while it is an IPython kernel."""

import importlib.util
import os
import select
import shutil
import signal
import sys
import threading
from collections.abc import Mapping
from typing import ClassVar

from ipykernel.kernelapp import IPKernelApp

from cellcheck.kernels.order import Order
from cellcheck.kernels.renewal import renew

SERVER_GONE = 1
"""Exit status of a kernel whose server has ended, as ipykernel has it."""


def become_kernel(order: Order, server: int, before: Mapping[str, str]) -> None:
    """Runs the kernel until it is shut down. Call it once, in a process made for it.

    Args:
        order: what the kernel is to be.
        server: a pidfd, readable when the server has ended.
        before: the environment before the parent imported anything.

    """
    os.setsid()  # a group of its own: an interrupt reaches the kernel and what it has started
    for target, source in enumerate(order.streams):
        os.dup2(source, target)
        os.close(source)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(order.cwd)
    environment = with_changes_by_imports(order.environment, before, os.environ)
    os.environ.clear()
    os.environ.update(environment)
    renew()
    sys.argv = [_file_of(order.launcher), *order.arguments]
    sys.orig_argv = list(order.command)
    ForkedKernelApp.order, ForkedKernelApp.server = order, server
    ForkedKernelApp.launch_instance(list(order.arguments), parent_handle=order.server_pid)


def with_changes_by_imports(
    environment: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> dict[str, str]:
    """The environment as it would be if this process had imported the packages itself.

    >>> with_changes_by_imports({"A": "1", "B": "2"}, {"B": "0", "C": "0"}, {"B": "0", "C": "9"})
    {'A': '1', 'B': '2', 'C': '9'}
    """
    changed = {name: text for name, text in after.items() if before.get(name) != text}
    removed = before.keys() - after.keys()
    kept = {name: text for name, text in environment.items() if name not in removed}
    return kept | changed


class ForkedKernelApp(IPKernelApp):
    """ipykernel's application in a process whose parent is not the server."""

    order: ClassVar[Order]
    server: ClassVar[int]

    def init_poller(self) -> None:
        """Watches the server itself; ipykernel would watch the parent process."""
        self.poller = ServerWatch(self.server, self.order.folder)

    def init_heartbeat(self) -> None:
        """The last of the sockets: from here on a client's first attempt to connect succeeds."""
        super().init_heartbeat()  # type: ignore[no-untyped-call]
        os.close(self.order.started)


class ServerWatch(threading.Thread):
    """Ends this process when the server has ended, as ipykernel does when its parent has."""

    def __init__(self, server: int, folder: str) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._folder = folder

    def run(self) -> None:
        ended = select.poll()
        ended.register(self._server, select.POLLIN)
        ended.poll()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        os._exit(SERVER_GONE)


def _file_of(module: str) -> str:
    """What `python -m module` has as its first argument."""
    name = f"{module}.__main__" if module == "ipykernel" else module
    found = importlib.util.find_spec(name)
    return found.origin or name if found else name
