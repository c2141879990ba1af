"""Results that depend on random numbers, or on memory that nobody has filled."""

import ast
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np

from cellcheck.compare import Leaf, collect, compare
from cellcheck.diagnosis.failure import Failure, Found
from cellcheck.diagnosis.repair.bench import Bench
from cellcheck.diagnosis.repair.edit import Edit, slots_of
from cellcheck.diagnosis.repair.nodes import call as call_of
from cellcheck.diagnosis.repair.nodes import called_name, constant
from cellcheck.diagnosis.repair.nodes import name as name_of
from cellcheck.diagnosis.repair.observation import bench_of
from cellcheck.diagnosis.saying import finding
from cellcheck.exercise import Words
from cellcheck.nested import copied
from cellcheck.runner import call, exchanged, source_line

DRAWING = {
    "random", "rand", "randn", "standard_normal", "normal", "uniform", "randint", "integers",
    "random_sample", "sample", "permutation", "permuted", "shuffle", "choice", "binomial",
    "poisson", "exponential", "laplace", "gauss", "betavariate", "default_rng", "RandomState",
}  # fmt: skip
UNFILLED = {"empty", "empty_like", "ndarray"}
FIXED = "__cellcheck_fixed__"

NOT_FILLED = Words(
    "entries are read that nobody has set",
    "The array that line {line} makes is not filled before it is read: with other numbers in its "
    "memory, the result is another one.",
    "What does `{old}` hold before anything is written to it?",
    "An empty array holds whatever its memory held before. What the function does not write, or "
    "only adds to, needs a start that is known.",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """A call whose result no argument decides: it draws numbers, or takes memory as it is."""

    part: int
    node: ast.Call

    @property
    def draws(self) -> bool:
        return called_name(self.node) not in UNFILLED

    def finding(self, failure: Failure, bench: Bench, values: frozenset[str]) -> Found:
        line = self.node.lineno
        said = finding(
            failure.exercise,
            "random",
            line,
            source=source_line(bench.unit.parts[self.part].filename, line),
            own=None if self.draws else NOT_FILLED,
            old=ast.unparse(self.node),
        )
        return Found(said, values)


def depends_on_chance(failure: Failure) -> tuple[Found, ...]:
    """Drawn numbers that reach the result; or memory that has to be zero, and need not be."""
    bench = bench_of(failure)
    origins = _origins(bench) if bench is not None else ()
    if bench is None or not origins or failure.wrong_run is None:
        return ()
    drawing = [each for each in origins if each.draws]
    varying = _varying(failure) & failure.open if drawing else frozenset[str]()
    fixed = Fixed(bench, origins)
    reaching = [each for each in drawing if varying and fixed.reached_from(each) & varying]
    if reaching:
        return (reaching[0].finding(failure, bench, varying),)
    for each in origins:
        needs_zero = frozenset[str]() if each.draws else fixed.reached_from(each) & fixed.right()
        if needs_zero & failure.open:
            return (each.finding(failure, bench, needs_zero & failure.open),)
    is_memory = any(fixed.reached_from(each) for each in origins if not each.draws)
    return (drawing[0].finding(failure, bench, varying),) if varying and not is_memory else ()


def reads_unfilled_memory(failure: Failure) -> tuple[Found, ...]:
    """Memory that nobody has filled, and that reaches the result; asked where no cause is known."""
    bench = bench_of(failure)
    origins = _origins(bench) if bench is not None else ()
    if bench is None or not origins:
        return ()
    fixed = Fixed(bench, origins)
    for each in origins:
        reached = frozenset[str]() if each.draws else fixed.reached_from(each) & failure.open
        if reached:
            return (each.finding(failure, bench, reached),)
    return ()


def _origins(bench: Bench) -> tuple[Origin, ...]:
    found = [
        Origin(number, node)
        for number, part in enumerate(bench.unit.parts)
        for node in ast.walk(part.statement)
        if isinstance(node, ast.Call) and (_draws(node) or called_name(node) in UNFILLED)
    ]
    return tuple(sorted(found, key=lambda each: each.node.lineno))


def _draws(node: ast.Call) -> bool:
    """`rng.normal(…)`, and whatever is called of a module `random`."""
    within = {each.attr for each in ast.walk(node.func) if isinstance(each, ast.Attribute)}
    named = {each.id for each in ast.walk(node.func) if isinstance(each, ast.Name)}
    return called_name(node) in DRAWING or "random" in within | named


def _varying(failure: Failure) -> frozenset[str]:
    """The values that differ between two runs from different random states."""
    exercise, run = failure.exercise, failure.wrong_run
    if run is None:
        return frozenset()
    case = failure.prepared_for(run)
    references = failure.work.references_for(exercise.name)
    results = []
    with exchanged(failure.work.namespaces(exercise.name), references):
        for seed in (11, 12):
            np.random.seed(seed)  # noqa: NPY002  the stream that the student draws from
            outcome = call(failure.function, exercise.signature, copied(case.arguments))
            if outcome.exception is not None:
                return frozenset()
            results.append(collect(exercise.returns, outcome.result, case.data.sizes))
    return _differing(*results)


class Fixed:
    """The function with a number of ours in every entry of what its origins of chance give."""

    def __init__(self, bench: Bench, origins: Sequence[Origin]) -> None:
        self.bench = bench
        self.origins = origins
        with ExitStack() as edits:
            for number, origin in enumerate(origins):
                slots = slots_of(bench.unit.parts[origin.part].statement)
                new = call_of(name_of(FIXED), constant(number), origin.node)
                edit = Edit("", 0, origin.node, ((slots[origin.node], new),))
                edits.enter_context(edit.made())
            self.codes = [part.compile() for part in bench.unit.parts]

    def reached_from(self, asked: Origin) -> frozenset[str]:
        """The values that change with what one origin gives, the others giving what is fixed."""
        reached = set[str]()
        for others in (0, 1):  # a factor of zero hides what it multiplies
            numbers = [0 if each is asked else others for each in self.origins]
            changed = [1 if each is asked else others for each in self.origins]
            one, other = self._leaves(numbers), self._leaves(changed)
            if one is not None and other is not None:
                reached |= _differing(one, other)
        return frozenset(reached)

    def right(self) -> frozenset[str]:
        """The values that are right with zero from every origin."""
        leaves = self._leaves([0] * len(self.origins))
        compared = compare(self.bench.quick.expected, leaves) if leaves is not None else ()
        return frozenset(each.name for each in compared if each.match)

    def _leaves(self, numbers: Sequence[int]) -> Mapping[str, Leaf] | None:
        def fixed(origin: int, value: Any) -> Any:
            if isinstance(value, np.ndarray):
                return np.full_like(value, numbers[origin])
            is_number = isinstance(value, (int, float, np.generic))
            return type(value)(numbers[origin]) if is_number else value

        return self.bench.leaves(self.codes, self.bench.quick, {FIXED: fixed})


def _differing(one: Mapping[str, Leaf], other: Mapping[str, Leaf]) -> frozenset[str]:
    return frozenset(
        each.name
        for each in compare(one, other)
        if not each.match and each.expected.array is not None
    )
