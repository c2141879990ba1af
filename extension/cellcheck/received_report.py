"""A report that came as JSON from a process that may lie: every field is checked for its type."""

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from cellcheck.report import Report

LONGEST_TEXT = 4_000
MOST_FINDINGS = 20
MOST_VALUES = 200
MOST_ITEMS = 20_000

T = TypeVar("T")


class ReportError(ValueError):
    """What came is no report."""


def read_report(plain: Any) -> Report:
    """The report that `Report.to_dict` turned into plain data.

    Raises:
        ReportError: a field is missing, of another type, or too long.

    >>> read_report(Report("lstm_forward", "pass", "right").to_dict()).passed
    True

    """
    report = _built(Report, plain, "report")
    if max(len(report.findings), len(report.chain)) > MOST_FINDINGS:
        raise ReportError("the report has more findings than there are causes")
    if max(len(report.values), len(report.notes), len(report.data_sets)) > MOST_VALUES:
        raise ReportError("the report has more values than any function returns")
    return report


def _built(kind: type[T], plain: Any, place: str) -> T:
    if not isinstance(plain, Mapping):
        raise ReportError(f"{place} is no object")
    types = _types(kind)  # type: ignore[arg-type]
    values = {
        name: _value(types[name], plain[name], f"{place}.{name}") for name in types if name in plain
    }
    try:
        return kind(**values)
    except TypeError:
        raise ReportError(f"{place} lacks a field") from None


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _is_finite(plain: Any) -> bool:
    """Is it a number that a float can hold?"""
    if isinstance(plain, bool) or not isinstance(plain, (int, float)):
        return False
    try:
        return math.isfinite(plain)
    except OverflowError:  # a whole number beyond them
        return False


def _value(kind: Any, plain: Any, place: str) -> Any:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if plain is None and NoneType in arguments:
            return None
        (kind,) = (argument for argument in arguments if argument is not NoneType)
        return _value(kind, plain, place)
    if origin is Literal and isinstance(plain, str) and plain in arguments:
        return plain
    if origin is tuple and isinstance(plain, list) and len(plain) <= MOST_ITEMS:
        return tuple(_value(arguments[0], item, place) for item in plain)
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(plain, dict):
        return {_value(str, key, place): _value(arguments[1], plain[key], place) for key in plain}
    if isinstance(kind, type) and is_dataclass(kind):
        return _built(kind, plain, place)
    if kind is float and _is_finite(plain):
        return float(plain)
    is_short = not isinstance(plain, str) or len(plain) <= LONGEST_TEXT
    if kind in (str, int, bool) and type(plain) is kind and is_short:
        return plain
    raise ReportError(f"{place} is not what it should be")
