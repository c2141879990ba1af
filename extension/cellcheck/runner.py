"""Runs a student's function: on copies, captured, bounded in time, and leaving no trace."""

import contextlib
import gc
import inspect
import io
import linecache
import random
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from types import FrameType, FunctionType
from typing import Any

import numpy as np

from cellcheck.nested import copied, fingerprint
from cellcheck.report import Raised

Namespace = MutableMapping[str, Any]

TIME_LIMIT = 10.0
"""Seconds for all runs of one check: a right answer needs milliseconds."""


class TimeLimitError(BaseException):
    """The student's function did not come to an end in time.

    Not an `Exception`, so that `except Exception:` inside an endless loop does not swallow it.
    """


MOST_OUTPUT = 20_000
"""Characters kept of what the functions print."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call gave: a result, or the exception that ended it."""

    result: Any = None
    exception: BaseException | None = None
    changed: tuple[str, ...] = ()
    """Names of the arguments whose arrays were changed in place."""


@dataclass(slots=True)
class Captured:
    """Output and warnings of the calls made inside `captured()`."""

    output: str = ""
    warnings: tuple[str, ...] = ()


class _BoundedText(io.StringIO):
    """Keeps the beginning: a loop that prints for ten seconds must not fill the memory."""

    def write(self, text: str) -> int:
        if self.tell() < MOST_OUTPUT:
            super().write(text[:MOST_OUTPUT])
        return len(text)


@contextlib.contextmanager
def captured() -> Iterator[Captured]:
    """Keeps output, warnings, floating-point settings and random streams from leaking out."""
    seen = Captured()
    stream = _BoundedText()
    # The global stream is what students draw from, so that is the one to put back.
    legacy_state, python_state = np.random.get_state(), random.getstate()  # noqa: NPY002
    try:
        with (
            warnings.catch_warnings(record=True) as caught,
            contextlib.redirect_stdout(stream),
            contextlib.redirect_stderr(stream),
            np.errstate(),
        ):
            warnings.simplefilter("always")
            yield seen
    finally:
        np.random.set_state(legacy_state)  # noqa: NPY002
        random.setstate(python_state)
        seen.output = stream.getvalue()
        seen.warnings = tuple(dict.fromkeys(str(warning.message) for warning in caught))


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises `TimeLimitError` in the running code after `seconds`, where the platform allows it.

    Signals reach the main thread only; elsewhere (and on Windows) the code stays interruptible
    by hand, which is all that is promised there.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "setitimer"
    ):
        yield
        return

    armed, collecting = True, False

    def on_collection(phase: str, _about: dict[str, int]) -> None:
        nonlocal collecting
        collecting = phase == "start"

    def on_alarm(_number: int, frame: FrameType | None) -> None:
        # What is raised while garbage is collected, in finalizers or callbacks, is printed and
        # lost. The next alarm comes soon.
        if armed and not collecting and not _is_of_collector(frame):
            raise TimeLimitError(f"not finished after {seconds:g} s")

    previous = signal.signal(signal.SIGALRM, on_alarm)
    gc.callbacks.append(on_collection)
    try:
        # The interval repeats: a bare `except:` in a loop would swallow a single alarm.
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.25)
        try:
            yield
        finally:
            armed = False
    finally:  # reached even when the alarm strikes inside the inner `finally`
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        with contextlib.suppress(ValueError):  # student code may have emptied the list
            gc.callbacks.remove(on_collection)


def _is_of_collector(frame: FrameType | None) -> bool:
    """Does `frame` run in a callback of the garbage collector?"""
    code = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame is not None:
        if frame.f_code in code:
            return True
        frame = frame.f_back
    return False


def call(
    function: Callable[..., Any],
    names: tuple[str, ...],
    arguments: tuple[Any, ...],
    *,
    seconds: float = TIME_LIMIT,
    copies: bool = True,
) -> Outcome:
    """Calls `function`; whatever it raises, an interrupt from outside included, is in the outcome.

    Args:
        function: the function to run.
        names: names of the arguments, for `Outcome.changed`.
        arguments: positional arguments.
        seconds: time limit, see `time_limit`.
        copies: hand over deep copies. Off where shared memory is what is being looked at.

    """
    if copies:
        arguments = copied(arguments)
    before = [fingerprint(argument) for argument in arguments]
    try:
        with time_limit(seconds):
            result = function(*arguments)
    except BaseException as exception:  # noqa: BLE001  nothing may get out
        return Outcome(exception=exception)
    after = [fingerprint(argument) for argument in arguments]
    changed = tuple(name for name, old, new in zip(names, before, after, strict=True) if old != new)
    return Outcome(result, changed=changed)


def namespaces_of(function: Callable[..., Any]) -> list[dict[str, Any]]:
    """The global namespaces in which a function looks up names, through wrappers and partials."""
    found: list[dict[str, Any]] = []
    pending: list[Any] = [function]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, FunctionType):
            if not any(current.__globals__ is known for known in found):
                found.append(current.__globals__)
            pending += [
                cell.cell_contents
                for cell in current.__closure__ or ()
                if _is_filled(cell) and isinstance(cell.cell_contents, FunctionType)
            ]
        for name in ("__wrapped__", "func", "__func__"):
            inner = getattr(current, name, None)
            if callable(inner):
                pending.append(inner)
        if not isinstance(current, (FunctionType, type)) and not found:
            method = type(current).__dict__.get("__call__")
            if isinstance(method, FunctionType):
                pending.append(method)
    return found


def _is_filled(cell: Any) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return False
    return True


def misfit(function: Callable[..., Any], signature: Sequence[str]) -> str:
    """The function's own signature, where it cannot be called as the exercise says."""
    try:
        own = inspect.signature(function)
    except (TypeError, ValueError):
        return ""
    try:
        own.bind(*signature)
    except TypeError:
        return str(own)
    return ""


def has_own_names(function: Callable[..., Any]) -> bool:
    """Does the body assign anything? A template that only holds `pass` does not."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:
        return False
    starred = sum(
        bool(code.co_flags & flag) for flag in (inspect.CO_VARARGS, inspect.CO_VARKEYWORDS)
    )
    return bool(code.co_nlocals > code.co_argcount + code.co_kwonlyargcount + starred)


@contextlib.contextmanager
def exchanged(namespaces: list[dict[str, Any]], replacements: Mapping[str, Any]) -> Iterator[None]:
    """Puts `replacements` into the namespaces and takes every change out again at the end.

    The real namespaces are patched, not copies of the functions: helpers, classes, decorators and
    closures of the student then all see the exchanged functions.
    """
    before = [dict(namespace) for namespace in namespaces]
    try:
        for namespace in namespaces:
            namespace.update(replacements)
        yield
    finally:
        for namespace, saved in zip(namespaces, before, strict=True):
            _restore(namespace, saved)


def _restore(namespace: dict[str, Any], saved: dict[str, Any]) -> None:
    """Undoes every change, an interrupt in the middle included."""
    interrupt: KeyboardInterrupt | None = None
    while True:
        try:
            namespace.update(saved)
            for name in set(namespace) - set(saved):
                del namespace[name]
        except KeyboardInterrupt as exception:
            interrupt = exception
            continue
        break
    if interrupt is not None:
        raise interrupt


def describe_exception(
    exception: BaseException, function: str, namespaces: list[dict[str, Any]]
) -> Raised:
    """Where in the student's code an exception arose: the innermost frame of theirs.

    The frames below it (NumPy's, the library's) are not what a student can mend.
    """
    place: tuple[str, int | None, str] = (function, None, "")
    for frame, line in traceback.walk_tb(exception.__traceback__):
        if any(frame.f_globals is namespace for namespace in namespaces):
            code = frame.f_code
            place = (code.co_qualname, line, source_line(code.co_filename, line, frame.f_globals))
    return Raised(
        type(exception).__name__,
        "".join(traceback.format_exception_only(exception)).strip().partition(": ")[2]
        or str(exception),
        place[0],
        place[1],
        place[2],
    )


def source_line(filename: str, line: int, namespace: dict[str, Any] | None = None) -> str:
    """The text of one line of a file or of a notebook cell, stripped; empty if it is not known."""
    return linecache.getline(filename, line, namespace).strip()
