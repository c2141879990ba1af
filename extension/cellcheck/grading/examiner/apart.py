"""A test cell that calls student functions by itself: it runs in a copy of their process.

The copy is made where the cell stands. What the cell says is sent only when no cell of the student
runs any more, and what it hides is shown to nobody: nothing but whether it came to its end.
"""

import builtins
import contextlib
import math
from typing import Any

from cellcheck.grading.examiner.process import CellResult, Fork, StudentProcess
from cellcheck.wire.channel import WireError

BEGIN_HIDDEN = "### BEGIN HIDDEN TESTS"
END_HIDDEN = "### END HIDDEN TESTS"
MOST_DIGITS = 30
READY_SECONDS = 5.0
NOT_SHOWN = "in a test that is not shown"


class ApartCell:
    """One such cell.

    Args:
        process: the student's.
        source: the cell, hidden tests included.
        position: its number.

    Raises:
        SpentError: there is no time left for this submission.

    """

    def __init__(self, process: StudentProcess, source: str, position: int) -> None:
        self.position = position
        self._source = source
        self._visible = visible_part(source)
        self.hides = self._visible != source
        self._shown = _waiting(process) if self.hides else None
        self._whole = _waiting(process)

    def run(self, seconds: float) -> CellResult:
        """What comes of the cell: first of what students see of it, then of all."""
        if self._shown is not None:
            shown = _ran(self._shown, self._visible, seconds)
            if not shown.done:
                return shown
            whole = _ran(self._whole, self._source, seconds)
            return CellResult(
                [*_without_result(shown.outputs), *_told(whole)], whole.done, whole.problem
            )
        return _ran(self._whole, self._source, seconds)

    def close(self) -> None:
        for fork in (self._shown, self._whole):
            if fork is not None:
                fork.close()


def _waiting(process: StudentProcess) -> Fork:
    """A copy of the process that waits to hear what to run."""
    fork = process.fork({"cell": True})
    with contextlib.suppress(WireError):
        fork.receive(READY_SECONDS)
    return fork


def visible_part(source: str) -> str:
    r"""The lines of a test cell that students have.

    >>> visible_part("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc")
    'a\nc'

    """
    kept = []
    inside = False
    for line in source.split("\n"):
        inside = inside or BEGIN_HIDDEN in line
        if not inside:
            kept.append(line)
        inside = inside and END_HIDDEN not in line
    return "\n".join(kept)


def _ran(fork: Fork, source: str, seconds: float) -> CellResult:
    try:
        fork.channel.send({"source": source}, seconds=seconds)
        header = fork.receive(seconds).header
    except WireError:
        return CellResult(done=False, problem="no answer")
    finally:
        fork.close()
    outputs = header.get("outputs")
    if not isinstance(outputs, list):
        return CellResult(done=False, problem="no answer")
    return CellResult(
        [each for each in outputs if isinstance(each, dict)], header.get("done") is True
    )


def _number(text: str) -> str:
    """A number in the examiner's own words; what is none is no text of the student's either."""
    try:
        return repr(round(float(text[:MOST_DIGITS]), 2))
    except (ValueError, OverflowError):
        return repr(math.nan)


def _without_result(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in outputs if each.get("output_type") != "execute_result"]


def _told(result: CellResult) -> list[dict[str, Any]]:
    """Of a run with hidden tests: the points, and the name of an error."""
    told = []
    for output in result.outputs:
        match output:
            case {"output_type": "execute_result", "data": {"text/plain": str(text)}}:
                points = {"text/plain": _number(text)}
                told.append({"output_type": "execute_result", "data": points, "metadata": {}})
            case {"output_type": "error", "ename": str(name)}:
                kind = name if isinstance(getattr(builtins, name, None), type) else "Error"
                line = f"{kind}: {NOT_SHOWN}"
                told.append(
                    {
                        "output_type": "error",
                        "ename": kind,
                        "evalue": NOT_SHOWN,
                        "traceback": [line],
                    }
                )
    return told
