"""A process that is known by a descriptor: a number would be given to another one after its end."""

import contextlib
import os
import select
import signal
from pathlib import Path


class Pinned:
    """The process with this id, as long as it lives; an id of 0 stands for none."""

    def __init__(self, pid: int) -> None:
        self._descriptor = -1
        self._pid = pid
        if pid > 0:
            with contextlib.suppress(OSError):
                self._descriptor = os.pidfd_open(pid)

    @property
    def is_nobody(self) -> bool:
        return self._descriptor < 0

    @property
    def has_ended(self) -> bool:
        return self.is_nobody or bool(select.select([self._descriptor], [], [], 0)[0])

    @property
    def is_stopped(self) -> bool:
        """Does it stand still, on somebody's signal?"""
        try:
            about = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        return about.rpartition(")")[2].split()[0] in ("T", "t")

    def interrupt(self) -> None:
        self._signal(signal.SIGINT)

    def end(self) -> None:
        """Kills it; nothing happens to one that has ended already."""
        self._signal(signal.SIGKILL)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _signal(self, number: signal.Signals) -> None:
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._descriptor, number)
