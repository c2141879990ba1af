"""Runs the experiments and weighs what they found."""

import logging

from cellcheck.diagnosis import (
    arguments,
    chance,
    memory,
    notebook_names,
    outputs,
    raised,
    repair,
    returned,
    template,
)
from cellcheck.diagnosis.failure import Experiment, Failure
from cellcheck.report import Finding

MOST_FINDINGS = 3

STAGES: tuple[tuple[Experiment, ...], ...] = (
    (template.unfinished,),
    (chance.depends_on_chance,),
    (notebook_names.read_from_notebook,),
    (returned.structure,),
    (memory.changed_after_storing, outputs.same_memory),
    (arguments.changed_in_place,),
    (repair.mended,),
    (raised.stopped,),
)

log = logging.getLogger(__name__)


def diagnose(failure: Failure) -> tuple[Finding, ...]:
    """The root causes of a failure: proven ones first, at most three, none without evidence.

    A fault inside an experiment is logged; the plain comparison is shown all the same.
    """
    findings: list[Finding] = []
    for stage in STAGES:
        for experiment in stage:
            try:
                findings += experiment(failure)
            except Exception:
                log.warning("%s came to no result", experiment.__qualname__, exc_info=True)
        if findings:
            break
    findings.sort(key=lambda finding: finding.certainty != "proven")
    return tuple(findings[:MOST_FINDINGS])
