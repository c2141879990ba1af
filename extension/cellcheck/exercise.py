"""What an exercise is: its inputs, its reference, the shape of its answer and what it leans on.

A course describes its exercises with these classes and registers them through the entry-point
group `cellcheck.exercises`; nothing else in this package knows what is being taught.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import numpy as np
from numpy.typing import NDArray

ENTRY_POINT_GROUP = "cellcheck.exercises"

Functions = Mapping[str, Callable[..., Any]]
"""The functions of a course by name: the reference's, a student's, or a mixture."""


class UnknownExerciseError(LookupError):
    """No registered exercise has this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        offer = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(known)}"
        super().__init__(f"no exercise is called {name!r}: {offer}")
        self.name = name
        self.near = tuple(near)


# What a function returns, as a tree: the leaves are the values that a student sees by name.


@dataclass(frozen=True, slots=True)
class Array:
    """A leaf: one array, with the names of its axes.

    `noise` is how far an entry may be off besides rounding, where it is measured.
    """

    name: str
    axes: tuple[str, ...]
    noise: float = 0.0


@dataclass(frozen=True, slots=True)
class Given:
    """A leaf: an argument that is handed on unchanged, such as `parameters` inside a cache."""

    name: str


@dataclass(frozen=True, slots=True)
class Items:
    """A tuple (or list) of a fixed number of items, each with a name for messages."""

    name: str
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """A dictionary with at least these keys; the leaves' names are the keys."""

    name: str
    items: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A list with one item per time step; equal leaves are compared as one array over time.

    `name` names the list in messages, `each` its items: `caches` makes `caches[0]`, `caches[1]`, …
    """

    name: str
    each: str
    item: "Node"
    axis: str


Node = Array | Given | Items | Keys | Steps


def leaves(
    node: Node, axes: tuple[str, ...] = ()
) -> Iterator[tuple[Array | Given, tuple[str, ...]]]:
    """The leaves in order, each with the axes that its comparison has (time steps come last)."""
    match node:
        case Array():
            yield node, node.axes + axes
        case Given():
            yield node, axes
        case Items(items=items) | Keys(items=items):
            for item in items:
                yield from leaves(item, axes)
        case Steps(item=item, axis=axis):
            yield from leaves(item, (axis, *axes))


@dataclass(frozen=True, slots=True)
class DataSet:
    """One set of inputs, drawn before any student code runs. Treat the arrays as read-only.

    Args:
        name: shown to students, so it says what is special about the set.
        sizes: the dimensions by name, such as `{"n_x": 3, "m": 10}`.
        arrays: everything that was drawn, by name.
        public: whether its numbers may be shown.

    """

    name: str
    sizes: Mapping[str, int]
    arrays: Mapping[str, Any]
    public: bool = True


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that people get wrong, as a change to the reference that can be run.

    Args:
        name: a short name in kebab case, unique within its exercise.
        code: the public cause code, such as `derivative.factor`.
        at: the quantity (as the derivation calls it, `dit`) or the step of a pass (`carry`) that
            is changed; two mistakes at different places can be combined.
        title: the headline, without the function's name: `dit` lacks the factor `1 - it`.
        explanation: what is wrong and why, two or three sentences; never the finished line.
        nudge: a question that points to the thought, not to the line.
    """

    name: str
    code: str
    at: str
    title: str
    explanation: str
    nudge: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """The steps of a function by name, and what happens when some of them are wrong.

    Args:
        quantities: from the arguments, every named intermediate value (and the arguments' own
            parts, such as `c_prev` of a cache): `{"dit": array, …}`. In a pass over time steps the
            value is a list with one array per step.
        mistakes: the catalogue.
        variant: a function with the exercise's signature that makes the given mistakes.
        mistaken: the named intermediate values when the given mistakes are made, as `quantities`
            has the right ones; for functions without time steps.
        activations: functions of one array that may be taken for one another.
        families: names that play the same part for different gates, such as `("ft", "it", "ot")`.
    """

    quantities: Callable[..., Mapping[str, Any]]
    mistakes: tuple[Mistake, ...] = ()
    variant: Callable[[tuple[Mistake, ...]], Callable[..., Any]] | None = None
    mistaken: Callable[[tuple[Mistake, ...]], Callable[..., Mapping[str, Any]]] | None = None
    families: tuple[tuple[str, ...], ...] = ()
    activations: Mapping[str, Callable[..., Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about one cause code, where a course can say more than the general words do.

    `{line}` is the line, `{old}` the student's own text there, `{new}` the name of the quantity
    that belongs there, `{function}` the function, `{seen}` what an experiment saw, `{brings}` the
    factor or term that is missing or one too many. Only explanations may use `{new}`.

    Args:
        title: the headline, without the function's name.
        seen: one or two sentences on what is seen.
        nudge: a question that points to the thought, not to the line.
        explanation: why it is wrong; never the finished line.

    """

    title: str
    seen: str
    nudge: str
    explanation: str


Proof = Callable[[Callable[..., Any], Callable[..., Any], DataSet], Mapping[str, float]]
"""Forward function, backward function and data set to the relative error of each gradient."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """A function that students write.

    Args:
        name: the function's name.
        signature: names of the positional arguments.
        returns: the tree of what it returns.
        reference: the right function.
        arguments: makes the positional arguments for a data set, by running the functions that
            come before (`functions` holds them by name).
        data_sets: the sets it is checked on; `None` asks for the public ones, a seed for the
            public ones and further ones drawn from it.
        calls: other exercises whose functions its body calls by name.
        inputs_from: other exercises whose results are its inputs.
        derivation: its intermediate values and known mistakes, for the diagnosis.
        proof: for a backward function, the relative error of each gradient against the numerical
            derivative of a forward function: called with the forward function (of the first
            exercise in `inputs_from`), the backward function and a data set.
        words: the course's own words on cause codes, in the place of the general ones.
        also_solved_in: what solves it as well: modules, or functions as `module:function`.
        written: the parameters as the template has them, where they are not the arguments one by
            one, such as `f, *arguments`.

    """

    name: str
    signature: tuple[str, ...]
    returns: Node
    reference: Callable[..., Any]
    arguments: Callable[[DataSet, Functions], tuple[Any, ...]]
    data_sets: Callable[[int | None], tuple[DataSet, ...]]
    calls: tuple[str, ...] = ()
    inputs_from: tuple[str, ...] = ()
    derivation: Derivation | None = None
    proof: (
        Callable[[Callable[..., Any], Callable[..., Any], DataSet], Mapping[str, float]] | None
    ) = None
    words: Mapping[str, Words] = field(default_factory=dict)
    also_solved_in: tuple[str, ...] = ()
    written: str = ""

    @property
    def declaration(self) -> str:
        """The function as its first line has it: `clip(x, low)`."""
        return f"{self.name}({self.written or ', '.join(self.signature)})"

    @property
    def solving_modules(self) -> tuple[str, ...]:
        """Modules, besides the reference's own, of which any function may solve it."""
        return tuple(place for place in self.also_solved_in if ":" not in place)

    @property
    def solving_functions(self) -> tuple[Callable[..., Any], ...]:
        """The reference, and single functions elsewhere that solve it too."""
        pairs = [place.split(":") for place in self.also_solved_in if ":" in place]
        others = [getattr(import_module(module), name) for module, name in pairs]
        return (self.reference, *others)

    @property
    def needs(self) -> tuple[str, ...]:
        """The exercises that it leans on directly, in the order in which they run."""
        return (*self.inputs_from, *self.calls)


@dataclass(frozen=True, slots=True)
class Course:
    """A set of exercises that lean on one another."""

    exercises: Mapping[str, Exercise] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Exercise:
        try:
            return self.exercises[name]
        except KeyError:
            raise UnknownExerciseError(name, tuple(self.exercises)) from None

    def __contains__(self, name: object) -> bool:
        return name in self.exercises

    def __iter__(self) -> Iterator[str]:
        return iter(self.exercises)

    def chain(self, name: str) -> tuple[str, ...]:
        """All exercises that `name` leans on, directly or not, in running order; itself last."""
        order: list[str] = []

        def visit(current: str) -> None:
            for needed in self[current].needs:
                visit(needed)
            if current not in order:
                order.append(current)

        visit(name)
        return tuple(order)

    def references(self) -> dict[str, Callable[..., Any]]:
        return {name: exercise.reference for name, exercise in self.exercises.items()}


@cache
def course() -> Course:
    """Every exercise registered by an installed package, looked up once per process.

    Raises:
        ValueError: two packages register the same name.

    """
    found: dict[str, Exercise] = {}
    for entry_point in entry_points(group=ENTRY_POINT_GROUP):
        for exercise in entry_point.load()():
            if exercise.name in found:
                raise ValueError(
                    f"exercise {exercise.name!r} is registered twice; "
                    f"the second time by {entry_point.value}"
                )
            found[exercise.name] = exercise
    return Course(found)


def draw(
    generator: np.random.RandomState, **shapes: tuple[int, ...]
) -> dict[str, NDArray[np.float64]]:
    """Standard-normal arrays drawn in the order given, from a generator of one's own.

    >>> sorted(draw(np.random.RandomState(1), x=(2, 3), a0=(4, 3)))
    ['a0', 'x']
    """
    return {name: generator.standard_normal(shape) for name, shape in shapes.items()}
