"""Names that a function reads from the notebook where an argument holds the value it needs."""

import ast
import builtins
from collections.abc import Mapping
from typing import Any

import numpy as np

from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.identity import Identities
from cellcheck.diagnosis.repair.observation import bench_of
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.source_unit import SourceUnit
from cellcheck.runner import source_line
from cellcheck.trial import Prepared, prepared


def read_from_notebook(failure: Failure) -> tuple[Found, ...]:
    """The first such name: with the argument's value in its place, more values come right."""
    bench = bench_of(failure)
    if bench is None:
        return ()
    names = _names_read(bench.unit)
    if not names:
        return ()
    before = bench.right()
    roles = {name: _role(failure, bench, name, value) for name, (value, _) in names.items()}
    known = {name: role for name, role in roles.items() if role}
    after = _right_with(bench, known, bench.quick) if known else before
    if not before < after:
        return ()
    name = next(iter(known))
    filename, line = names[name][1]
    source = source_line(filename, line)
    said = finding(failure.exercise, "global.read", line, source=source, old=name)
    return (Found(said, after - before),)


def _names_read(unit: SourceUnit) -> dict[str, tuple[Any, tuple[str, int]]]:
    """Names of arrays, dictionaries and numbers of the notebook, with where they are read."""
    own = {part.name for part in unit.parts}
    found: dict[str, tuple[Any, tuple[str, int]]] = {}
    for part in unit.parts:
        bound = {
            node.id
            for node in ast.walk(part.statement)
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
        } | {node.arg for node in ast.walk(part.statement) if isinstance(node, ast.arg)}
        for node in ast.walk(part.statement):
            if (
                not isinstance(node, ast.Name)
                or node.id in bound | own
                or hasattr(builtins, node.id)
            ):
                continue
            value = unit.namespace.get(node.id)
            if isinstance(value, (np.ndarray, dict, int, float)) and not isinstance(value, bool):
                found.setdefault(node.id, (value, (part.filename, node.lineno)))
    return dict(sorted(found.items(), key=lambda each: each[1][1][1]))


def _role(failure: Failure, bench: Bench, name: str, value: Any) -> str:
    """Which quantity of the derivation, argument or size the notebook's variable stands for."""
    sizes = bench.quick.data.sizes
    if isinstance(value, (int, float)):
        return name if name in sizes else ""
    quantities = _with_arguments(failure, bench, bench.quick)
    if name in quantities:
        return name
    if isinstance(value, dict):
        return next((key for key, held in quantities.items() if isinstance(held, dict)), "")
    published = prepared(failure.exercise.name, None)[0]
    named = Identities(_with_arguments(failure, bench, published)).names(value)
    return named[0] if named else next((key for key in quantities if key == name), "")


def _with_arguments(failure: Failure, bench: Bench, case: Prepared) -> Mapping[str, Any]:
    """Quantities, arguments and the entries of arguments that are dictionaries, by name."""
    known: dict[str, Any] = {}
    for name, argument in zip(failure.exercise.signature, case.arguments, strict=True):
        known[name] = argument
        if isinstance(argument, dict):
            known.update(argument)
    return {**bench.quantities(case), **known}


def _right_with(bench: Bench, roles: Mapping[str, str], case: Prepared) -> frozenset[str]:
    values = _with_arguments(bench.failure, bench, case)
    sizes = case.data.sizes
    replaced = {
        name: values[role] if role in values else sizes[role] for name, role in roles.items()
    }
    return bench.right(case=case, further=replaced)
