"""The student's process: runs cells, and forks for each graded exercise."""

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from cellcheck import interactive
from cellcheck.examinee import graded_call, library
from cellcheck.examinee.files import write_files
from cellcheck.examinee.shell import Shell, prepared_shell, run
from cellcheck.wire.channel import Channel, ClosedError, Message


def prepare(modules: Mapping[str, Mapping[str, Any]], imports: tuple[str, ...] = ()) -> None:
    """In the warm process, before any student code: the library without solutions, and a shell."""
    library.install(modules)
    for name in imports:
        __import__(name)
    _silence_the_checker()
    prepared_shell()


def enter(connection: socket.socket) -> None:
    """In the student's process: answers the examiner until it hangs up."""
    channel = library.channel = Channel(connection)
    shell: Shell = Shell.instance()
    signal.signal(signal.SIGINT, _interrupted)
    doing: dict[str, Callable[[Message, list[int]], None]] = {
        "run": lambda message, _: _run(channel, shell, message.header["source"]),
        "write": lambda message, _: _write(channel, message),
        "fork": lambda message, descriptors: _fork(channel, shell, message, descriptors),
    }
    channel.send({"ready": True})
    while True:
        try:
            message, descriptors = channel.receive_with_descriptors(1)
        except (ClosedError, KeyboardInterrupt):
            return
        if message.header.get("do") in doing:
            doing[message.header["do"]](message, descriptors)
        _reap()


def _run(channel: Channel, shell: Shell, source: str) -> None:
    outputs, done = run(shell, source)
    channel.send({"outputs": outputs, "done": done})


def _write(channel: Channel, message: Message) -> None:
    write_files(message)
    channel.send({"written": True})


def _fork(channel: Channel, shell: Shell, message: Message, descriptors: list[int]) -> None:
    """The fork has a connection of its own; this process goes on as if nothing had been graded."""
    if os.fork():
        for descriptor in descriptors:
            os.close(descriptor)
        return
    try:
        channel.close()
        own = Channel(socket.socket(fileno=descriptors[0]))
        order = message.header["order"]
        if order.get("cell"):
            library.channel = own
            own.send({"ready": True})
            _run(own, shell, own.receive().header["source"])
        else:
            graded_call.serve(own, shell.user_ns, order)
    finally:
        os._exit(0)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _interrupted(_number: int, _frame: Any) -> None:
    raise KeyboardInterrupt


def _silence_the_checker() -> None:
    """The graded cells check: `check` in a student's own cell has nothing to add."""

    def later(*_arguments: Any, **_named: Any) -> None:
        print("The graded cells check this.")  # noqa: T201  a cell's output

    package = import_module("cellcheck")
    for module in (package, interactive):
        for name in ("check", "check_all", "evidence"):
            setattr(module, name, later)
    vars(package)["grade"] = _misplaced


def _misplaced(*_arguments: Any, **_named: Any) -> float:
    raise RuntimeError(
        "cellcheck.grade works in a graded cell that holds nothing but such calls; "
        "this cell has more in it, and therefore runs beside the student's code"
    )
