"""Parts of the template that are still open."""

import ast

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.saying import finding
from cellcheck.runner import source_line

MOST_OPEN_LINES = 2
"""More lines that assign None or do nothing than a finished function would have."""


def unfinished(failure: Failure) -> tuple[Found, ...]:
    """Values that are None because the line that makes them is still the template's."""
    run = failure.runs[0]
    stops = isinstance(run.outcome.exception, NotImplementedError)
    open_values = [
        each.name for each in run.comparisons if not each.match and "is None" in each.actual.problem
    ]
    line, source, count = _open_lines(failure)
    is_open = bool(open_values) or count > MOST_OPEN_LINES
    if not stops and (not is_open or line is None):
        return ()
    said = finding(
        failure.exercise,
        "template.unfinished",
        line,
        source=source,
        seen=_seen(open_values, count, stops=stops),
    )
    everything = stops or not open_values or count > MOST_OPEN_LINES
    return (Found(said, failure.open if everything else frozenset(open_values)),)


def _seen(open_values: list[str], count: int, *, stops: bool) -> str:
    if stops:
        return "It raises NotImplementedError."
    if not open_values:
        return f"{count} lines are as the template has them."
    names = ", ".join(f"`{name.split()[-1]}`" for name in open_values[:4])
    return f"{names} {'is' if len(open_values) == 1 else 'are'} None."


def _open_lines(failure: Failure) -> tuple[int | None, str, int]:
    """The first line that assigns None, raises NotImplementedError, or does nothing; how many."""
    unit = failure.unit
    if unit is None:
        return None, "", 0
    part = unit.parts[-1]
    lines = sorted(
        node.lineno
        for node in ast.walk(part.statement)
        if isinstance(node, ast.stmt) and _is_open(node)
    )
    if not lines:
        return None, "", 0
    return lines[0], source_line(part.filename, lines[0]), len(lines)


def _is_open(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(value=ast.Constant(value=None)) | ast.Pass():
            return True
        case ast.Assign(value=ast.Tuple(elts=elements)):
            return any(isinstance(each, ast.Constant) and each.value is None for each in elements)
        case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError"))):
            return True
        case ast.Raise(exc=ast.Name(id="NotImplementedError")):
            return True
        case ast.Expr(value=ast.Constant(value=value)):
            return value is Ellipsis
        case ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Return(value=ast.Tuple(elts=elements)):
            return any(isinstance(each, ast.Constant) and each.value is None for each in elements)
        case ast.Return(value=ast.Dict(values=values)):
            return any(isinstance(each, ast.Constant) and each.value is None for each in values)
    return False
