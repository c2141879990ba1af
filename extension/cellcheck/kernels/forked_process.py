"""A kernel process that is not a child of this process, handled like one that is."""

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import weakref
from collections.abc import Callable, Iterable

UNKNOWN_STATUS = 1
"""Exit status of a kernel that ended after the parent which alone could know it."""


class ForkedProcess:
    """A kernel forked by a parent, with what `subprocess.Popen` has and provisioners use.

    Args:
        reap: asks the parent for the exit status of a process that has ended.
        pid: its process id, which nobody else can get before it is reaped.
        handle: its pidfd, which this object closes.

    """

    stdin = stdout = stderr = None

    def __init__(self, reap: Callable[[int], int], pid: int, handle: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._reap = reap
        self._handle = handle
        closing = weakref.finalize(self, os.close, handle)
        closing.atexit = False  # managers may still ask when the interpreter ends

    def poll(self) -> int | None:
        """The exit status, or `None` while the process runs."""
        if self.returncode is None and self._has_ended(0):
            self.returncode = self._reap(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Waits for the end of the process.

        Raises:
            subprocess.TimeoutExpired: it still runs after `timeout` seconds.

        """
        if self.returncode is None and not self._has_ended(timeout):
            raise subprocess.TimeoutExpired(f"kernel {self.pid}", timeout or 0)
        status = self.poll()
        return UNKNOWN_STATUS if status is None else status

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    async def ended(self, seconds: float) -> None:
        """Waits until the process has ended, at most `seconds`, without blocking the loop."""
        if self.poll() is not None:
            return
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        loop.add_reader(self._handle, _settle, ended)
        try:
            await asyncio.wait([ended], timeout=seconds)
        finally:
            loop.remove_reader(self._handle)

    def wait_until(self, started: int, seconds: float) -> None:
        """Waits until the pipe `started` is closed, the process has ended, or time is up."""
        _wait_for([started, self._handle], seconds)

    def _has_ended(self, seconds: float | None) -> bool:
        return bool(_wait_for([self._handle], seconds))


def _settle(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)


def _wait_for(descriptors: Iterable[int], seconds: float | None) -> list[int]:
    """Those descriptors that are readable or closed from the other end, as soon as one is."""
    waiting = select.poll()
    for descriptor in descriptors:
        waiting.register(descriptor, select.POLLIN)
    return [ready for ready, _ in waiting.poll(None if seconds is None else seconds * 1000)]
