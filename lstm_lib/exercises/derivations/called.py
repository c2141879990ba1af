"""A table of formulas that call further functions of the course."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lstm_lib.exercises.derivations.change import Replaced
from lstm_lib.exercises.derivations.formulas import Formulas


@dataclass(frozen=True, slots=True)
class Called:
    """A table whose last arguments are functions, and these functions.

    >>> table = Called(Formulas(("x", "double"), {"result": "double(x) + 1"}), (lambda x: 2 * x,))
    >>> table.variant({})(3), table.variant({"result": "double(x)"})(3)
    (7, 6)

    """

    formulas: Formulas
    functions: tuple[Callable[..., Any], ...]

    def variant(self, replaced: Replaced) -> Callable[..., Any]:
        function = self.formulas.variant(replaced)
        return lambda *arguments: function(*arguments, *self.functions)

    def quantities(self, *arguments: Any) -> Mapping[str, Any]:
        return self.formulas.quantities(*arguments, *self.functions)

    def mistaken(self, replaced: Replaced) -> Callable[..., Mapping[str, Any]]:
        function = self.formulas.mistaken(replaced)
        return lambda *arguments: function(*arguments, *self.functions)
