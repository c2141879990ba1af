"""One graded exercise: the public data while the notebook runs, the hidden data when it is over."""

import builtins
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cellcheck.checker import PRINTS, check_exercise, verdict, versions
from cellcheck.diagnosis import Upstream
from cellcheck.diagnosis.saying import finding
from cellcheck.exercise import Course, Exercise
from cellcheck.grading.examiner.kept_back import described
from cellcheck.grading.examiner.process import StudentProcess
from cellcheck.grading.examiner.questions import Question
from cellcheck.report import Finding, Link, Raised, Report
from cellcheck.runner import Outcome, TimeLimitError
from cellcheck.trial import Prepared, Run, judged, prepared
from cellcheck.wire.channel import ClosedError, Message, SilentError, WireError
from cellcheck.wire.values import Decoder, Encoder, Opaque

CALL_SECONDS = 5.0
"""For one call; a right answer needs milliseconds."""
ALL_CALLS_SECONDS = 15.0
"""For all calls of one exercise with public, or with hidden, data."""
LATE_SECONDS = 1.0
"""For a call to end itself before its process is ended."""


class StudentError(Exception):
    """Raised by the student's code, on the other side of the border."""


class NoAnswerError(StudentError):
    """No result came that could be taken."""


class UnfinishedError(StudentError, NotImplementedError):
    """The template's own `raise NotImplementedError`."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What a graded cell asks for."""

    exercise: str
    points: float
    seed: int | None = None
    hint_level: int = 2


class Examined:
    """One exercise of one submission, on its way from the first call to the report."""

    def __init__(
        self, process: StudentProcess, course: Course, graded: Graded, position: int
    ) -> None:
        self.graded = graded
        self.position = position
        self.exercise: Exercise = course[graded.exercise]
        self._course = course
        self._process = process
        self._fork = process.fork(self._order())
        self._about: dict[str, Any] = {}
        self._runs: list[Run] = []
        self._raised: dict[int, Raised] = {}
        self._asked: list[Question] = []
        self._prints = False
        self._knows_hidden_data = False
        """From then on no word that its process chooses is kept: it would come to the page."""

    def run_public(self) -> None:
        """Calls the function with the data that students may see; its process then waits."""
        self._begin()
        if self.runnable:
            self._run(prepared(self.exercise.name, None))

    def run_hidden(self) -> None:
        """Calls it with the hidden data; from now on, nothing that it says is shown."""
        done = self.stopped or not self.runnable or self.delegations()
        if done or self.graded.seed is None:
            return
        self._knows_hidden_data = True
        self._asked += self._fork.questions.hush(self.exercise.calls)
        self._run(self._hidden())

    @property
    def died_waiting(self) -> bool:
        """Was its process gone before it saw hidden data, whoever ended it?"""
        public = len(prepared(self.exercise.name, None))
        is_first = len(self._runs) == public + 1
        return is_first and isinstance(self._runs[-1].outcome.exception, NoAnswerError)

    def run_hidden_again(self) -> None:
        """The same in a new process, once everything else of the submission is over."""
        del self._runs[-1]
        self._asked += self._fork.questions.asked
        self._fork.close()
        process, self._fork = self._process.fork_again(self._fork.cells, self._order())
        try:
            self._fork.questions.hush(self.exercise.calls)
            with contextlib.suppress(WireError):
                self._fork.receive(CALL_SECONDS)
            self._run(self._hidden())
        finally:
            self._fork.close()
            process.close()

    def _hidden(self) -> list[Prepared]:
        cases = prepared(self.exercise.name, self.graded.seed)
        return [case for case in cases if not case.data.public]

    def close(self) -> None:
        self._fork.close()

    @property
    def key(self) -> tuple[int, str]:
        """Number of the cell and name of the exercise."""
        return self.position, self.exercise.name

    @property
    def runnable(self) -> bool:
        return self._about.get("is") == "function" and not self._about.get("misfit")

    @property
    def stopped(self) -> bool:
        """Has it raised, or hung?"""
        return bool(self._runs) and self._runs[-1].outcome.exception is not None

    @property
    def timed_out(self) -> bool:
        return self.stopped and isinstance(self._runs[-1].outcome.exception, TimeLimitError)

    @property
    def refused(self) -> str:
        """Why nothing that it answered was taken, in words; empty if it was."""
        last = self._runs[-1].outcome.exception if self._runs else None
        return str(last) if isinstance(last, NoAnswerError) else ""

    @property
    def right(self) -> bool:
        """Right on all data so far, and its own work?"""
        all_right = self.runnable and bool(self._runs) and all(run.right for run in self._runs)
        return all_right and not self.delegations()

    @property
    def leans_on(self) -> frozenset[str]:
        """The student's own functions that it leans on."""
        own = self._about.get("own")
        chain = self._course.chain(self.exercise.name)[:-1]
        return frozenset(name for name in chain if isinstance(own, list) and name in own)

    def delegations(self) -> list[Question]:
        """Calls of the library's solution to this very exercise, or of one that contains it."""
        return [
            question
            for question in (*self._asked, *self._fork.questions.asked)
            if question.name not in self.exercise.calls and self._is_solved_by(question.name)
        ]

    def _is_solved_by(self, name: str) -> bool:
        """Does the library's function of that name solve this exercise, or contain what does?"""
        if any(name == solution.__name__ for solution in self.exercise.solving_functions):
            return True
        if any(name.startswith(f"{module}.") for module in self.exercise.solving_modules):
            return True
        return name in self._course and self.exercise.name in called_by(self._course, name)

    def report(self, second_look: Report | None) -> Report:
        """The verdict, with what the diagnosis found if there was one."""
        name = self.exercise.name
        if self._about.get("is") in (None, "gone"):
            message = "The process in which the notebook ran gave no answer."
            return Report(name, "error", f"`{name}` could not be run", message)
        if not self.runnable and not self._about.get("misfit"):
            return check_exercise(name, self._namespace())
        redact = self.graded.seed is not None
        report = verdict(self._tried(second_look), self.exercise, self.graded.seed, redact=redact)
        if report.passed and second_look is not None and second_look.status == "blocked":
            report = replace(second_look, score=1.0)
        notes = report.notes
        if self._prints and PRINTS not in notes:
            notes = (*notes, PRINTS)
        return replace(report, notes=notes, versions=versions())

    def _tried(self, second_look: Report | None) -> "_Tried":
        questions = self.delegations()
        said = (
            finding(
                self.exercise, "delegates", questions[0].line, source=questions[0].source.strip()
            )
            if questions
            else None
        )
        return _Tried(self._about, tuple(self._runs), self._raised, said, second_look)

    def _order(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise.name,
            "chain": list(self._course.chain(self.exercise.name)[:-1]),
            "signature": list(self.exercise.signature),
            # The reference's own signature: it may take more, by name, than the exercise asks for.
            "calls": {
                name: described(self._course[name].reference)["signature"]
                for name in self.exercise.calls
            },
            "seconds": CALL_SECONDS,
        }

    def _begin(self) -> None:
        about: dict[str, Any] = {"is": "gone"}
        for attempt in range(2):
            try:
                about = dict(self._fork.receive(CALL_SECONDS).header)
                break
            except WireError:
                if attempt == 0:  # it may have been ended by what an earlier exercise left behind
                    self._fork.close()
                    self._fork = self._process.fork(self._order())
        own = str(about.get("misfit") or "")[:300]
        if own:
            expected = self.exercise.declaration
            about["misfit"] = f"It is `{self.exercise.name}{own}`, expected `{expected}`."
        self._about = about

    def _run(self, cases: Sequence[Prepared]) -> None:
        """Stops at the first data set on which the function raises or hangs."""
        deadline = time.monotonic() + ALL_CALLS_SECONDS
        for case in cases:
            left = max(deadline - time.monotonic(), LATE_SECONDS)
            outcome = self._called(case, min(CALL_SECONDS, left))
            self._runs.append(_slim(judged(self.exercise, case, outcome)))
            if outcome.exception is not None:
                return

    def _called(self, case: Prepared, seconds: float) -> Outcome:
        encoder = Encoder()
        header = {"arguments": encoder.encode(case.arguments)}
        header["functions"] = self._fork.questions.offer(encoder.callables)
        try:
            self._fork.channel.send(header, encoder.parts, seconds=seconds)
            message = self._fork.receive(seconds + LATE_SECONDS)
            return self._outcome(message)
        except SilentError:
            self._asked += self._fork.questions.asked
            self._fork.close()
            return Outcome(exception=self._known(TimeLimitError("not finished in time")))
        except ClosedError:
            text = "The process in which it ran has ended."
        except WireError as error:
            reason = "" if self._knows_hidden_data else f": {error}"
            text = f"What it returned was not taken{reason}."
        return Outcome(exception=self._known(NoAnswerError(text)))

    def _outcome(self, message: Message) -> Outcome:
        header = message.header
        self._prints = self._prints or header.get("prints") is True
        if isinstance(raised := header.get("raised"), dict):
            return Outcome(exception=self._exception(raised))
        if "refused" in header or "value" not in header:
            raise WireError(str(header.get("refused", "no value came"))[:300])
        value = Decoder(message.parts).decode(header["value"])
        changed = header.get("changed")
        names = changed if isinstance(changed, list) else []
        return Outcome(value, changed=tuple(n for n in self.exercise.signature if n in names))

    def _exception(self, raised: dict[str, Any]) -> BaseException:
        exception: BaseException = StudentError()
        if raised.get("timed_out") is True:
            exception = TimeLimitError("not finished in time")
        elif raised.get("unfinished") is True:
            exception = UnfinishedError()
        kind = str(raised.get("type"))[:200]
        if self._knows_hidden_data:
            known = isinstance(getattr(builtins, kind, None), type)
            kind = kind if known else "Error"
            self._raised[id(exception)] = Raised(kind, "", self.exercise.name)
            return exception
        line = raised.get("line")
        self._raised[id(exception)] = Raised(
            kind,
            str(raised.get("message"))[:2000],
            str(raised.get("function"))[:200],
            line if isinstance(line, int) else None,
            str(raised.get("source"))[:500],
        )
        return exception

    def _known(self, exception: BaseException) -> BaseException:
        """An end that the student's own process had no word on."""
        kind = type(exception).__name__
        self._raised[id(exception)] = Raised(kind, str(exception), self.exercise.name)
        return exception

    def _namespace(self) -> dict[str, Any]:
        """A namespace that is like the student's where this exercise is concerned."""
        name = self.exercise.name
        match self._about.get("is"):
            case "library":
                return {name: self.exercise.reference}
            case "other":
                kind = "".join(filter(str.isalnum, str(self._about.get("type"))))
                return {name: type(kind or "object", (Opaque,), {})()}
        return {}


@dataclass(frozen=True, slots=True)
class _Tried:
    """What `verdict` needs to know, from the far side of the border."""

    about: dict[str, Any]
    seen: tuple[Run, ...]
    exceptions: dict[int, Raised]
    said: Finding | None
    second_look: Report | None
    seconds: float = CALL_SECONDS

    def signature_problem(self, _name: str) -> str:
        return str(self.about.get("misfit") or "")

    def runs(self, _name: str, _seed: int | None) -> tuple[Run, ...]:
        return self.seen

    def has_own_names(self, _name: str) -> bool:
        return self.about.get("has_own_names") is True

    def delegation(self, _name: str) -> Finding | None:
        return self.said

    def raised(self, name: str, exception: BaseException) -> Raised:
        return self.exceptions.get(id(exception), Raised("Error", "", name))

    def findings(self, _name: str) -> tuple[Finding, ...]:
        look = self.second_look
        found = look.findings if look is not None and not look.passed else ()
        return found or (() if self.said is None else (self.said,))

    def chain(self, name: str, state: Literal["wrong"], note: str) -> tuple[Link, ...]:
        before = self.second_look.chain[:-1] if self.second_look is not None else ()
        return (*before, Link(name, state, note))

    def in_the_chain(self, _name: str) -> tuple[Run, ...]:
        return ()  # the second look has seen to that

    def upstream(self, name: str) -> Upstream:
        raise LookupError(f"{name}: nothing ran in the chain")


def in_order(course: Course, examined: Sequence[Examined]) -> list[Examined]:
    """What others call comes first.

    While `lstm_forward` is examined it may ask for the reference's `lstm_cell_forward`. If it came
    first it could ask on the other's behalf.
    """
    return sorted(examined, key=lambda one: len(called_by(course, one.exercise.name)))


def called_by(course: Course, name: str) -> set[str]:
    """The exercise, and all whose functions it calls, directly or not."""
    found = {name}
    for called in course[name].calls:
        found |= called_by(course, called)
    return found


def _slim(run: Run) -> Run:
    """Without what has been judged already: a wrong shape may be of any size."""
    comparisons = tuple(
        replace(each, actual=replace(each.actual, array=_outline(each.actual.array)))
        if each.status == "shape" and each.actual.array is not None
        else each
        for each in run.comparisons
    )
    result = None if run.outcome.result is None else ()
    return replace(run, outcome=replace(run.outcome, result=result), comparisons=comparisons)


def _outline(array: NDArray[Any]) -> NDArray[Any]:
    """An array of the same shape and dtype that takes no memory."""
    return np.broadcast_to(np.zeros((), array.dtype), array.shape)
