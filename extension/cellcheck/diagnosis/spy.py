"""Records the calls of a function: which arrays went in and out, and what they held then."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellcheck.nested import arrays_in, copied


@dataclass(frozen=True, slots=True)
class Seen:
    """One array that passed through a call, with a copy of what it held then."""

    call: int
    position: int
    """Its place among the arrays of that call: the same again when the same code runs again."""
    array: NDArray[Any]
    content: NDArray[Any]

    @property
    def changed(self) -> bool:
        return not np.array_equal(self.array, self.content)


@dataclass(slots=True)
class Spy:
    """Stands in for a function, calls it, and remembers.

    Args:
        function: the function to call.
        separate: hand copies on in both directions, so that nothing shares memory with the caller.
        on_call: called with everything seen at the end of each call.

    """

    function: Callable[..., Any]
    separate: bool = False
    on_call: Callable[[tuple[Seen, ...]], None] | None = None
    calls: int = 0
    seen: list[Seen] = field(default_factory=list)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.separate:
            args, kwargs = copied((args, kwargs))
        result = self.function(*args, **kwargs)
        if self.separate:
            result = copied(result)
        passed = {id(array): array for array in arrays_in((args, kwargs, result))}
        now = tuple(
            Seen(self.calls, position, array, array.copy())
            for position, array in enumerate(passed.values())
        )
        self.seen += now
        self.calls += 1
        if self.on_call is not None:
            self.on_call(now)
        return result
