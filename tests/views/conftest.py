"""The fixtures that Python and TypeScript share, rebuilt as reports."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cellcheck.report import (
    DataSetReport,
    ErrorMap,
    Evidence,
    Finding,
    Hint,
    Link,
    Marks,
    MemoryPicture,
    Raised,
    Report,
    Sample,
    ValueReport,
)

FIXTURES = Path(__file__).parents[1] / "fixtures" / "reports"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json"))


def load_report(name: str) -> Report:
    """The fixture of that name as a `Report`."""
    return report_from_dict(json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8")))


def report_from_dict(data: Mapping[str, Any]) -> Report:
    """The inverse of `Report.to_dict()`."""
    fields = {key: value for key, value in data.items() if key != "version"}
    return Report(
        **fields
        | {
            "values": tuple(_value(value) for value in data["values"]),
            "findings": tuple(_finding(finding) for finding in data["findings"]),
            "chain": tuple(Link(**link) for link in data["chain"]),
            "data_sets": tuple(DataSetReport(**item) for item in data["data_sets"]),
            "raised": Raised(**data["raised"]) if data["raised"] else None,
            "notes": tuple(data["notes"]),
            "marks": Marks(**data["marks"]) if data["marks"] else None,
        }
    )


def _value(data: Mapping[str, Any]) -> ValueReport:
    drawn = data["error_map"]
    return ValueReport(
        **dict(data)
        | {
            "shape": _tuple(data["shape"]),
            "expected_shape": _tuple(data["expected_shape"]),
            "worst_at": _tuple(data["worst_at"]),
            "sample": tuple(
                Sample(**entry | {"at": tuple(entry["at"])}) for entry in data["sample"]
            ),
            "error_map": ErrorMap(**{key: tuple(items) for key, items in drawn.items()})
            if drawn
            else None,
            "data_sets": tuple(data["data_sets"]),
        }
    )


def _finding(data: Mapping[str, Any]) -> Finding:
    return Finding(
        **dict(data)
        | {
            "hints": tuple(Hint(**hint) for hint in data["hints"]),
            "evidence": tuple(Evidence(**seen) for seen in data["evidence"]),
            "picture": MemoryPicture(**data["picture"]) if data["picture"] else None,
        }
    )


def _tuple(items: list[int] | None) -> tuple[int, ...] | None:
    return None if items is None else tuple(items)


@pytest.fixture(params=NAMES)
def report(request: pytest.FixtureRequest) -> Report:
    """Every fixture in turn."""
    return load_report(request.param)


@pytest.fixture
def cause() -> Report:
    """A fault with a proven cause, three hints and a memory picture."""
    return load_report("cause")


@pytest.fixture
def blocked() -> Report:
    """A right function that is given wrong caches; `dx` is wrong at t = 0 only."""
    return load_report("blocked")


@pytest.fixture
def graded() -> Report:
    """A graded cell: marks, a nan, a wrong shape, hidden numbers taken out."""
    return load_report("graded")


@pytest.fixture
def right() -> Report:
    """A passing report."""
    return load_report("pass")
