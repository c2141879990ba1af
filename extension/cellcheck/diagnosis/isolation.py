"""Isolation by exchange: is it the function, what it calls, or what it is given?

The first experiment, on which all others build. A function runs with the reference in the place of
everything around it: what is wrong then is its own fault. Where it is right alone and wrong among
the student's other functions, each of those is tried in the same way.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cellcheck.diagnosis.delegation import delegates
from cellcheck.diagnosis.failure import Failure
from cellcheck.diagnosis.judge import MOST_FINDINGS, diagnose
from cellcheck.diagnosis.reused import overwritten_by_next_call
from cellcheck.exercise import Exercise
from cellcheck.report import Finding, Link, Raised
from cellcheck.runner import describe_exception, has_own_names, misfit
from cellcheck.trial import Run, Work, in_the_chain, on_its_own

log = logging.getLogger(__name__)

MOST_NAMES = 3
"""Wrong values that a sentence names."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """Why a function that is right alone goes wrong among the others."""

    title: str
    message: str
    chain: tuple[Link, ...]
    findings: tuple[Finding, ...]


class Isolation:
    """The functions of one piece of work, each tried on its own merits once, whoever asks.

    Valid as long as the work is: a function that is defined anew needs a new one.
    """

    def __init__(self, work: Work, seconds: float) -> None:
        self.work = work
        self.seconds = seconds
        self._runs: dict[tuple[str, int | None], tuple[Run, ...]] = {}
        self._findings: dict[str, tuple[Finding, ...]] = {}

    def runs(self, name: str, seed: int | None = None) -> tuple[Run, ...]:
        """The function on its own merits, on the public data sets and those of the seed."""
        if (name, seed) not in self._runs:
            self._runs[name, seed] = on_its_own(self.work, name, seed, self.seconds)
        return self._runs[name, seed]

    def in_the_chain(self, name: str) -> tuple[Run, ...]:
        """The function on what the student's other functions give it; () where there are none."""
        upstream = self.work.course.chain(name)[:-1]
        if not any(needed in self.work.functions for needed in upstream):
            return ()
        return in_the_chain(self.work, name, None, self.seconds)

    def signature_problem(self, name: str) -> str:
        """What is wrong with the arguments that the function takes; empty if nothing is."""
        return _signature_problem(self.work.course[name], self.work.functions[name])

    def has_own_names(self, name: str) -> bool:
        """Does the body assign anything? A template that only holds `pass` does not."""
        return has_own_names(self.work.functions[name])

    def delegation(self, name: str) -> Finding | None:
        """Says so where the library's own solution does the work."""
        return delegates(self.work, name, self.seconds)

    def raised(self, name: str, exception: BaseException) -> Raised:
        """Where in the student's code the exception arose."""
        return describe_exception(exception, name, self.work.namespaces(name))

    def is_right(self, name: str) -> bool:
        """Is the function right on its own merits, on the public data sets?"""
        return not self.signature_problem(name) and all(run.right for run in self.runs(name))

    def findings(self, name: str) -> tuple[Finding, ...]:
        """The causes that lie in the function itself.

        From the public data alone: words and values in them may come from the data.
        """
        if name not in self._findings:
            self._findings[name] = self._diagnosis(name)
        return self._findings[name]

    def _diagnosis(self, name: str) -> tuple[Finding, ...]:
        known = next((runs for (of, _), runs in self._runs.items() if of == name), None)
        public = tuple(run for run in known or self.runs(name) if run.data.public)
        if self.signature_problem(name) or all(run.right for run in public):
            return ()
        return diagnose(Failure.of(self.work, self.work.course[name], public, self.seconds))

    def chain(self, name: str, state: Literal["wrong"], note: str) -> tuple[Link, ...]:
        """The functions that lead to this one, each on its own merits; then itself."""
        return (*self._links(name, self._wrong_before(name), ""), Link(name, state, note))

    def upstream(self, name: str) -> Upstream:
        """What lies at fault before a function that is right alone."""
        causes = self._wrong_before(name)
        findings = tuple(finding for cause in causes for finding in self.findings(cause))
        if not causes and (reused := self._reused(self._before(name))) is not None:
            causes, findings = [reused.function], (reused,)
        return Upstream(
            _title(self.work.course[name], causes),
            self._message(name, causes),
            (*self._links(name, causes, "cause"), Link(name, "blocked", "blocked")),
            findings[:MOST_FINDINGS],
        )

    def _reused(self, names: Sequence[str]) -> Finding | None:
        """Of functions that are right alone, what is wrong with the first that is called again."""
        for name in names:
            try:
                failure = Failure.of(
                    self.work, self.work.course[name], self.runs(name), self.seconds
                )
                found = overwritten_by_next_call(failure)
            except Exception:
                log.warning("calling %s again came to no result", name, exc_info=True)
                continue
            if found is not None:
                return found
        return None

    def _before(self, name: str) -> list[str]:
        chain = self.work.course.chain(name)[:-1]
        return [needed for needed in chain if needed in self.work.functions]

    def _wrong_before(self, name: str) -> list[str]:
        return [needed for needed in self._before(name) if not self.is_right(needed)]

    def _links(self, name: str, causes: Sequence[str], note: str) -> list[Link]:
        links = []
        for needed in self.work.course.chain(name)[:-1]:
            if needed not in self.work.functions:
                links.append(Link(needed, "given"))
            elif needed in causes:
                links.append(Link(needed, "wrong", note))
            else:
                links.append(Link(needed, "right"))
        return links

    def _message(self, name: str, causes: Sequence[str]) -> str:
        opening = (
            f"With the reference for everything around it, your `{name}` "
            "gives every expected value."
        )
        if not causes:
            return f"{opening} Each of the others does too; only together do the values differ."
        seen = [
            f"your `{cause}` is right for one call, and not for the next"
            if self.is_right(cause)
            else f"your `{cause}` is not right{self._what_differs(cause)}"
            for cause in causes
        ]
        return f"{opening} The cause is upstream: {'; '.join(seen)}."

    def _what_differs(self, name: str) -> str:
        runs = () if self.signature_problem(name) else self.runs(name)
        wrong = _wrong_values(runs)
        if not wrong:
            return ""
        listed = ", ".join(f"`{each}`" for each in wrong[:MOST_NAMES])
        return f": {listed} {'differs' if len(wrong) == 1 else 'differ'}"


def _wrong_values(runs: Sequence[Run]) -> list[str]:
    """Names of the values that differ on any data set, in the order of the result."""
    finished = [run for run in runs if run.comparisons]
    wrong = {each.name for run in finished for each in run.comparisons if not each.match}
    ordered = [each.name for run in finished[:1] for each in run.comparisons if each.name in wrong]
    return [*ordered, *dict.fromkeys(name for run in finished for name in run.outcome.changed)]


def _title(exercise: Exercise, causes: Sequence[str]) -> str:
    name = exercise.name
    if not causes:
        return f"`{name}` is right alone, but not together with your other functions"
    if all(cause in exercise.calls for cause in causes):
        return f"`{name}` is right; what it calls is not"
    return f"`{name}` is right; what it is given is not"


def _signature_problem(exercise: Exercise, function: Callable[..., Any]) -> str:
    own = misfit(function, exercise.signature)
    return f"It is `{exercise.name}{own}`, expected `{exercise.declaration}`." if own else ""
