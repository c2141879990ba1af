"""A traced run of student code: which line bound which array, which line wrote to a watched one."""

import contextlib
import sys
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellcheck.runner import source_line


@dataclass(frozen=True, slots=True)
class Place:
    """A line of student code."""

    code: CodeType
    line: int

    @property
    def source(self) -> str:
        return source_line(self.code.co_filename, self.line)


@dataclass(frozen=True, slots=True)
class Binding:
    """A local name that came to stand for an array, by running a line."""

    place: Place
    name: str
    array: NDArray[Any]


@dataclass(slots=True)
class Tracer:
    """Follows every frame whose globals are the student's.

    A line event comes *before* its line runs, so what has changed is the work of the line before.
    """

    namespaces: list[dict[str, Any]]
    bindings: list[Binding] = field(default_factory=list)
    entries: list[Binding] = field(default_factory=list)
    """The same for arrays under the keys of a dictionary, `sums['dW']`."""
    watched: NDArray[Any] | None = None
    has_changed: Callable[[], bool] | None = None
    """Asked after every line until it says yes; set by `watch`, or by hand for other objects."""
    written_at: Place | None = None
    watched_at: Place | None = None
    _last: dict[FrameType, int] = field(default_factory=dict)
    _names: dict[FrameType, dict[Hashable, int]] = field(default_factory=dict)
    _current: FrameType | None = None

    def watch(self, array: NDArray[Any]) -> None:
        """From now on, notes the first line after which `array` holds something else."""
        content = array.copy()
        self.watched = array
        self.has_changed = lambda: not np.array_equal(array, content, equal_nan=True)
        if self._current is not None:
            self.watched_at = self._place(self._current)

    @contextlib.contextmanager
    def tracing(self) -> Iterator[None]:
        previous = sys.gettrace()
        sys.settrace(self._on_call)
        try:
            yield
        finally:
            sys.settrace(previous)
            self._last.clear()
            self._names.clear()
            self._current = None

    def _on_call(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        if any(frame.f_globals is namespace for namespace in self.namespaces):
            return self._on_event
        return None

    def _on_event(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if frame in self._last:
            self._note_write(frame)
            self._note_bindings(frame)
        self._last[frame] = frame.f_lineno
        self._current = frame
        if event == "return":
            del self._last[frame]
            self._names.pop(frame, None)
            self._current = frame.f_back
        return self._on_event

    def _place(self, frame: FrameType) -> Place | None:
        line = self._last.get(frame)
        return None if line is None else Place(frame.f_code, line)

    def _note_write(self, frame: FrameType) -> None:
        if self.has_changed is not None and self.written_at is None and self.has_changed():
            self.written_at = self._place(frame)

    def _note_bindings(self, frame: FrameType) -> None:
        place = self._place(frame)
        known = self._names.setdefault(frame, {})
        if place is None:
            return
        for name, value in frame.f_locals.items():
            if isinstance(value, np.ndarray):
                if _is_new(known, name, value):
                    self.bindings.append(Binding(place, name, value))
            elif isinstance(value, dict):
                for key, item in value.items():
                    if isinstance(item, np.ndarray) and _is_new(known, (name, key), item):
                        self.entries.append(Binding(place, f"{name}[{key!r}]", item))


def _is_new(known: dict[Hashable, int], name: Hashable, array: NDArray[Any]) -> bool:
    """Has a name, or a key, come to stand for another array? Its binding keeps the array alive.

    Without that, the array's id could be given to another one.
    """
    if known.get(name) == id(array):
        return False
    known[name] = id(array)
    return True
