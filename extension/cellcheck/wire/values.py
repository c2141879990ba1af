"""Nested arrays as JSON and binary parts, and back; nothing else gets through.

Tuples, lists, dictionaries, numbers, strings, `None` and arrays cross the border, each array in the
npy format without pickle. Whatever else comes from the student arrives as the name of its type.
What was one object on one side is one object on the other.
"""

import io
import math
from collections import UserList
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cellcheck.wire.channel import WireError

PLAIN_KINDS = "biufcSU"
"""Kinds of dtype that the npy format holds without pickle."""

_HEADER_START = 10
"""Bytes of an npy file before the text of its header: magic, version, length."""

MOST_OPAQUE = 1000
"""Objects of other kinds in one value: each makes a class of its own."""

Asked = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a value may hold."""

    bytes: int = 32 * 2**20
    depth: int = 16
    count: int = 100_000


class Opaque:
    """Stands for an object that does not cross the border; its class has the object's type name."""

    __slots__ = ()


class Encoder:
    """Turns values into a JSON tree and parts; keeps the objects alive that it has numbered."""

    def __init__(
        self, bounds: Bounds = Bounds(), *, known: Mapping[int, int] | None = None
    ) -> None:
        self.parts: list[bytes] = []
        self.objects: list[Any] = []
        self.callables: list[Callable[..., Any]] = []
        self._bounds = bounds
        self._numbers: dict[int, int] = {}
        self._known = known or {}
        self._left = bounds.bytes
        self._count = 0

    def encode(self, value: Any) -> Any:
        """The JSON tree of a value.

        Raises:
            WireError: it holds more than the bounds allow.

        """
        return self._encode(value, 0)

    def _encode(self, value: Any, depth: int) -> Any:
        self._count += 1
        if depth > self._bounds.depth or self._count > self._bounds.count:
            raise WireError("the result is nested too deeply or holds too many items")
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if isinstance(value, (int, float, str)) and not isinstance(value, np.generic):
            return self._number_or_text(value)
        if id(value) in self._known:
            return {"g": self._known[id(value)]}
        if id(value) in self._numbers:
            return {"r": self._numbers[id(value)]}
        self._numbers[id(value)] = len(self.objects)
        self.objects.append(value)
        return self._object(value, depth)

    def _object(self, value: Any, depth: int) -> Any:
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, np.generic):
            tree = self._array(np.asarray(value))
            return {"s": tree["a"]} if "a" in tree else tree
        if isinstance(value, tuple):
            return {"t": [self._encode(item, depth + 1) for item in tuple(value)]}
        if isinstance(value, list):
            return {"l": [self._encode(item, depth + 1) for item in list(value)]}
        if isinstance(value, Mapping):
            pairs = [(self._key(key), item) for key, item in value.items()]
            return {"d": [[key, self._encode(item, depth + 1)] for key, item in pairs]}
        if isinstance(value, Sequence) and not isinstance(value, (str, bytes, range)):
            return {"q": [self._encode(item, depth + 1) for item in value]}
        if callable(value) and not isinstance(value, type):
            self.callables.append(value)
            return {"c": len(self.callables) - 1}
        return {"o": type(value).__name__[:80]}

    def _number_or_text(self, value: Any) -> Any:
        """The plain number or text in an object that may be of a class of its own."""
        if isinstance(value, str):
            return self._text(str(value))
        if isinstance(value, float):
            return float(value)
        return int(value) if abs(int(value)) < 2**63 else float("inf")

    def _text(self, value: str) -> str:
        self._spend(len(value))
        return value

    def _key(self, key: Any) -> Any:
        if isinstance(key, str):
            return self._text(str(key))
        return int(key) if isinstance(key, int) else repr(type(key))

    def _array(self, array: NDArray[Any]) -> dict[str, Any]:
        plain = np.asarray(array)
        if plain.dtype.kind not in PLAIN_KINDS or plain.dtype.fields or not plain.dtype.itemsize:
            return {"x": list(plain.shape)}
        self._spend(plain.nbytes)
        # The values go over, not the layout: a broadcast or transposed view has none of its own.
        self.parts.append(_header(plain.shape, plain.dtype) + plain.tobytes())
        return {"a": len(self.parts) - 1}

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise WireError(f"the result holds more than {self._bounds.bytes} bytes")


class Decoder:
    """Turns a tree and its parts back into values, and checks every claim that they make."""

    def __init__(
        self,
        parts: Sequence[bytes],
        bounds: Bounds = Bounds(),
        *,
        known: Sequence[Any] = (),
        asked: Callable[[int], Asked] | None = None,
    ) -> None:
        self.objects: list[Any] = []
        self._parts = parts
        self._bounds = bounds
        self._known = known
        self._asked = asked
        self._count = 0
        self._left = bounds.bytes
        self._opaque = 0

    def decode(self, tree: Any) -> Any:
        """The value of a tree.

        Raises:
            WireError: the tree is no value, or holds more than the bounds allow.

        """
        try:
            return self._decode(tree, 0)
        except WireError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it came from outside
            raise WireError(f"a value that cannot be read: {type(error).__name__}") from None

    def _decode(self, tree: Any, depth: int) -> Any:
        self._count += 1
        if depth > self._bounds.depth or self._count > self._bounds.count:
            raise WireError("a value that is nested too deeply or holds too many items")
        if tree is None or isinstance(tree, (bool, int, float, str)):
            return tree
        if not isinstance(tree, dict) or len(tree) != 1:
            raise WireError("a value without a kind")
        ((kind, content),) = tree.items()
        if kind == "g":
            return self._known[_index(content, len(self._known))]
        if kind == "r":
            return self.objects[_index(content, len(self.objects))]
        number = len(self.objects)
        # A structure that holds itself meets this in its own place.
        self.objects.append(_CYCLE)
        value = self._object(kind, content, depth)
        self.objects[number] = value
        return value

    def _object(self, kind: str, content: Any, depth: int) -> Any:
        if kind in ("t", "l", "q"):
            items = [self._decode(item, depth + 1) for item in content]
            return tuple(items) if kind == "t" else items if kind == "l" else UserList(items)
        if kind == "d":
            return {_key(key): self._decode(item, depth + 1) for key, item in content}
        if kind in ("a", "s"):
            part = self._parts[_index(content, len(self._parts))]
            self._spend(len(part))
            array = _array(part)
            return array[()] if kind == "s" and array.ndim == 0 else array
        if kind == "x":
            return self._objects_array(content)
        if kind == "c" and self._asked is not None:
            return self._asked(_index(content, 2**31))
        if kind in ("o", "c"):
            self._opaque += 1
            if self._opaque > MOST_OPAQUE:
                raise WireError("a value that holds too many objects of other kinds")
            return _opaque(content if isinstance(content, str) else "function")
        raise WireError("a value of an unknown kind")

    def _objects_array(self, shape: Any) -> NDArray[Any]:
        sides = [_index(side, 2**40) for side in shape][:32]
        self._spend(8 * math.prod(sides))
        return np.empty(sides, dtype=object)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise WireError(f"a value of more than {self._bounds.bytes} bytes")


@lru_cache(maxsize=1024)
def _header(shape: tuple[int, ...], dtype: np.dtype[Any]) -> bytes:
    """The beginning of an npy file; made once per shape, since it takes longer than the data."""
    stream = io.BytesIO()
    described = {
        "descr": np.lib.format.dtype_to_descr(dtype),
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_1_0(stream, described)
    return stream.getvalue()


def _array(part: bytes) -> NDArray[Any]:
    """An npy file whose header does not promise more, or less, than it holds."""
    length = _HEADER_START + int.from_bytes(part[8:_HEADER_START], "little")
    shape, dtype = _described(part[:length])
    size = math.prod(shape) * dtype.itemsize
    if size != len(part) - length:
        raise WireError("an array whose header does not fit its content")
    return np.frombuffer(part, dtype, offset=length).reshape(shape).copy()


@lru_cache(maxsize=1024)
def _described(header: bytes) -> tuple[tuple[int, ...], np.dtype[Any]]:
    stream = io.BytesIO(header)
    if np.lib.format.read_magic(stream) != (1, 0):
        raise WireError("an array in an unknown version of the npy format")
    shape, fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    fine = dtype.kind in PLAIN_KINDS and dtype.itemsize and not dtype.fields and not fortran
    if not fine or len(shape) > 32 or any(side < 0 for side in shape):
        raise WireError("an array of a kind that does not cross the border")
    return shape, dtype


def _index(number: Any, length: int) -> int:
    if not isinstance(number, int) or not 0 <= number < length:
        raise WireError("a number out of range")
    return number


def _key(key: Any) -> Any:
    if not isinstance(key, (str, int)):
        raise WireError("a key that is neither text nor a number")
    return key


def _opaque(name: str) -> Opaque:
    """An object of a class with that name: messages say `a Tensor` as they would beside it."""
    text = "".join(character for character in name if character.isalnum() or character == "_")
    made: Opaque = type(text or "object", (Opaque,), {"__slots__": ()})()
    return made


_CYCLE = _opaque("cycle")
