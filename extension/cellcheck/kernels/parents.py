"""The server's side of warm parents: starts them, asks them for kernels, replaces dead ones."""

import atexit
import logging
import os
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cellcheck.kernels.forked_process import UNKNOWN_STATUS, ForkedProcess
from cellcheck.kernels.order import Order
from cellcheck.kernels.origin import NotWarmError, Origin
from cellcheck.wire.channel import Channel, ClosedError, WireError, pair

PROGRAM = (
    "import os, sys; before = dict(os.environ); sys.path[:] = filter(None, sys.path); "
    "from cellcheck.kernels.warm_parent import main; main(before)"
)
"""What a parent runs. No module of the folder that it is started in can take another's place."""

AS_IN_A_KERNEL = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
"""What ipykernel sets unless it is set already; matplotlib reads it when it is imported."""

MOST_PARENTS = 4
"""A parent holds the memory of its imports; more kinds of kernels than this start without one."""
IMPORT_LIMIT = 120.0
"""Seconds for a parent to import everything."""
ANSWER_LIMIT = 10.0
"""Seconds for a parent to fork or to say an exit status, and for a kernel to open its sockets."""

log = logging.getLogger(__name__)


class ParentGoneError(NotWarmError):
    """The parent has ended, or cannot be used any more; another one may do."""


class Parent:
    """A warm parent, as the server sees it. Safe for use by several threads."""

    def __init__(self, origin: Origin, environment: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._kernels: set[int] = set()
        self._retired = False
        self._lost = False
        ours, theirs = pair()
        self._orders = Channel(ours)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  the kernelspec's own interpreter
                [*origin.interpreter, "-c", PROGRAM, str(theirs.fileno())],
                env={**AS_IN_A_KERNEL, **environment},
                stdin=subprocess.DEVNULL,
                # A closed stream's number would go to one of its connections.
                stdout=None if _is_open(1) else subprocess.DEVNULL,
                stderr=None if _is_open(2) else subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # the server's Ctrl-C is not for it
            )
        try:
            self._prepare(origin)
        except BaseException:
            self.close()
            raise

    @property
    def pid(self) -> int:
        return self._process.pid

    def _prepare(self, origin: Origin) -> None:
        handle = os.pidfd_open(os.getpid())
        try:
            answer = self._ask({"imports": origin.imports}, [handle], IMPORT_LIMIT)[0]
        except ParentGoneError as error:
            raise NotWarmError(f"no warm parent can be started: {error}") from None
        finally:
            os.close(handle)
        for name, reason in answer["failures"].items():
            log.warning("warm kernels: %s cannot be imported in advance: %s", name, reason)

    def fork(self, order: Order) -> ForkedProcess:
        """A new kernel process.

        Raises:
            ParentGoneError: the parent has ended, or holds packages that have changed since.
            NotWarmError: no process could be made.

        """
        answer, handles = self._ask(order.header(), order.descriptors, ANSWER_LIMIT)
        if "stale" in answer:
            raise ParentGoneError(f"{answer['stale']} has changed since it was imported")
        if "failed" in answer:
            raise NotWarmError(answer["failed"])
        with self._lock:
            self._kernels.add(answer["pid"])
        return ForkedProcess(self.reap, answer["pid"], handles[0])

    def reap(self, pid: int) -> int:
        """The exit status of a kernel that has ended."""
        try:
            status = self._ask({"reap": pid}, (), ANSWER_LIMIT)[0]["status"]
        except NotWarmError:
            status = None
        with self._lock:
            self._kernels.discard(pid)
            last = self._retired and not self._kernels
        if last:
            self.close()
        return UNKNOWN_STATUS if status is None else int(status)

    def retire(self) -> None:
        """Lets the parent end as soon as it has no kernels."""
        with self._lock:
            self._retired = True
            last = not self._kernels
        if last or self._process.poll() is not None:
            self.close()

    def close(self) -> None:
        """Ends the parent and its kernels."""
        with self._lock:
            self._lost = True
            self._orders.close()
        try:
            self._process.wait(ANSWER_LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """Lets go of the parent without ending it: it belongs to the process that was forked."""
        self._lock = threading.Lock()
        self._lost = True
        self._orders.close()
        self._process.returncode = 0

    def _ask(
        self, header: dict[str, Any], descriptors: Sequence[int], seconds: float
    ) -> tuple[dict[str, Any], list[int]]:
        with self._lock:
            if self._lost:
                raise ParentGoneError("the warm parent has ended or has not answered before")
            try:
                self._orders.send(header, descriptors=descriptors, seconds=seconds)
                message, received = self._orders.receive_with_descriptors(1, seconds)
            except ClosedError:
                raise ParentGoneError("the warm parent has ended") from None
            except WireError as error:
                # Its answers would no longer match questions. It keeps its connection, because
                # it takes the end of that for the end of the server, and ends its kernels.
                self._lost = True
                raise ParentGoneError(f"the warm parent did not answer: {error}") from None
        for descriptor in received:
            os.set_inheritable(descriptor, False)
        return message.header, received


class Parents:
    """The warm parents of this process, one for each origin, started when first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parents: dict[Origin, Parent] = {}
        self._retired: list[Parent] = []

    def fork(self, origin: Origin, order: Order) -> ForkedProcess:
        """A kernel whose sockets are open, from a parent that is started if there is none.

        Args:
            origin: what the parent must be.
            order: what the kernel is to be; its `started` is set here.

        Raises:
            NotWarmError: it cannot be forked.

        """
        try:
            return self._fork(origin, order)
        except ParentGoneError as error:
            log.info("warm kernels: starting a new warm parent: %s", error)
            return self._fork(origin, order)

    def _fork(self, origin: Origin, order: Order) -> ForkedProcess:
        parent = self.parent(origin, order.environment)
        reading, writing = os.pipe()
        try:
            try:
                process = parent.fork(replace(order, started=writing))
            finally:
                os.close(writing)
            process.wait_until(reading, ANSWER_LIMIT)
        except ParentGoneError:
            self._drop(origin, parent)
            raise
        finally:
            os.close(reading)
        return process

    def parent(self, origin: Origin, environment: Mapping[str, str]) -> Parent:
        """The parent for this origin, ready to fork."""
        with self._lock:
            if origin not in self._parents:
                if len(self._parents) >= MOST_PARENTS:
                    raise NotWarmError(
                        f"{MOST_PARENTS} warm parents with other imports or variables are running"
                    )
                try:
                    self._parents[origin] = Parent(origin, environment)
                except OSError as error:
                    raise NotWarmError(f"no warm parent can be started: {error}") from None
            return self._parents[origin]

    def pids(self) -> list[int]:
        """The processes that can be asked for kernels."""
        with self._lock:
            return [parent.pid for parent in self._parents.values()]

    def _drop(self, origin: Origin, parent: Parent) -> None:
        with self._lock:
            if self._parents.get(origin) is parent:
                del self._parents[origin]
                self._retired.append(parent)
        parent.retire()

    def close(self) -> None:
        """Ends every parent, and with it the kernels that are still running."""
        with self._lock:
            parents = [*self._parents.values(), *self._retired]
            self._parents.clear()
            self._retired.clear()
        for parent in parents:
            parent.close()

    def forget(self) -> None:
        """In a fork of the server: the parents are the server's, and two cannot ask at once."""
        for parent in [*self._parents.values(), *self._retired]:
            parent.forget()
        self._lock = threading.Lock()
        self._parents.clear()
        self._retired.clear()


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


PARENTS = Parents()
atexit.register(PARENTS.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=PARENTS.forget)
