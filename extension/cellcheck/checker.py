"""From a function in a namespace to a report: runs, verdict, and the cause where it is upstream."""

import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal, Protocol

import numpy as np

from cellcheck.diagnosis import (
    Isolation,
    NotebookState,
    Upstream,
    against_saved,
    defining_cells,
)
from cellcheck.exercise import Exercise
from cellcheck.report import DataSetReport, Finding, Link, Raised, Report, Status, ValueReport
from cellcheck.runner import TIME_LIMIT, Captured, TimeLimitError, captured
from cellcheck.trial import Run, Work
from cellcheck.values import value_reports

PRINTS = "The function prints; what it printed while it was checked is not shown."


def check_exercise(
    name: str,
    namespace: dict[str, Any],
    *,
    seed: int | None = None,
    redact: bool = False,
    seconds: float = TIME_LIMIT,
    notebook: NotebookState | None = None,
) -> Report:
    """Checks one function of a namespace and diagnoses what is wrong with it.

    Args:
        name: the exercise, which is the function's name.
        namespace: where the function and what it calls are defined; left as it was found.
        seed: draws further data sets, which are not public.
        redact: take numbers of data sets that are not public out of the report.
        seconds: time limit for each run of student code.
        notebook: what ran in the kernel, and what the notebook's file holds.

    Returns:
        The report; whatever the student's code does, it is in there.

    Raises:
        UnknownExerciseError: no exercise is called `name`; the nearest names are offered.

    """
    (report,) = check_exercises(
        (name,), namespace, seed=seed, redact=redact, seconds=seconds, notebook=notebook
    )
    return report


def check_exercises(
    names: Iterable[str],
    namespace: dict[str, Any],
    *,
    seed: int | None = None,
    redact: bool = False,
    seconds: float = TIME_LIMIT,
    notebook: NotebookState | None = None,
) -> Iterator[Report]:
    """Checks several functions of a namespace that does not change meanwhile.

    A function upstream of several others is run and diagnosed once. The arguments, and what is
    raised, are those of `check_exercise`; the reports come one by one, in the order of `names`.
    With a `notebook`, definitions that no longer stand in its saved file are pointed out.
    """
    work = Work.found_in(namespace)
    isolation = Isolation(work, seconds)
    for name in names:
        exercise = work.course[name]
        if problem := _absent(exercise, work):
            not_run = _not_run(name, notebook) if name not in namespace else ()
            yield replace(problem, notes=not_run, versions=versions())
            continue
        with captured() as seen:
            report = verdict(isolation, exercise, seed, redact=redact)
            if notebook is not None:
                report = against_saved(report, isolation, notebook)
        notes = (*report.notes, *_notes(seen, redact=redact))
        yield replace(report, notes=notes, versions=versions())


class Tried(Protocol):
    """What a verdict needs to know of a function: what came of running it, here or elsewhere."""

    @property
    def seconds(self) -> float: ...
    def signature_problem(self, name: str) -> str: ...
    def runs(self, name: str, seed: int | None) -> tuple[Run, ...]: ...
    def has_own_names(self, name: str) -> bool: ...
    def delegation(self, name: str) -> Finding | None: ...
    def raised(self, name: str, exception: BaseException) -> Raised: ...
    def findings(self, name: str) -> tuple[Finding, ...]: ...
    def chain(self, name: str, state: Literal["wrong"], note: str) -> tuple[Link, ...]: ...
    def in_the_chain(self, name: str) -> tuple[Run, ...]: ...
    def upstream(self, name: str) -> Upstream: ...


def verdict(tried: Tried, exercise: Exercise, seed: int | None, *, redact: bool) -> Report:
    """The report on one function, from what came of running it."""
    return _Check(tried, exercise, seed, redact=redact).report()


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
            f"Define a function `{exercise.declaration}` to have it checked.",
        )
    elif present is None:
        title, message = (
            f"`{name}` is not defined",
            f"Expected a function `{exercise.declaration}`. Run the cell that defines it.",
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


def _not_run(name: str, notebook: NotebookState | None) -> tuple[str, ...]:
    if notebook is None or not defining_cells(name, notebook.saved):
        return ()
    return (f"A cell of the saved notebook defines `{name}`, and has not run in this kernel.",)


def _notes(seen: Captured, *, redact: bool) -> tuple[str, ...]:
    notes = []
    if seen.output:
        notes.append(PRINTS)
    if not redact:
        notes += [f"Warning: {text}" for text in seen.warnings[:3]]
    return tuple(notes)


class _Check:
    """One check; a class only because its steps share their arguments."""

    def __init__(
        self, isolation: Tried, exercise: Exercise, seed: int | None, *, redact: bool
    ) -> None:
        self.isolation = isolation
        self.exercise = exercise
        self.name = exercise.name
        self.seed = seed
        self.redact = redact

    def report(self) -> Report:
        if problem := self.isolation.signature_problem(self.name):
            return self._report("error", f"`{self.name}` takes other arguments", problem)
        runs = self.isolation.runs(self.name, self.seed)
        has_own_names = self.isolation.has_own_names(self.name)
        if unfinished := _unfinished(runs, has_own_names=has_own_names):
            return self._report(
                "not_attempted",
                f"`{self.name}` is not written yet",
                unfinished,
                state="open",
                findings=self.isolation.findings(self.name),
            )
        if runs[-1].outcome.exception is not None:
            return self._stopped(runs)
        if (said := self.isolation.delegation(self.name)) is not None:
            return self._delegated(runs, said)
        if not all(run.right for run in runs):
            return self._failed(runs)
        return self._right(runs)

    def _delegated(self, runs: Sequence[Run], said: Finding) -> Report:
        """The library's own solution earns nothing, whatever has been changed in its result."""
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

    def _right(self, runs: Sequence[Run]) -> Report:
        chain = self.isolation.in_the_chain(self.name)
        if not all(run.right for run in chain):
            return self._blocked(chain)
        values = value_reports(runs, redact=self.redact)
        plural = "value" if len(values) == 1 else "values"
        message = f"{len(values)} {plural} on {len(runs)} data sets"
        return self._report(
            "pass", f"`{self.name}` is right", message, values=values, runs=runs, score=1.0
        )

    def _failed(self, runs: Sequence[Run]) -> Report:
        values = value_reports(runs, redact=self.redact)
        wrong = [value for value in values if not value.match]
        findings = self.isolation.findings(self.name)
        title = _failure_title(self.name, findings, wrong, values)
        message = findings[0].message if findings else _failure_message(runs, wrong)
        score = 1 - len(wrong) / len(values)
        if _knows_only_what_is_shown(runs):
            title = f"`{self.name}` is right only on the data that can be seen"
            message = "On data that is not shown it is wrong every time: it earns nothing."
            score = 0.0
        return self._report(
            "fail",
            title,
            message,
            values=values,
            findings=findings,
            runs=runs,
            chain=self.isolation.chain(self.name, "wrong", "here"),
            score=score,
        )

    def _stopped(self, runs: Sequence[Run]) -> Report:
        run = runs[-1]
        exception = run.outcome.exception or RuntimeError()
        raised = replace(self.isolation.raised(self.name, exception), data_set=run.data.name)
        message = raised.message
        if self.redact and not run.data.public:
            raised, message = replace(raised, message=""), "On data that is not shown."
        if isinstance(exception, TimeLimitError):
            title = f"`{self.name}` did not finish within {self.isolation.seconds:g} s"
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
            findings=self.isolation.findings(self.name),
            runs=runs,
            chain=self.isolation.chain(self.name, "wrong", "here"),
        )

    def _blocked(self, runs: Sequence[Run]) -> Report:
        """Right on its own merits, wrong together with the student's other functions."""
        upstream = self.isolation.upstream(self.name)
        return self._report(
            "blocked",
            upstream.title,
            upstream.message,
            values=value_reports(runs, redact=False),
            findings=upstream.findings,
            runs=runs,
            chain=upstream.chain,
            score=1.0,
        )

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


def _unfinished(runs: Sequence[Run], *, has_own_names: bool) -> str:
    """Words on a function that is still the template's; empty for one that has been written."""
    outcome = runs[0].outcome
    if isinstance(outcome.exception, NotImplementedError):
        return "It raises NotImplementedError."
    if outcome.exception is not None:
        return ""
    if outcome.result is None and not has_own_names:
        return "It returns None."
    arrays = [comparison.actual for comparison in runs[0].comparisons]
    leaves_none = all(leaf.array is None and leaf.given in (None, []) for leaf in arrays)
    if outcome.result is not None and leaves_none and not outcome.exception:
        is_none = all("None" in leaf.problem for leaf in arrays)
        return "Everything it returns is None." if is_none else ""
    return ""


def _knows_only_what_is_shown(runs: Sequence[Run]) -> bool:
    """Right on every public data set and on no other: the answers are remembered, not computed."""
    public = [run.right for run in runs if run.data.public]
    further = [run.right for run in runs if not run.data.public]
    return bool(further) and all(public) and not any(further)


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
