"""The course's library without the solutions of what is being graded.

The examiner sends each module that holds a solution as source with those functions taken out. A
call of one of them becomes a question to the examiner, who answers with the reference's result and
knows from the asking that the function under examination did not do its own work.
"""

import builtins
import contextlib
import importlib.util
import inspect
import linecache
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from cellcheck.wire.channel import Channel, WireError
from cellcheck.wire.values import Decoder, Encoder

channel: Channel | None = None
"""Where questions go: the connection of the process that asks."""


class Asked:
    """Takes the place of a function of the library that the examiner keeps.

    Args:
        name: the function's own.
        signature: as text; without it any arguments are sent.
        doc: its documentation.
        question: what the examiner knows it by, where that is another name.

    """

    def __init__(self, name: str, signature: str = "", doc: str = "", question: str = "") -> None:
        self.__name__ = self.__qualname__ = name
        self.__doc__ = doc
        self._question = question or name
        if signature:
            self.__signature__ = _signature(signature)

    def __repr__(self) -> str:
        return f"<function {self.__name__} of the library>"

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if not named:
            return ask(self._question, arguments)
        given = inspect.signature(self).bind(*arguments, **named)
        return ask(self._question, given.args, given.kwargs)


class Withheld:
    """Takes the place of what is not there while an exercise that it would solve is graded."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, *_arguments: Any, **_named: Any) -> Any:
        # The examiner refuses, and knows that it was asked for.
        return ask(self.__name__, ())


class _WithheldModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Withheld(f"{self.__name__}.{name}")


def ask(
    name: str, arguments: tuple[Any, ...], named: Mapping[str, Any] = MappingProxyType({})
) -> Any:
    """The examiner's answer to a call of `name`.

    Arrays that the reference hands on unchanged come back as the very objects that went out, as
    they would without a border in between.
    """
    if channel is None:
        raise RuntimeError(f"{name}: there is nobody to ask")
    encoder = Encoder()
    trees = {"arguments": encoder.encode(arguments)}
    if named:
        trees["named"] = encoder.encode(named)
    with _uninterrupted():
        channel.send({"ask": name, **trees, **_caller()}, encoder.parts)
        message = channel.receive()
    if "raised" in message.header:
        raise _exception(*message.header["raised"])
    if "value" not in message.header:
        raise WireError(f"{name}: no answer")
    return Decoder(message.parts, known=encoder.objects).decode(message.header["value"])


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """An answer that is left in the socket would be taken for the answer to the next question."""
    interrupt = {signal.SIGINT, signal.SIGALRM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, interrupt)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _caller() -> dict[str, Any]:
    """The line of the notebook that asks."""
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_globals.get("__name__") == "__main__":
            name = frame.f_code.co_filename
            return {"line": frame.f_lineno, "source": linecache.getline(name, frame.f_lineno)}
        frame = frame.f_back
    return {}


def install(modules: Mapping[str, Mapping[str, Any]]) -> None:
    """Puts the modules into place, before anything imports them.

    Args:
        modules: by name, `source` (`None` withholds the module as a whole), `file`, `asked` (names
            of the functions taken out) with `signature`, `doc` and `question` of each.

    """
    sys.meta_path.insert(0, _Finder(modules))


class _Finder:
    """Finds the modules above, and nothing else."""

    def __init__(self, modules: Mapping[str, Mapping[str, Any]]) -> None:
        self._modules = modules

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        if name not in self._modules:
            return None
        package = bool(self._modules[name].get("package"))
        return importlib.util.spec_from_loader(name, self, is_package=package)  # type: ignore[arg-type]

    def create_module(self, spec: Any) -> ModuleType:
        if self._modules[spec.name]["source"] is None:
            return _WithheldModule(spec.name)
        return ModuleType(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        described = self._modules[module.__name__]
        for name, about in described["asked"].items():
            asked = Asked(name, about["signature"], about["doc"], about["question"])
            setattr(module, name, asked)
        if described["source"] is not None:
            code = compile(described["source"], described["file"], "exec")
            exec(code, module.__dict__)  # noqa: S102  the library's own source


def _exception(kind: str, text: str) -> BaseException:
    made = getattr(builtins, str(kind), None)
    if isinstance(made, type) and issubclass(made, Exception):
        return made(text)
    return ValueError(f"{kind}: {text}")


def _signature(text: str) -> inspect.Signature:
    made: dict[str, Callable[..., Any]] = {}
    exec(f"def function{text}: ...", made)  # noqa: S102  the library's own signature
    return inspect.signature(made["function"])
