"""The report: the one thing that crosses a border (kernel to panel, student process to examiner).

Frozen data and nothing else. `report.schema.json` beside this file describes `Report.to_dict()`
for every reader that is not Python; a test holds the two together.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Self

SCHEMA_VERSION = 1
MIME_TYPE = "application/vnd.cellcheck.report+json"

AGREES = 1e-6
"""Largest relative error of a gradient: central differences come to 1e-9, mistakes to 1e-2."""
MOST_HINTS = 3

Status = Literal["pass", "fail", "error", "not_attempted", "blocked", "stale"]
ValueStatus = Literal[
    "same", "differs", "shape", "dtype", "not_finite", "not_an_array", "missing", "changed"
]
Certainty = Literal["proven", "likely"]
HintLevel = Literal["nudge", "pointer", "explanation"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of an array, in both versions; `None` stands for a number that JSON cannot hold."""

    at: tuple[int, ...]
    yours: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class ErrorMap:
    """Where an array is wrong: `levels` holds 0 (right) to 100 (the largest error), in C order.

    Arrays of more entries than a screen can show are reduced by the maximum over blocks; `shape`
    is the shape of what is stored.
    """

    axes: tuple[str, ...]
    shape: tuple[int, ...]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ValueReport:
    """One returned value beside the expected one, on the data set that shows the most."""

    name: str
    status: ValueStatus
    match: bool
    shape: tuple[int, ...] | None = None
    expected_shape: tuple[int, ...] | None = None
    dtype: str | None = None
    expected_dtype: str | None = None
    worst_error: float | None = None
    worst_at: tuple[int, ...] | None = None
    differing: float = 0.0
    """Fraction of the entries that differ, 0.0 to 1.0."""
    sample: tuple[Sample, ...] = ()
    """At most four entries, the worst first."""
    error_map: ErrorMap | None = None
    note: str = ""
    """What is wrong in words, where numbers cannot say it."""
    data_sets: tuple[str, ...] = ()
    """Names of the data sets on which it differs."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of help: first a question, then a place, then the reason."""

    level: HintLevel
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something seen by running the code; `line` counts from the top of the cell or file."""

    text: str
    line: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class MemoryPicture:
    """Two names that hold the same memory: one slot of an array of time steps."""

    array: str
    slots: int
    slot: int
    view: str
    view_note: str
    stored: str
    stored_note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One root cause: which function, which line, what, how sure, and how to go on."""

    function: str
    line: int | None
    code: str
    certainty: Certainty
    title: str
    """The headline, without the function's name."""
    message: str
    """One to three sentences: what is seen and why."""
    hints: tuple[Hint, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    picture: MemoryPicture | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """The exception that stopped the function."""

    type: str
    message: str
    function: str
    line: int | None = None
    source: str = ""
    data_set: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One function in the chain that leads to the exercise."""

    function: str
    state: Literal["right", "wrong", "blocked", "given", "open"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DataSetReport:
    """One set of inputs that the function was run on; sizes only, never the seed."""

    name: str
    sizes: Mapping[str, int]
    public: bool
    match: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """Points given by a graded cell."""

    earned: float
    possible: float


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of checking one exercise."""

    exercise: str
    status: Status
    title: str
    """The verdict in one line; the exercise's name stands in backticks."""
    message: str = ""
    values: tuple[ValueReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    chain: tuple[Link, ...] = ()
    data_sets: tuple[DataSetReport, ...] = ()
    raised: Raised | None = None
    notes: tuple[str, ...] = ()
    score: float = 0.0
    """Fraction of the values that are right on all data sets, on the function's own merits."""
    marks: Marks | None = None
    redacted: bool = False
    """True when numbers of data sets that are not public have been taken out."""
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return self.status == "pass"

    @property
    def wrong(self) -> tuple[ValueReport, ...]:
        """The values that do not match."""
        return tuple(value for value in self.values if not value.match)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON data, valid against `schema()`.

        A display adds `help_request`, which the schema leaves free to be absent.

        >>> Report("lstm_forward", "pass", "`lstm_forward` is right").to_dict()["status"]
        'pass'
        """
        plain: dict[str, Any] = _plain(asdict(self))
        return {"version": SCHEMA_VERSION, **plain}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), allow_nan=False)

    def with_hints(self, most: int) -> Self:
        """The report with at most so many hints for each finding: 0 none, 1 the nudge, 3 all."""
        findings = tuple(replace(finding, hints=finding.hints[:most]) for finding in self.findings)
        return replace(self, findings=findings)

    def with_marks(self, marks: Marks) -> Self:
        return replace(self, marks=marks)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Each gradient of a backward function against the numerical derivative of a forward function.

    `errors` holds norms of differences relative to the norms of the two: 0 is equal, 1 unrelated.
    """

    forward: str
    """Whose forward function was differentiated: "your own `lstm_forward`"."""
    errors: Mapping[str, float] = field(default_factory=dict)
    problem: str = ""
    """Why there are no errors, in words."""

    @property
    def differing(self) -> tuple[str, ...]:
        """The gradients that are not the derivative; not a number never is."""
        return tuple(name for name, error in self.errors.items() if not error <= AGREES)


@dataclass(frozen=True, slots=True)
class DerivativeEvidence:
    """Whether expected gradients, and a student's, are derivatives. Shown; not part of a report."""

    function: str
    data_set: str
    reference: Agreement
    yours: Agreement | None = None


@cache
def schema() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of `Report.to_dict()`."""
    text = files("cellcheck").joinpath("report.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _plain(value: Any) -> Any:
    """Tuples become lists, as JSON has them, so that a dictionary equals its own round trip."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
