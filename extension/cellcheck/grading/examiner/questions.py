"""Answers what a student's process asks for: the reference's result on arrays that it sends."""

import math
import time
import warnings
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cellcheck.exercise import Course
from cellcheck.grading.examiner.kept_back import announced
from cellcheck.nested import arrays_in
from cellcheck.runner import TimeLimitError, time_limit
from cellcheck.wire.channel import Channel, Message, WireError
from cellcheck.wire.values import Decoder, Encoder

MOST_NAMES = 100
MOST_BYTES = 4 * 2**20
MOST_ENTRIES = 4 * 10**6
"""What one array of a result may hold: no more than the three longest sides together allow."""
SECONDS = 3.0
"""For one answer; those of the course's own sizes take milliseconds."""
MOST_QUESTIONS = 20_000
"""During one cell or one graded call: a numerical gradient asks some thousand times."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and from which line of the notebook (the student's process says so)."""

    name: str
    line: int | None = None
    source: str = ""


@dataclass(slots=True)
class AnsweringTime:
    """Seconds that the examiner spends on the questions of one submission."""

    left: float = 30.0

    def spend(self, seconds: float) -> None:
        self.left -= seconds


class Questions:
    """Answers with the references of a course, and remembers what was asked.

    Args:
        course: the exercises whose references answer.
        allowed: time for the submission, shared by all that answer it.

    """

    def __init__(self, course: Course, allowed: AnsweringTime) -> None:
        self._course = course
        self._time = allowed
        self._only: Collection[str] | None = None
        self._callables: dict[str, Callable[..., Any]] = {}
        self.asked: list[Question] = []
        self._left = MOST_QUESTIONS
        self._hushed = False

    def hush(self, only: Collection[str]) -> list[Question]:
        """From now on only these functions answer, and no words of the asker are kept.

        Returns:
            What was asked so far.

        """
        self._hushed = True
        self._only = only
        asked, self.asked = self.asked, []
        return asked

    def offer(self, callables: Sequence[Callable[..., Any]]) -> list[dict[str, str]]:
        """Answers for these functions too: arguments of a graded call that are functions.

        Returns:
            What the asker is told of each: `name`, `signature`, and the `question` to ask, which
            no other function of the same process has had.

        """
        told = []
        for function in callables:
            question = f"argument {len(self._callables)}"
            self._callables[question] = function
            told.append({**announced(function), "question": question})
        return told

    def answer(self, channel: Channel, message: Message, seconds: float) -> None:
        """Answers one question.

        Raises:
            WireError: the other end is gone, or asks without end.

        """
        self._left -= 1
        if self._left < 0 or self._time.left <= 0:
            raise WireError("too many calls of the library's functions")
        began = time.monotonic()
        header = message.header
        name = str(header.get("ask"))[:100]
        if all(name != question.name for question in self.asked):
            self._remember(name, header.get("line"), header.get("source"))
        answer, parts = self._computed(name, header, message.parts)
        channel.send(answer, parts, seconds=seconds)
        self._time.spend(time.monotonic() - began)

    def _remember(self, name: str, line: Any, source: Any) -> None:
        """The first question for each function; nothing else is kept of them."""
        if len(self.asked) < MOST_NAMES:
            known = isinstance(line, int) and not self._hushed
            self.asked.append(Question(name, line, str(source)[:500]) if known else Question(name))

    def _computed(
        self, name: str, header: Mapping[str, Any], parts: Sequence[bytes]
    ) -> tuple[dict[str, Any], Sequence[bytes]]:
        function = self._callables.get(name)
        is_open = self._only is None or name in self._only
        if function is None and name in self._course and is_open:
            function = self._course[name].reference
        if function is None:
            text = f"{name} is not available while this is graded"
            return {"raised": ["NameError", text]}, ()
        decoder = Decoder(parts)
        try:
            arguments = decoder.decode(header.get("arguments"))
            named = decoder.decode(header["named"]) if "named" in header else {}
            _check_size((arguments, named))
            with time_limit(SECONDS), np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = function(*arguments, **named)
            known = {id(value): number for number, value in enumerate(decoder.objects)}
            encoder = Encoder(known=known)
            return {"value": encoder.encode(result)}, encoder.parts
        except (Exception, TimeLimitError) as error:  # noqa: BLE001  the arguments are anybody's
            return {"raised": [type(error).__name__, str(error)[:2000]]}, ()


def _check_size(arguments: Any) -> None:
    """Arguments of a megabyte can make a result of gigabytes: a product has the sides of both."""
    arrays = list(arrays_in(arguments))
    sides = sorted((side for array in arrays for side in array.shape), reverse=True)[:3]
    if sum(array.nbytes for array in arrays) > MOST_BYTES or math.prod(sides) > MOST_ENTRIES:
        raise ValueError("the arrays are too large to be taken while this is graded")
