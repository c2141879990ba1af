"""A pass over the time steps, as a table of lines."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lstm_lib.exercises.derivations.change import Replaced
from lstm_lib.exercises.derivations.notation import FUNCTIONS, compiled

Lines = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Loop:
    """What is done before the loop, in each of its rounds, and after it.

    Args:
        arguments: names of the positional arguments.
        before: lines by the name of what they do, such as `initial a`.
        order: the time steps in the order of the rounds, an expression; replaced as `order`.
        each: the lines of one round, in which `t` is the time step.
        after: further lines; the last of them binds `result`, which is returned.
        cell: the function of one time step, called `cell` in the lines.
        observed: the quantities, made from the arguments.

    >>> total = Loop(
    ...     ("x",), {"initial": "s = 0"}, "range(len(x))", {"add": "s = s + x[t]"},
    ...     {"result": "result = s"}, abs, lambda x: {"x": x},
    ... )
    >>> total.variant({})([1, 2, 3]), total.variant({"order": "range(2)"})([1, 2, 3])
    (6, 3)

    """

    arguments: tuple[str, ...]
    before: Lines
    order: str
    each: Lines
    after: Lines
    cell: Callable[..., Any]
    observed: Callable[..., Mapping[str, Any]]

    def variant(self, replaced: Replaced) -> Callable[..., Any]:
        """The function, with other lines in some places. It never writes to its arguments."""

        def function(*arguments: Any) -> Any:
            *_, names = self._rounds(replaced, arguments)
            return names["result"]

        return function

    def trace(self, *arguments: Any) -> Iterator[dict[str, Any]]:
        """All names after each round of the right function, and once more after the last line."""
        for names in self._rounds({}, arguments):
            yield dict(names)

    def quantities(self, *arguments: Any) -> Mapping[str, Any]:
        return self.observed(*arguments)

    def mistaken(self, replaced: Replaced) -> Callable[..., Mapping[str, Any]]:  # noqa: ARG002
        """Nothing: a pass first goes wrong in the cell, which says nothing about its own lines."""
        return lambda *_arguments: {}

    def _rounds(self, replaced: Replaced, arguments: tuple[Any, ...]) -> Iterator[dict[str, Any]]:
        before, each, after = (
            [compiled(replaced.get(name, line), "exec") for name, line in lines.items()]
            for lines in (self.before, self.each, self.after)
        )
        names = FUNCTIONS | {"cell": self.cell}
        names |= dict(zip(self.arguments, arguments, strict=True))
        for code in before:
            exec(code, names)  # noqa: S102 - the tables' own text
        order = compiled(replaced.get("order", self.order), "eval")
        for t in eval(order, names):  # noqa: S307 - as above
            names["t"] = t
            for code in each:
                exec(code, names)  # noqa: S102 - as above
            yield names
        for code in after:
            exec(code, names)  # noqa: S102 - as above
        yield names
