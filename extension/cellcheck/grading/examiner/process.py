"""A student's process, seen from the examiner: cells run in it, exercises fork from it.

It may hang, crash or lie. A cell that hangs is interrupted and then killed; after a death the
process is made anew and the cells before are run again, so that one bad cell costs itself alone.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cellcheck.grading.examiner.pinned import Pinned
from cellcheck.grading.examiner.questions import Questions
from cellcheck.isolation.limits import Limits
from cellcheck.isolation.sandbox import Isolated, Nursery
from cellcheck.isolation.warden import Order
from cellcheck.wire.channel import Channel, ClosedError, Message, SilentError, WireError, pair

ENTRY = "cellcheck.examinee.session:enter"
GRACE_SECONDS = 1.0
"""Between an interrupt and the end of a process that ignores it."""
START_SECONDS = 20.0
SEND_SECONDS = 5.0
AGAIN_SECONDS = 1.0
"""For a cell that has hung before, when it is run again to get at the names it defines."""

MOST_OUTPUTS = 501
"""Of one cell: what a student's process sends by itself, and its word that there was more."""

DIED = "died"
STOPPED = "was stopped"
TIMED_OUT = "timed out"

log = logging.getLogger(__name__)


class SpentError(Exception):
    """There is nothing left to try: no time, or no process that comes to life."""


@dataclass(frozen=True, slots=True)
class CellResult:
    """What a cell put out, and how it ended."""

    outputs: list[dict[str, Any]] = field(default_factory=list)
    done: bool = True
    """Whether it came to its end without an error."""
    problem: str = ""
    """Why it did not end by itself: `timed out`, `died`, or what it used too much of."""
    lives: bool = True
    """Whether the process has outlived it."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a submission may use: wall-clock seconds in all, and the limits of its processes."""

    seconds: float = 120.0
    limits: Limits = field(default_factory=Limits)


class StudentProcess:
    """One submission's process.

    Args:
        nursery: where it comes from.
        questions: a maker of answers to what student code asks of the library.
        files: what belongs to the assignment, by relative path.
        allowance: what it may use.

    """

    def __init__(
        self,
        nursery: Nursery,
        questions: Callable[[], Questions],
        files: Mapping[str, bytes],
        allowance: Allowance,
    ) -> None:
        self._nursery = nursery
        self._questions = questions
        self._allowance = allowance
        self._files = dict(files)
        self._deadline = time.monotonic() + allowance.seconds
        self._ran: list[tuple[str, float]] = []
        self._living: Isolated | None = None
        self._pinned = Pinned(0)
        self._all: list[Isolated] = []
        self.exceeded = ""
        """What the submission has used too much of."""

    @property
    def left(self) -> float:
        """Seconds left for this submission."""
        return self._deadline - time.monotonic()

    @property
    def peak(self) -> int:
        """Most resident bytes at a time, once it has been closed."""
        return max((isolated.peak for isolated in self._all), default=0)

    def run(self, source: str, seconds: float) -> CellResult:
        """Runs a cell.

        Where the process dies, whoever killed it, the cell gets another one, in which nothing has
        been graded yet: it may have been hit by what a graded function left behind.

        Raises:
            SpentError: there is no time left for this submission.

        """
        result = self._converse(self._channel(), source, seconds)
        if result.problem in (DIED, STOPPED):
            result = self._converse(self._channel(), source, seconds)
        if result.lives:
            self._ran.append((source, AGAIN_SECONDS if result.problem else seconds))
        return result

    def fork(self, order: dict[str, Any]) -> "Fork":
        """A copy of the process as it is now, for one exercise or one test cell.

        Raises:
            SpentError: there is no time left for this submission.

        """
        own, theirs = pair()
        request = {"do": "fork", "order": order}
        with contextlib.ExitStack() as unless_made, theirs:
            unless_made.callback(own.close)
            descriptors = (theirs.fileno(),)
            try:
                self._channel().send(request, descriptors=descriptors, seconds=SEND_SECONDS)
            except WireError:
                self._bury()
                self._channel().send(request, descriptors=descriptors, seconds=SEND_SECONDS)
            unless_made.pop_all()
        return Fork(Channel(own), self._questions(), len(self._ran))

    def fork_again(self, cells: int, order: dict[str, Any]) -> "tuple[StudentProcess, Fork]":
        """The same from a new process, which has run no more than the first `cells` cells.

        Only after everything else of the submission has been closed: cells that run now may ask
        the library anything, and must not hear from anybody who has seen hidden data.
        """
        if self._living is not None:
            raise RuntimeError("the submission is not closed yet")
        allowance = Allowance(max(self.left, 0.0), self._allowance.limits)
        other = StudentProcess(self._nursery, self._questions, self._files, allowance)
        other._ran = self._ran[:cells]
        return other, other.fork(order)

    def end_cells(self) -> None:
        """Kills the process that runs cells. Its forks live on; nothing they say is shown."""
        self._pinned.end()

    def close(self) -> None:
        """Ends everything of this submission."""
        for isolated in self._all:
            self.exceeded = isolated.stop() or self.exceeded
        self._pinned.close()
        self._living = None

    def _channel(self) -> Channel:
        if self.left <= 0:
            raise SpentError("the time for this submission is used up")
        if self._living is not None and self._pinned.has_ended:
            self._bury()
        if self._living is None:
            self._living = self._started()
        return self._living.work

    def _started(self) -> Isolated:
        """A new process in which the cells so far have been run."""
        isolated = self._nursery.spawn(Order(ENTRY, limits=self._allowance.limits))
        self._all.append(isolated)
        channel = isolated.work
        try:
            self._pinned = Pinned(channel.receive(START_SECONDS).sender)
            request = {"do": "write", "names": list(self._files)}
            channel.send(request, list(self._files.values()), seconds=START_SECONDS)
            channel.receive(START_SECONDS)
        except WireError as error:
            raise SpentError(f"the student's process did not start: {error}") from None
        for position, (source, seconds) in enumerate(self._ran):
            # What it puts out is known already: it only has to leave the same names behind.
            if not self._converse(channel, source, seconds).lives:
                # Its names are lost then, and nothing else.
                del self._ran[position]
                if self.left <= 0:
                    raise SpentError("the time for this submission is used up")
                return self._started()
        return isolated

    def _converse(self, channel: Channel, source: str, seconds: float) -> CellResult:
        """Has one cell run, answers what it asks, and waits no longer than it may take."""
        questions = self._questions()
        deadline = time.monotonic() + min(seconds, max(self.left, AGAIN_SECONDS))
        interrupted = False
        try:
            channel.send({"do": "run", "source": source}, seconds=SEND_SECONDS)
            while True:
                try:
                    message = channel.receive(deadline - time.monotonic())
                except SilentError:
                    if interrupted:
                        problem = STOPPED if self._pinned.is_stopped else TIMED_OUT
                        self._bury()
                        return CellResult(done=False, problem=problem, lives=False)
                    interrupted = True
                    deadline = time.monotonic() + GRACE_SECONDS
                    self._pinned.interrupt()
                    continue
                if "ask" not in message.header:
                    return _cell_result(message, interrupted=interrupted)
                questions.answer(channel, message, SEND_SECONDS)
        except WireError:
            reason = self._reason()
            self._bury()
            return CellResult(done=False, problem=reason, lives=False)

    def _reason(self) -> str:
        """Why the process died, as far as its warden knows."""
        if self._living is None:
            return DIED
        try:
            said = self._living.control.receive(1.0).header
        except WireError:
            return DIED
        self.exceeded = str(said.get("exceeded", self.exceeded))
        return f"too much: {self.exceeded}" if self.exceeded else DIED

    def _bury(self) -> None:
        """Ends the process that runs cells; forks of it that wait for hidden data live on."""
        self._pinned.end()
        self._pinned.close()
        self._living = None


class Fork:
    """A copy of the student's process that answers for one exercise.

    Args:
        channel: the way there.
        questions: answers to what it asks of the library.
        cells: how many cells had run when it was made.

    """

    def __init__(self, channel: Channel, questions: Questions, cells: int) -> None:
        self.channel = channel
        self.questions = questions
        self.cells = cells
        self._pinned = Pinned(0)

    def receive(self, seconds: float) -> Message:
        """The next message that is no question.

        Raises:
            WireError: it is gone, silent, or sends what cannot be read.

        """
        deadline = time.monotonic() + seconds
        while True:
            message = self.channel.receive(deadline - time.monotonic())
            if self._pinned.is_nobody:
                self._pinned = Pinned(message.sender)
            if "ask" not in message.header:
                return message
            self.questions.answer(self.channel, message, SEND_SECONDS)

    def close(self) -> None:
        """Hangs up, and ends the process for good."""
        self.channel.close()
        self._pinned.end()
        self._pinned.close()


def _cell_result(message: Message, *, interrupted: bool) -> CellResult:
    outputs = message.header.get("outputs")
    if not isinstance(outputs, list):
        raise ClosedError("no outputs came")
    return CellResult(
        [output for output in outputs[:MOST_OUTPUTS] if isinstance(output, dict)],
        message.header.get("done") is True,
        TIMED_OUT if interrupted else "",
    )
