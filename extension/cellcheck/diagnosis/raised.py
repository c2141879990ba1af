"""An exception that no change to the code explains: where it arose, and what the operands were."""

import re

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.saying import finding
from cellcheck.runner import TimeLimitError, describe_exception

ALIGNED = re.compile(r"\((\d+(?:,\d*)*)\).*?\((\d+(?:,\d*)*)\)")


def stopped(failure: Failure) -> tuple[Found, ...]:
    """The exception on the first data set, in words."""
    exception = failure.runs[-1].outcome.exception
    if exception is None or isinstance(exception, (TimeLimitError, KeyboardInterrupt)):
        return ()
    name = failure.exercise.name
    raised = describe_exception(exception, name, failure.work.namespaces(name))
    said = finding(
        name,
        "error.raised",
        raised.line,
        source=raised.source,
        kind=raised.type,
        old=raised.source,
        seen=f"{raised.type}: {raised.message}",
        explain=_explained(raised.type, raised.message),
    )
    return (Found(said, failure.open),)


def _explained(kind: str, message: str) -> str:
    shapes = ALIGNED.search(message)
    if shapes and "aligned" in message:
        left, right = (tuple(shape.split(",")) for shape in shapes.groups())
        return (
            f"A matrix product needs as many columns on its left ({left[-1]}) as rows on its "
            f"right ({right[0]}). Which of the two is not the array you meant?"
        )
    if "broadcast" in message:
        return (
            "Two arrays are combined entry by entry whose shapes do not fit: each axis must be "
            "equal, or 1. Print both shapes just before this line."
        )
    if kind in {"NameError", "UnboundLocalError"}:
        return (
            "The name is not known here: not an argument, and not assigned before this line runs."
        )
    if kind == "KeyError":
        return "The dictionary has no such key. Print its keys just before this line."
    return "Print the operands' types and shapes just before this line."
