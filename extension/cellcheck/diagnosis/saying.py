"""Makes a finding from a cause code and the words on it."""

import re
from typing import Any

from cellcheck.diagnosis.words import WORDS
from cellcheck.exercise import Exercise, Words
from cellcheck.report import Certainty, Evidence, Finding, Hint, MemoryPicture

CODE = {"old", "new"}
"""Places that hold pieces of code, which may be longer than a sentence can carry."""


SENTENCE_END = re.compile(r"(?<=[.?]) (?=[A-Z`])")


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def finding(
    exercise: Exercise,
    code: str,
    line: int | None,
    *,
    certainty: Certainty = "proven",
    source: str = "",
    evidence: tuple[Evidence, ...] = (),
    picture: MemoryPicture | None = None,
    title: str = "",
    own: Words | None = None,
    **words: Any,
) -> Finding:
    """A finding in the words on its code, the course's own if it has some.

    Args:
        exercise: the function that the finding is about.
        code: the cause code.
        line: the line, if one is known.
        certainty: proven by an experiment, or only likely.
        source: the text of the line.
        evidence: what was seen; the line itself by default.
        picture: memory that two names share.
        title: a headline in the place of the code's.
        own: words in the place of all that are said about the code.
        words: what the places in the words are filled with.

    """
    function = exercise.name
    known = _Known(function=function, line=str(line or "?"), source=source)
    known.update(
        {key: _short(str(value)) if key in CODE else str(value) for key, value in words.items()}
    )
    said = own or exercise.words.get(code) or WORDS[code]
    seen = said.seen.format_map(known)
    explanation = _without_gaps(said.explanation.format_map(known)) or seen
    place = f"Look at line {line}" if line else f"Look at `{function}`"
    shown = f": `{source}`" if source else "."
    return Finding(
        function=function,
        line=line,
        code=code,
        certainty=certainty,
        title=title or said.title.format_map(known),
        message=seen[:1].upper() + seen[1:],
        hints=(
            Hint("nudge", said.nudge.format_map(known)),
            Hint("pointer", f"{place}{shown}"),
            Hint("explanation", explanation),
        ),
        evidence=evidence or _line_as_evidence(line, source),
        picture=picture,
    )


def _line_as_evidence(line: int | None, source: str) -> tuple[Evidence, ...]:
    return (Evidence("", line, source),) if line and source else ()


def _without_gaps(text: str) -> str:
    """The text without the sentences in which a place stayed empty."""
    return " ".join(each for each in SENTENCE_END.split(text) if "``" not in each)


def _short(text: str) -> str:
    """One line, no longer than a sentence can carry."""
    first = text.splitlines()[0] if text else ""
    return first if len(first) <= 60 else f"{first[:57]}…"
