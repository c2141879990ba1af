"""A function that lets the library's own solution do the work."""

import sys
from types import FrameType
from typing import Any

from cellcheck.diagnosis.saying import finding
from cellcheck.report import Finding
from cellcheck.runner import call, exchanged, source_line
from cellcheck.trial import Work, prepared


def delegates(work: Work, name: str, seconds: float) -> Finding | None:
    """Runs once and watches whether a solution of `name` in the library is called on the way."""
    exercise = work.course[name]
    solutions = {getattr(each, "__code__", None) for each in exercise.solving_functions}
    namespaces = work.namespaces(name)
    seen: list[tuple[str, int]] = []

    def watch(frame: FrameType, event: str, _argument: Any) -> None:
        module = str(frame.f_globals.get("__name__"))
        is_solution = frame.f_code in solutions or module.startswith(exercise.solving_modules)
        if event == "call" and is_solution and not seen:
            caller = frame.f_back
            while caller is not None:
                if any(caller.f_globals is namespace for namespace in namespaces):
                    seen.append((caller.f_code.co_filename, caller.f_lineno))
                    return
                caller = caller.f_back

    references = work.references_for(name)
    case = min(prepared(name, None), key=lambda each: sum(each.data.sizes.values()))
    previous = sys.getprofile()
    with exchanged(namespaces, references):
        sys.setprofile(watch)
        try:
            call(work.functions[name], exercise.signature, case.arguments, seconds=seconds)
        finally:
            sys.setprofile(previous)
    if not seen:
        return None
    filename, line = seen[0]
    return finding(exercise, "delegates", line, source=source_line(filename, line))
