"""Runs the experiments and weighs what they found."""

import logging
from dataclasses import replace

from cellcheck.diagnosis import (
    arguments,
    chance,
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
from cellcheck.runner import TimeLimitError

MOST_FINDINGS = 3

EXPERIMENTS: tuple[Experiment, ...] = (
    template.unfinished,
    chance.depends_on_chance,
    notebook_names.read_from_notebook,
    returned.structure,
    memory.same_entry_again,
    memory.changed_after_storing,
    outputs.same_memory,
    arguments.changed_in_place,
    root_cause.root_causes,
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
    return tuple(findings[:MOST_FINDINGS])
