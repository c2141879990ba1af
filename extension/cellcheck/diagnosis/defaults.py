"""Default values of parameters that are written to: one call finds what the last one left there."""

import ast

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.nodes import called_name
from cellcheck.diagnosis.repair.observation import bench_of
from cellcheck.diagnosis.saying import finding
from cellcheck.exercise import Words
from cellcheck.runner import source_line

CONTAINERS = {"list", "dict", "set", "zeros", "empty", "ones", "array"}

KEPT = Words(
    "the default of `{old}` is shared by all calls",
    "The default of `{old}` on line {line} is made once, when the function is defined. Each call "
    "writes to it, and the next one goes on with what is left there: defined anew before each "
    "call, the function is right.",
    "What changes when you call the function twice with the same data?",
    "A default value belongs to the function and not to the call. A list or an array as a default "
    "therefore keeps what earlier calls have put into it. Make a new one inside the function, at "
    "the start of every call.",
)


def kept_between_calls(failure: Failure) -> tuple[Found, ...]:
    """The function with a default that calls share, if it is right when it is defined anew."""
    unit, bench = failure.unit, bench_of(failure)
    if unit is None or bench is None:
        return ()
    part = unit.parts[-1]
    parameter = _shared_default(part.statement)
    if parameter is None or not all(
        bench.right(case=case) == bench.all_leaves for case in bench.cases
    ):
        return ()
    line = parameter.lineno
    said = finding(
        failure.exercise,
        "mutates.input",
        line,
        source=source_line(part.filename, line),
        own=KEPT,
        old=parameter.arg,
    )
    return (Found(said, failure.open),)


def _shared_default(function: ast.stmt) -> ast.arg | None:
    """The first parameter whose default is a list, a dictionary or an array."""
    if not isinstance(function, ast.FunctionDef):
        return None
    spec = function.args
    positional = [*spec.posonlyargs, *spec.args]
    pairs = list(
        zip(positional[len(positional) - len(spec.defaults) :], spec.defaults, strict=True)
    )
    pairs += [
        (parameter, default)
        for parameter, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True)
        if default is not None
    ]
    return next((parameter for parameter, default in pairs if _is_container(default)), None)


def _is_container(node: ast.expr) -> bool:
    is_made = isinstance(node, ast.Call) and called_name(node) in CONTAINERS
    return is_made or isinstance(node, (ast.List, ast.Dict, ast.Set))
