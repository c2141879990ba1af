"""Puts the two strongest experiments together: the catalogue says what, the mended line where.

The catalogue's verdict comes from the values alone, so no style of writing can mislead it; the
mending change points to the line. Where only one of the two has a result, it speaks alone.
"""

from dataclasses import replace

from cellcheck.diagnosis.divergence import Divergence, first_divergence
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.known_mistakes import Match, changed_values, matching
from cellcheck.diagnosis.loop_lines import line_of_overwriting, line_of_step
from cellcheck.diagnosis.mistaken_values import line_of_mistake
from cellcheck.diagnosis.repair import Repair, repair
from cellcheck.diagnosis.saying import finding
from cellcheck.exercise import Mistake
from cellcheck.report import Evidence, Finding, Hint

LEFT_TO_OTHERS = {"alias.cache", "alias.outputs", "mutates.input", "random", "global.read"}
"""Codes that equal values cannot prove: other experiments look at the memory, or run twice."""

OF_A_LOOP = {"carry.missing", "carry.initial", "index.time", "accumulate.overwritten"}
"""Causes that act where the step is called, whatever line shows the first wrong value."""


def root_causes(failure: Failure) -> tuple[Found, ...]:
    """The findings for the values that are still open."""
    repairs = list(repair(failure))
    match = _best(matching(failure), repairs)
    one_change_suffices = len(repairs) == 1 and failure.open <= repairs[0].values
    codes = {mistake.code for mistake in match.mistakes} if match is not None else set()
    if match is None or (one_change_suffices and len(codes) > 1):
        return tuple(each.as_found() for each in _merged(repairs))
    found: list[Found] = []
    as_many = len(repairs) <= len(match.mistakes)
    diverged = first_divergence(failure)
    for mistake in match.mistakes:
        values = changed_values(failure, mistake) & failure.open
        if not values or any(each.finding.code == mistake.code for each in found):
            continue  # the same slip in two places is one mistake
        place = _place(mistake, values, repairs, alone=len(match.mistakes) == 1)
        if place is not None and place in repairs:
            repairs.remove(place)
        where = _where(failure, match, mistake, place, is_alone=as_many)
        found.append(Found(_finding(failure, mistake, where, diverged), values))
    return tuple(found)


def _best(matches: tuple[Match, ...], repairs: list[Repair]) -> Match | None:
    """Of several matches the one that the repair confirms; none that only memory can prove."""
    usable = [
        match
        for match in (_as_other_value(match) for match in matches)
        if not any(mistake.code in LEFT_TO_OTHERS for mistake in match.mistakes)
    ]
    codes = {each.code for each in repairs}
    for match in usable:
        if {mistake.code for mistake in match.mistakes} & codes:
            return match
    return usable[0] if usable else None


def _as_other_value(match: Match) -> Match:
    """Two results that are equal and no memory shared, which was looked at: one value is wrong."""
    return Match(
        tuple(
            replace(mistake, code="operand.wrong") if mistake.code == "alias.outputs" else mistake
            for mistake in match.mistakes
        )
    )


def _place(
    mistake: Mistake, values: frozenset[str], repairs: list[Repair], *, alone: bool
) -> Repair | None:
    """The repair that belongs to a mistake: of the same code, or else of the same values."""
    if not repairs:
        return None
    same_code = [each for each in repairs if each.code == mistake.code]
    if alone and (same_code or repairs[0].is_exact or mistake.code not in OF_A_LOOP):
        return (same_code or repairs)[0]
    if mistake.code in OF_A_LOOP and not same_code:
        return None
    same_values = [each for each in repairs if each.values & values]
    candidates = [each for each in same_code if each in same_values] or same_code or same_values
    return candidates[0] if candidates else None


def _where(
    failure: Failure, match: Match, mistake: Mistake, place: Repair | None, *, is_alone: bool
) -> tuple[int, str] | None:
    """The line of a mistake, and its text: of a change to the very place, or of what ran first.

    Whatever is made of a wrong value could be mended too, and shows the mistake as well.
    """
    if place is not None and place.is_exact and is_alone:
        return place.line, place.source
    shown = line_of_mistake(failure, match.mistakes, mistake)
    if place is not None and (shown is None or (place.is_enough and place.order < shown[0])):
        return place.line, place.source
    return None if shown is None else shown[1:]


def _finding(
    failure: Failure,
    mistake: Mistake,
    where: tuple[int, str] | None,
    diverged: Divergence | None,
) -> Finding:
    line: int | None
    if where is not None:
        line, source = where
    elif mistake.code == "accumulate.overwritten":
        line, source = line_of_overwriting(failure)
    elif mistake.code in OF_A_LOOP:
        line, source = line_of_step(failure)
    elif diverged is not None:
        line, source = diverged.line, diverged.source
    else:
        line, source = line_of_step(failure)
    said = finding(failure.exercise, mistake.code, line, source=source, title=mistake.title)
    hints = (
        Hint("nudge", mistake.nudge),
        *said.hints[1:2],
        Hint("explanation", mistake.explanation),
    )
    message = (
        "Your values equal, to the last digit and on every data set, those that this mistake gives."
        + (f" Look at line {line}." if line else "")
    )
    evidence = said.evidence
    if diverged is not None and diverged.line == line:
        evidence = (Evidence(diverged.words, line, source),)
    return replace(said, hints=hints, message=message, evidence=evidence)


def _merged(repairs: list[Repair]) -> list[Repair]:
    """One repair per code: the same slip in several lines is one mistake."""
    merged: dict[str, Repair] = {}
    for each in repairs:
        known = merged.get(each.code)
        merged[each.code] = (
            each if known is None else replace(known, values=known.values | each.values)
        )
    return list(merged.values())
