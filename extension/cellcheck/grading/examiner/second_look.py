"""Asks for the diagnosis of a submission, in an isolated process that has the whole library."""

import contextlib
import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

from cellcheck.isolation.limits import Limits
from cellcheck.isolation.sandbox import Nursery
from cellcheck.isolation.warden import Order
from cellcheck.received_report import ReportError, read_report
from cellcheck.report import Report
from cellcheck.wire.channel import WireError

ENTRY = "cellcheck.examinee.second_look:enter"
SECONDS = 8.0
"""For the whole notebook: a diagnosis that takes longer is left out, the score stands anyway."""
CALL_SECONDS = 1.0

log = logging.getLogger(__name__)

Step = tuple[str, Any]
"""`("cell", source)` or `("check", names)`."""


class SecondLook:
    """A diagnosis that goes on while the examiner does something else.

    Args:
        nursery: where its process comes from.
        steps: what to run and to check, in this order.
        files: what belongs to the assignment, by relative path.
        search_seconds: for the search for a repair of each wrong function.
        seconds: for everything.

    """

    def __init__(
        self,
        nursery: Nursery,
        steps: Sequence[Step],
        files: Mapping[str, bytes],
        *,
        search_seconds: float,
        seconds: float = SECONDS,
    ) -> None:
        self._deadline = time.monotonic() + seconds
        self._wanted = sum(len(content) for kind, content in steps if kind == "check")
        arguments = {"seconds": CALL_SECONDS, "search_seconds": search_seconds}
        self._isolated = nursery.spawn(Order(ENTRY, arguments, Limits()))
        request = {"steps": list(steps), "names": list(files)}
        with contextlib.suppress(WireError):
            self._isolated.work.send(request, list(files.values()), seconds=seconds)

    def reports(self) -> list[Report]:
        """The reports, in the order of the names in the steps; fewer where it took too long."""
        reports: list[Report] = []
        try:
            while len(reports) < self._wanted:
                header = self._isolated.work.receive(self._deadline - time.monotonic()).header
                if "report" in header:
                    reports.append(read_report(header["report"]))
                elif "ready" not in header:
                    break
        except (WireError, ReportError) as error:
            log.info("The diagnosis ended early: %s", error)
        finally:
            self._isolated.stop()
        return reports
