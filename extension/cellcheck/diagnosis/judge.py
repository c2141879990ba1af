"""Runs the experiments and weighs what they found."""

import logging
from dataclasses import replace

from cellcheck.diagnosis import (
    arguments,
    chance,
    defaults,
    divergence,
    memory,
    notebook_names,
    outputs,
    raised,
    returned,
    root_cause,
    template,
)
from cellcheck.diagnosis.failure import Experiment, Failure
from cellcheck.diagnosis.time_steps import with_entry
from cellcheck.report import Finding
from cellcheck.runner import TimeLimitError, source_line

MOST_FINDINGS = 3

EXPERIMENTS: tuple[Experiment, ...] = (
    template.unfinished,
    chance.depends_on_chance,
    notebook_names.read_from_notebook,
    defaults.kept_between_calls,
    returned.structure,
    memory.same_entry_again,
    memory.changed_after_storing,
    outputs.same_memory,
    arguments.changed_in_place,
    root_cause.root_causes,
    chance.reads_unfilled_memory,
    raised.stopped,
    divergence.leaves_the_derivation,
)

log = logging.getLogger(__name__)


def diagnose(failure: Failure) -> tuple[Finding, ...]:
    """The root causes of a failure: proven ones first, at most three, none without evidence.

    The experiments run in order, the surer first; each is asked only about the wrong values that no
    finding explains yet. A fault inside an experiment is logged; the plain comparison is shown all
    the same.
    """
    findings: list[Finding] = []
    last = failure.runs[-1].outcome.exception
    if isinstance(last, (TimeLimitError, KeyboardInterrupt)):
        return ()  # every experiment would wait as long again
    for experiment in EXPERIMENTS:
        if not failure.open or len(findings) >= MOST_FINDINGS:
            break
        if experiment is raised.stopped and findings:
            continue  # an exception is a symptom of the cause that is known by now
        if experiment is divergence.leaves_the_derivation and any(each.line for each in findings):
            continue  # a place without a cause says less than a cause with its place
        try:
            found = experiment(failure)
        except KeyboardInterrupt:
            break  # whoever waits has waited long enough
        except BaseException:
            log.warning("%s came to no result", experiment.__qualname__, exc_info=True)
            continue
        findings += [with_entry(failure, each).finding for each in found]
        explained = frozenset[str]().union(*(each.values for each in found))
        failure = replace(failure, open=failure.open - explained)
    findings.sort(key=lambda finding: finding.certainty != "proven")
    return tuple(_with_helper(failure, finding) for finding in findings[:MOST_FINDINGS])


def _with_helper(failure: Failure, finding: Finding) -> Finding:
    """Says in which function a line stands, where it is not the failing one: cells count anew."""
    source = finding.evidence[0].source if finding.evidence else ""
    parts = failure.unit.parts if failure.unit is not None and finding.line else ()
    holding = [
        part
        for part in parts
        if part.statement.lineno <= (finding.line or 0) <= (part.statement.end_lineno or 0)
        and source == source_line(part.filename, finding.line or 0)
    ]
    if not source or not holding or holding[-1] is parts[-1]:
        return finding
    looked_at, helper = f"Look at line {finding.line}", holding[-1].name
    if finding.message.endswith(f"{looked_at}."):
        message = f"{finding.message[:-1]}, in your `{helper}`."
    else:
        message = f"{finding.message} Line {finding.line} is in your `{helper}`."
    return replace(finding, message=message)
