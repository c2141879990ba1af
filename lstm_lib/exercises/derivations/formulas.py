"""A function without a loop, as a table of formulas."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lstm_lib.exercises.derivations.change import Replaced
from lstm_lib.exercises.derivations.notation import FUNCTIONS, compiled


@dataclass(frozen=True, slots=True)
class Formulas:
    """Quantities and their formulas, in the order in which they are computed.

    Args:
        arguments: names of the positional arguments.
        table: formulas over the names above them; the last is `result`, which is returned.
        also: what an expert would name but nobody has to compute, such as `1 - ft`.

    >>> cell = Formulas(("a", "b"), {"z": "a + b", "result": "tanh(z)"}, {"1 - z": "1 - z"})
    >>> cell.variant({})(1.0, -1.0), cell.variant({"z": "a - b"})(0.0, 0.0)
    (np.float64(0.0), np.float64(0.0))

    """

    arguments: tuple[str, ...]
    table: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)

    def variant(self, replaced: Replaced) -> Callable[..., Any]:
        """The function, with other formulas in some places. It never writes to its arguments."""
        formulas = tuple(
            (name, compiled(replaced.get(name, text), "eval")) for name, text in self.table.items()
        )

        def function(*arguments: Any) -> Any:
            names = FUNCTIONS | dict(zip(self.arguments, arguments, strict=True))
            for name, code in formulas:
                names[name] = eval(code, names)  # noqa: S307 - the tables' own text
            return names["result"]

        return function

    def quantities(self, *arguments: Any) -> dict[str, Any]:
        """Every array among the arguments and the formulas' values, by name.

        Names that begin with an underscore are the table's own and stay in it.
        """
        return self._arrays({**self.table, **self.also}, arguments)

    def mistaken(self, replaced: Replaced) -> Callable[..., dict[str, Any]]:
        """The same of a variant, without what nobody has to compute."""
        table = {name: replaced.get(name, text) for name, text in self.table.items()}
        return lambda *arguments: self._arrays(table, arguments)

    def _arrays(self, table: Mapping[str, str], arguments: tuple[Any, ...]) -> dict[str, Any]:
        names = FUNCTIONS | dict(zip(self.arguments, arguments, strict=True))
        for name, text in table.items():
            names[name] = eval(compiled(text, "eval"), names)  # noqa: S307 - as above
        return {
            name: value
            for name, value in names.items()
            if isinstance(value, np.ndarray) and not name.startswith("_")
        }
