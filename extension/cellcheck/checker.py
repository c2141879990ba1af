"""From a function in a namespace to a report: runs, verdict, and the cause where it is upstream."""

import inspect
import platform
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from cellcheck.diagnosis import Failure, delegates, diagnose
from cellcheck.exercise import Exercise, course
from cellcheck.report import DataSetReport, Finding, Link, Report, Status, ValueReport
from cellcheck.runner import TIME_LIMIT, Captured, TimeLimitError, captured, describe_exception
from cellcheck.trial import Run, Work, in_the_chain, on_its_own
from cellcheck.values import value_reports


def check_exercise(
    name: str,
    namespace: dict[str, Any],
    *,
    seed: int | None = None,
    redact: bool = False,
    seconds: float = TIME_LIMIT,
) -> Report:
    """Checks one function of a namespace and diagnoses what is wrong with it.

    Args:
        name: the exercise, which is the function's name.
        namespace: where the function and what it calls are defined; left as it was found.
        seed: draws further data sets, which are not public.
        redact: take numbers of data sets that are not public out of the report.
        seconds: time limit for each run of student code.

    Returns:
        The report; whatever the student's code does, it is in there.

    Raises:
        UnknownExerciseError: no exercise is called `name`; the nearest names are offered.

    """
    exercise = course()[name]
    work = Work.found_in(namespace)
    if problem := _absent(exercise, work):
        return replace(problem, versions=versions())
    with captured() as seen:
        report = _Check(work, exercise, seed, redact, seconds).report()
    return replace(report, notes=_notes(seen, redact=redact), versions=versions())


@cache
def versions() -> dict[str, str]:
    """What a helper needs to know to see the same."""
    try:
        own = version("cellcheck")
    except PackageNotFoundError:
        own = "unknown"
    return {"cellcheck": own, "numpy": np.__version__, "python": platform.python_version()}


def _absent(exercise: Exercise, work: Work) -> Report | None:
    """A report for what cannot be run at all."""
    name = exercise.name
    if name in work.functions:
        return None
    present = work.namespace.get(name)
    if present is exercise.reference:
        title, message = (
            f"`{name}` is the library's own, there is nothing to check",
            f"Define a function `{name}({', '.join(exercise.signature)})` to have it checked.",
        )
    elif present is None:
        title, message = (
            f"`{name}` is not defined",
            (
                f"Expected a function `{name}({', '.join(exercise.signature)})`. "
                "Run the cell that defines it."
            ),
        )
    else:
        title, message = (
            f"`{name}` is not a function",
            (
                f"Expected a function, found {type(present).__name__}. "
                "Run the cell that defines it again."
            ),
        )
    return Report(name, "not_attempted", title, message, chain=(Link(name, "open"),))


def _notes(seen: Captured, *, redact: bool) -> tuple[str, ...]:
    notes = []
    if seen.output:
        notes.append("The function prints; what it printed while it was checked is not shown.")
    if not redact:
        notes += [f"Warning: {text}" for text in seen.warnings[:3]]
    return tuple(notes)


class _Check:
    """One check; a class only because its steps share five arguments."""

    def __init__(
        self, work: Work, exercise: Exercise, seed: int | None, redact: bool, seconds: float
    ) -> None:
        self.work = work
        self.exercise = exercise
        self.name = exercise.name
        self.seed = seed
        self.redact = redact
        self.seconds = seconds

    def report(self) -> Report:
        if problem := _signature_problem(self.exercise, self.work.functions[self.name]):
            return self._report("error", f"`{self.name}` takes other arguments", problem)
        runs = on_its_own(self.work, self.name, self.seed, self.seconds)
        if unfinished := _unfinished(self.work.functions[self.name], runs):
            return self._report(
                "not_attempted",
                f"`{self.name}` is not written yet",
                unfinished,
                state="open",
                findings=self._diagnosis(tuple(runs)),
            )
        if runs[-1].outcome.exception is not None:
            return self._stopped(runs)
        if not all(run.right for run in runs):
            return self._failed(runs)
        return self._right(runs)

    def _right(self, runs: Sequence[Run]) -> Report:
        said = delegates(self.work, self.name, self.seconds)
        if said is not None:
            return self._report(
                "fail",
                f"`{self.name}`: {said.title}",
                said.message,
                values=value_reports(runs, redact=self.redact),
                findings=(said,),
                runs=runs,
                chain=(Link(self.name, "wrong", "here"),),
                score=0.0,
            )
        chain = self._chain_runs()
        if chain is not None and not all(run.right for run in chain):
            return self._blocked(chain)
        values = value_reports(runs, redact=self.redact)
        message = f"{len(values)} values on {len(runs)} data sets"
        return self._report(
            "pass", f"`{self.name}` is right", message, values=values, runs=runs, score=1.0
        )

    def _chain_runs(self) -> tuple[Run, ...] | None:
        upstream = self.work.course.chain(self.name)[:-1]
        if not any(needed in self.work.functions for needed in upstream):
            return None
        return in_the_chain(self.work, self.name, None, self.seconds)

    def _failed(self, runs: Sequence[Run]) -> Report:
        values = value_reports(runs, redact=self.redact)
        wrong = [value for value in values if not value.match]
        findings = self._diagnosis(tuple(runs))
        return self._report(
            "fail",
            _failure_title(self.name, findings, wrong, values),
            findings[0].message if findings else _failure_message(runs, wrong),
            values=values,
            findings=findings,
            runs=runs,
            chain=self._chain("wrong", "here"),
            score=1 - len(wrong) / len(values),
        )

    def _stopped(self, runs: Sequence[Run]) -> Report:
        run = runs[-1]
        exception = run.outcome.exception or RuntimeError()
        raised = describe_exception(exception, self.name, self.work.namespaces(self.name))
        raised = replace(raised, data_set=run.data.name)
        message = raised.message
        if self.redact and not run.data.public:
            raised, message = replace(raised, message=""), "On data that is not shown."
        if isinstance(exception, TimeLimitError):
            title = f"`{self.name}` did not finish within {self.seconds:g} s"
            message = "The loop that it was in does not end, or takes far too long."
        elif isinstance(exception, KeyboardInterrupt):
            title, message = f"`{self.name}` was interrupted", "The check is not complete."
        else:
            line = f" on line {raised.line}" if raised.line else ""
            title = f"`{self.name}` stopped{line}"
        return self._report(
            "error",
            title,
            message,
            raised=raised,
            findings=self._diagnosis(tuple(runs)),
            runs=runs,
            chain=self._chain("wrong", "here"),
        )

    def _blocked(self, runs: Sequence[Run]) -> Report:
        """Right on its own merits, wrong together with the student's other functions."""
        reports = {
            needed: _Check(
                self.work, self.work.course[needed], None, self.redact, self.seconds
            ).alone()
            for needed in self.work.course.chain(self.name)[:-1]
            if needed in self.work.functions
        }
        causes = [needed for needed, report in reports.items() if not report.passed]
        findings = tuple(finding for needed in causes for finding in reports[needed].findings)[:3]
        chain = tuple(
            Link(needed, "wrong", "cause")
            if needed in causes
            else Link(needed, "right" if needed in reports else "given")
            for needed in self.work.course.chain(self.name)[:-1]
        )
        values = value_reports(runs, redact=False)
        return self._report(
            "blocked",
            self._blocked_title(causes),
            self._blocked_message(causes, reports),
            values=values,
            findings=findings,
            runs=runs,
            chain=(*chain, Link(self.name, "blocked", "blocked")),
            score=1.0,
        )

    def _blocked_title(self, causes: Sequence[str]) -> str:
        if not causes:
            return f"`{self.name}` is right alone, but not together with your other functions"
        called = [cause for cause in causes if cause in self.exercise.calls]
        if len(called) == len(causes):
            return f"`{self.name}` is right; what it calls is not"
        return f"`{self.name}` is right; what it is given is not"

    def _blocked_message(self, causes: Sequence[str], reports: dict[str, Report]) -> str:
        opening = (
            f"With the reference for everything around it, your `{self.name}` "
            "gives every expected value."
        )
        if not causes:
            return f"{opening} Each of the others does too; only together do the values differ."
        seen = []
        for cause in causes:
            wrong = [f"`{value.name}`" for value in reports[cause].wrong]
            what = f": {', '.join(wrong[:3])} {'differs' if len(wrong) == 1 else 'differ'}"
            seen.append(f"your `{cause}` is not right{what if wrong else ''}")
        return f"{opening} The cause is upstream: {'; '.join(seen)}."

    def alone(self) -> Report:
        """Judges the function on its own merits, whatever stands upstream of it."""
        if problem := _signature_problem(self.exercise, self.work.functions[self.name]):
            return Report(self.name, "error", problem)
        runs = on_its_own(self.work, self.name, self.seed, self.seconds)
        if all(run.right for run in runs):
            return Report(self.name, "pass", "")
        values = value_reports(runs, redact=self.redact)
        findings = self._diagnosis(runs)
        return Report(self.name, "fail", "", values=values, findings=findings)

    def _diagnosis(self, runs: tuple[Run, ...]) -> tuple[Finding, ...]:
        """Findings from the public data alone: words and values in them may come from the data."""
        public = tuple(run for run in runs if run.data.public)
        if all(run.right for run in public):
            return ()
        return diagnose(Failure.of(self.work, self.exercise, public, self.seconds))

    def _chain(self, state: str, note: str) -> tuple[Link, ...]:
        """The functions that lead here, each on its own merits."""
        links = []
        for needed in self.work.course.chain(self.name)[:-1]:
            if needed not in self.work.functions:
                links.append(Link(needed, "given"))
                continue
            exercise = self.work.course[needed]
            alone = _Check(self.work, exercise, None, self.redact, self.seconds).alone()
            links.append(Link(needed, "right" if alone.passed else "wrong"))
        own: Any = state
        return (*links, Link(self.name, own, note))

    def _report(
        self,
        status: Status,
        title: str,
        message: str,
        *,
        runs: Sequence[Run] = (),
        state: str = "wrong",
        **rest: Any,
    ) -> Report:
        data_sets = tuple(
            DataSetReport(
                run.data.name,
                dict(run.data.sizes) if run.data.public or not self.redact else {},
                run.data.public,
                run.right,
            )
            for run in runs
        )
        own: Any = "right" if status == "pass" else state
        rest.setdefault("chain", (Link(self.name, own),))
        return Report(
            self.name,
            status,
            title,
            message,
            data_sets=data_sets,
            redacted=self.redact and any(not run.data.public for run in runs),
            **rest,
        )


def _signature_problem(exercise: Exercise, function: Callable[..., Any]) -> str:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""
    try:
        signature.bind(*exercise.signature)
    except TypeError:
        expected = f"{exercise.name}({', '.join(exercise.signature)})"
        return f"It is `{exercise.name}{signature}`, expected `{expected}`."
    return ""


def _unfinished(function: Callable[..., Any], runs: Sequence[Run]) -> str:
    """Words on a function that is still the template's; empty for one that has been written."""
    outcome = runs[0].outcome
    if isinstance(outcome.exception, NotImplementedError):
        return "It raises NotImplementedError."
    if outcome.exception is not None:
        return ""
    if outcome.result is None and not _has_own_names(function):
        return "It returns None."
    arrays = [comparison.actual for comparison in runs[0].comparisons]
    leaves_none = all(leaf.array is None and leaf.given in (None, []) for leaf in arrays)
    if outcome.result is not None and leaves_none and not outcome.exception:
        is_none = all("None" in leaf.problem for leaf in arrays)
        return "Everything it returns is None." if is_none else ""
    return ""


def _has_own_names(function: Callable[..., Any]) -> bool:
    """Does the body assign anything? A template that only holds `pass` does not."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    return code is not None and code.co_nlocals > code.co_argcount + code.co_kwonlyargcount


def _failure_title(
    name: str,
    findings: Sequence[Finding],
    wrong: Sequence[ValueReport],
    values: Sequence[ValueReport],
) -> str:
    if findings:
        return f"`{name}`: {findings[0].title}"
    if all(value.status == "changed" for value in wrong):
        changed = ", ".join(f"`{value.name}`" for value in wrong)
        return f"`{name}` changes its argument {changed} in place"
    if len(wrong) == len(values):
        return f"`{name}` gives no expected value"
    plural = "value" if len(wrong) == 1 else "values"
    return f"`{name}` gives {len(wrong)} wrong {plural} of {len(values)}"


def _failure_message(runs: Sequence[Run], wrong: Sequence[ValueReport]) -> str:
    """One sentence on what all wrong values have in common, if they have."""
    notes = {value.note for value in wrong}
    if len(notes) == 1 and (note := notes.pop()):
        return f"{note[0].upper()}{note[1:]}."
    failing = [run for run in runs if not run.right]
    right = [run.data.name for run in runs if run.right]
    if not right:
        return ""
    first = failing[0]
    sizes = ""
    if first.data.public:
        shown = ", ".join(f"{name} = {size}" for name, size in first.data.sizes.items())
        sizes = f" ({shown})" if len(failing) == 1 else f", {first.data.name} with {shown}"
    names = ", ".join(run.data.name for run in failing)
    return f"Right on {', '.join(right)}; wrong on {names}{sizes}."
