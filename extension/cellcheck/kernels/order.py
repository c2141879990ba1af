"""What the server tells a warm parent about the kernel that it wants."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Order:
    """What one kernel is to be; crosses the connection as a header and four descriptors."""

    command: tuple[str, ...]
    launcher: str
    arguments: tuple[str, ...]
    environment: dict[str, str]
    cwd: str
    server_pid: int
    folder: str = ""
    """The folder of its sockets, to be removed if the server cannot; empty if there is none."""
    streams: tuple[int, ...] = ()
    """Standard input, output and error."""
    started: int = -1
    """The write end of a pipe: closed as soon as clients can connect."""

    DESCRIPTORS: ClassVar[int] = 4

    def header(self) -> dict[str, Any]:
        return {
            "command": self.command,
            "launcher": self.launcher,
            "arguments": self.arguments,
            "environment": self.environment,
            "cwd": self.cwd,
            "server_pid": self.server_pid,
            "folder": self.folder,
        }

    @property
    def descriptors(self) -> tuple[int, ...]:
        return (*self.streams, self.started)

    @classmethod
    def from_header(cls, header: dict[str, Any], descriptors: Sequence[int]) -> "Order":
        """The order that `header` and `descriptors` describe.

        >>> order = Order(("python",), "ipykernel", ("-f", "k.json"), {}, "/", 1, "", (0, 1, 2), 3)
        >>> Order.from_header(order.header(), order.descriptors) == order
        True
        """
        *streams, started = descriptors
        words = {name: tuple(header[name]) for name in ("command", "arguments")}
        return cls(**{**header, **words}, streams=tuple(streams), started=started)
