"""Messages over a connected Unix socket: a JSON header and any number of binary parts.

The other end may be hostile. Whatever comes is bounded in bytes before it is read, and in time.
"""

import contextlib
import json
import os
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_SIZES = struct.Struct("!QI")
"""Bytes of the body, and how many of them are the header."""

MOST_BYTES = 64 * 2**20
MOST_HEADER_BYTES = 4 * 2**20
MOST_PARTS = 100_000


class WireError(Exception):
    """The other end sent what is no message, or too much of it."""


class ClosedError(WireError):
    """The other end is gone."""


class SilentError(WireError):
    """No complete message came in time."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a JSON object, and the binary parts that it speaks of by number."""

    header: dict[str, Any]
    parts: tuple[bytes, ...] = ()
    sender: int = 0
    """Process id of the sender as the receiver's kernel namespace numbers it; 0 if unknown."""


class Channel:
    """One end of a connection. Not safe for use by several threads."""

    def __init__(self, connection: socket.socket, most_bytes: int = MOST_BYTES) -> None:
        self._socket = connection
        self._most_bytes = most_bytes
        with contextlib.suppress(OSError, AttributeError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def __enter__(self) -> "Channel":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def fileno(self) -> int:
        return self._socket.fileno()

    def close(self) -> None:
        self._socket.close()

    def send(
        self,
        header: dict[str, Any],
        parts: Sequence[bytes] = (),
        *,
        descriptors: Sequence[int] = (),
        seconds: float | None = None,
    ) -> None:
        """Sends a message, with open file descriptors if wanted.

        Raises:
            ClosedError: the other end is gone.
            SilentError: it did not take the message in `seconds`.

        """
        text = json.dumps({**header, "parts": [len(part) for part in parts]}).encode()
        body = b"".join((_SIZES.pack(sum(map(len, parts)) + len(text), len(text)), text, *parts))
        self._socket.settimeout(seconds)
        try:
            sent = socket.send_fds(self._socket, [body], descriptors) if descriptors else 0
            self._socket.sendall(memoryview(body)[sent:])
        except TimeoutError:
            raise SilentError(f"the other end took no message in {seconds:g} s") from None
        except OSError as error:
            raise ClosedError(f"the other end is gone: {error}") from None

    def receive(self, seconds: float | None = None) -> Message:
        """Waits for the next message.

        Raises:
            ClosedError: the other end is gone.
            SilentError: no complete message in `seconds`.
            WireError: what came is no message, or is longer than allowed.

        """
        return self.receive_with_descriptors(0, seconds)[0]

    def receive_with_descriptors(
        self, most: int, seconds: float | None = None
    ) -> tuple[Message, list[int]]:
        """As `receive`, with the file descriptors that came along."""
        deadline = None if seconds is None else time.monotonic() + seconds
        descriptors: list[int] = []
        try:
            head, sender = self._head(most, deadline, descriptors)
            size, header_size = _SIZES.unpack(head)
            if size > self._most_bytes or header_size > min(size, MOST_HEADER_BYTES):
                raise WireError(f"a message of {size} bytes, at most {self._most_bytes} are taken")
            body = self._exactly(size, deadline)
            return _message(body, header_size, sender), descriptors
        except WireError:
            for descriptor in descriptors:
                os.close(descriptor)
            raise

    def _head(self, most: int, deadline: float | None, descriptors: list[int]) -> tuple[bytes, int]:
        # Without room for them, the kernel drops descriptors that nobody asked for.
        room = socket.CMSG_SPACE(12) + (socket.CMSG_SPACE(4 * most) if most else 0)
        self._wait(deadline)
        try:
            first, ancillary, _flags, _address = self._socket.recvmsg(
                _SIZES.size, room, socket.MSG_CMSG_CLOEXEC
            )
        except TimeoutError:
            raise SilentError("no message in time") from None
        except OSError as error:
            raise ClosedError(f"the other end is gone: {error}") from None
        if not first:
            raise ClosedError("the other end is gone")
        sender = 0
        for _level, kind, data in ancillary:
            if kind == socket.SCM_RIGHTS:
                count = len(data) // 4
                descriptors += struct.unpack(f"{count}i", data[: count * 4])
            elif kind == socket.SCM_CREDENTIALS:
                sender = struct.unpack("3i", data)[0]
        return first + self._exactly(_SIZES.size - len(first), deadline), sender

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._wait(deadline)
            try:
                more = self._socket.recv(min(size - len(data), 2**20))
            except TimeoutError:
                raise SilentError("no complete message in time") from None
            except OSError as error:
                raise ClosedError(f"the other end is gone: {error}") from None
            if not more:
                raise ClosedError("the other end went away in the middle of a message")
            data += more
        return bytes(data)

    def _wait(self, deadline: float | None) -> None:
        if deadline is None:
            self._socket.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise SilentError("no message in time")
        self._socket.settimeout(left)


def _encodable(value: Any) -> Any:
    """Half a character, as Python allows it in a string, cannot be written to any file."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_encodable(item) for item in value]
        case dict():
            return {_encodable(key): _encodable(item) for key, item in value.items()}
    return value


def pair() -> tuple[socket.socket, socket.socket]:
    """Two connected ends, neither of which has a name that anybody else could connect to."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)


def _message(body: bytes, header_size: int, sender: int) -> Message:
    text = body[:header_size]
    try:
        header = json.loads(text)
        if b"\\ud" in text.lower():
            header = _encodable(header)
        sizes = header.pop("parts")
    except (ValueError, RecursionError, AttributeError, KeyError, TypeError):
        raise WireError("a message without a readable header") from None
    if (
        not isinstance(sizes, list)
        or len(sizes) > MOST_PARTS
        or not all(isinstance(size, int) and 0 <= size <= len(body) for size in sizes)
        or header_size + sum(sizes) != len(body)
    ):
        raise WireError("a message whose parts do not add up")
    parts = []
    start = header_size
    for size in sizes:
        parts.append(body[start : start + size])
        start += size
    return Message(header, tuple(parts), sender)
