"""The examiner's side: starts a nursery, and gets isolated processes from it."""

import contextlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from cellcheck.isolation.walls import ENVIRONMENT, IsolationError, Walls, user_for
from cellcheck.isolation.warden import Order
from cellcheck.wire.channel import Channel, WireError, pair

log = logging.getLogger(__name__)

_numbers = count()

START_SECONDS = 60.0
"""For a nursery with all its imports, on a machine that is busy."""


@dataclass(slots=True)
class Isolated:
    """An isolated process: `work` leads to the student's code, `control` to its warden."""

    control: Channel
    work: Channel
    folder: str = ""
    """Its scratch folder, where there are no walls that would take it away."""
    peak: int = 0
    """Most resident bytes of the whole submission, known once it has been stopped."""

    def stop(self) -> str:
        """Ends everything of this submission; what it had used too much of, if anything."""
        exceeded = ""
        with contextlib.suppress(WireError):
            self.control.send({"do": "stop"}, seconds=1)
        with contextlib.suppress(WireError):
            while True:
                said = self.control.receive(5).header
                self.peak = max(self.peak, int(said.get("peak", 0)))
                exceeded = str(said.get("exceeded", exceeded))
        self.work.close()
        self.control.close()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        return exceeded


class Nursery:
    """A warm process inside the walls, which forks one isolated process per submission.

    Args:
        walls: what its children see; `None` builds no walls and binds them by limits alone.
        imports: modules that it imports before the first fork.
        prepare: `module:function` that it calls then, with `prepare_arguments`.

    Raises:
        IsolationError: there are no walls to be had.

    """

    def __init__(
        self,
        walls: Walls | None,
        imports: Sequence[str] = (),
        prepare: str = "",
        prepare_arguments: Mapping[str, Any] | None = None,
    ) -> None:
        self.walls = walls
        start = [sys.executable] if walls is None else walls.command()
        own, theirs = pair()
        command = [*start, "-m", "cellcheck.isolation.nursery", str(theirs.fileno())]
        # What the grader has in its environment is not even bubblewrap's to know.
        environment = dict(ENVIRONMENT)
        if walls is None:
            own_folders = ("HOME", "TMPDIR", "IPYTHONDIR", "MPLCONFIGDIR")
            kept = {name: os.environ[name] for name in own_folders if name in os.environ}
            left = {name: value for name, value in ENVIRONMENT.items() if name not in own_folders}
            environment = {**os.environ, **left, **kept}
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  the command is ours
                command,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=environment,
                cwd="/",
                start_new_session=True,
            )
        self._orders = Channel(own)
        first = {
            "imports": list(imports),
            "prepare": prepare,
            "prepare_arguments": dict(prepare_arguments or {}),
        }
        self._is_ready = False
        with contextlib.suppress(WireError):  # `await_start` says why
            self._orders.send(first, seconds=START_SECONDS)

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def await_start(self) -> None:
        """Waits until it is warm; several may warm up side by side.

        Raises:
            IsolationError: it could not be started, with the reason.

        """
        if self._is_ready:
            return
        try:
            self._orders.receive(START_SECONDS)
        except WireError:
            reason = self._failure()
            self.close()
            raise IsolationError(f"the isolated process did not start: {reason}") from None
        self._is_ready = True

    def spawn(self, order: Order, seconds: float = 10.0) -> Isolated:
        """A new isolated process.

        Raises:
            IsolationError: it could not be made, with the reason.

        """
        self.await_start()
        is_root = self.walls is not None and os.geteuid() == 0
        # Graders at the same time have process ids that differ.
        user = user_for(os.getpid() * 97 + next(_numbers)) if is_root else None
        order = replace(order, user=user, walls=self.walls is not None)
        folder = ""
        if self.walls is None:
            folder = tempfile.mkdtemp(prefix="cellcheck-")
            order = replace(order, scratch=folder)
        control, their_control = pair()
        work, their_work = pair()
        with their_control, their_work:
            descriptors = (their_control.fileno(), their_work.fileno())
            try:
                self._orders.send(order.to_header(), descriptors=descriptors, seconds=seconds)
            except WireError as error:
                raise IsolationError(f"the nursery is gone: {error}") from None
        isolated = Isolated(Channel(control), Channel(work), folder)
        try:
            said = isolated.control.receive(seconds).header
        except WireError as error:
            said = {"failed": str(error)}
        if "started" not in said:
            isolated.stop()
            raise IsolationError(f"no isolated process: {said.get('failed', said)}")
        return isolated

    def close(self) -> None:
        """Ends the nursery and everything in it."""
        self._orders.close()
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _failure(self) -> str:
        deadline = time.monotonic() + 2
        while self._process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        if self._process.poll() is None or self._process.stderr is None:
            return "it gave no answer"
        text = self._process.stderr.read().decode(errors="replace").strip()
        return text.splitlines()[-1] if text else f"exit code {self._process.returncode}"
