"""What crosses the border: plain values arrive as they were, and lies are found out."""

import struct
from collections import UserList
from typing import Any

import numpy as np
import pytest
from cellcheck.wire.channel import Channel, ClosedError, SilentError, WireError, pair
from cellcheck.wire.values import Bounds, Decoder, Encoder
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_array_equal

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    arrays.arrays(
        st.sampled_from([np.float64, np.float32, np.int64, np.bool_, np.complex128]),
        arrays.array_shapes(min_dims=0, max_side=4),
    ),
)
NESTED = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=5), inner, max_size=4),
    ),
    max_leaves=12,
)


def crossed(value: Any) -> Any:
    """The value after a journey over a real socket."""
    encoder = Encoder()
    one, other = pair()
    with Channel(one) as sender, Channel(other) as receiver:
        sender.send({"value": encoder.encode(value)}, encoder.parts)
        message = receiver.receive(5)
    return Decoder(message.parts).decode(message.header["value"])


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        assert_array_equal(other, one)
        return one.dtype == other.dtype
    if isinstance(one, (list, tuple)):
        return type(one) is type(other) and len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    return bool(one == other) and type(one) is type(other)


@given(NESTED)
def test_plain_values_arrive_as_they_were(value: Any) -> None:
    assert equal(value, crossed(value))


def test_what_was_one_object_is_one_object() -> None:
    shared = {"W": np.ones(3)}
    first, second = crossed([shared, shared])
    assert first is second


def test_a_view_arrives_with_its_values_alone() -> None:
    broadcast = np.broadcast_to(np.arange(3.0), (2, 3))
    assert_array_equal(crossed(broadcast), broadcast)
    assert_array_equal(crossed(np.arange(6.0).reshape(2, 3).T), np.arange(6.0).reshape(2, 3).T)


def test_other_objects_arrive_as_the_name_of_their_type() -> None:
    class Tensor:
        def __reduce__(self) -> Any:
            return print, ("never",)

    assert type(crossed(Tensor())).__name__ == "Tensor"


def test_a_sequence_of_its_own_kind_is_no_list() -> None:
    assert isinstance(crossed(UserList([1, 2])), UserList)


def test_a_list_that_holds_itself_comes_to_an_end() -> None:
    endless: list[Any] = [1]
    endless.append(endless)
    assert crossed(endless)[0] == 1


def test_objects_in_an_array_stay_where_they_are() -> None:
    arrived = crossed(np.array([object(), object()]))
    assert (arrived.dtype, arrived.shape) == (np.dtype(object), (2,))


@pytest.mark.parametrize(
    "value",
    [np.zeros(100), ["x" * 1000], [[] for _ in range(100)]],
    ids=["bytes", "text", "items"],
)
def test_more_than_the_bounds_is_not_sent(value: Any) -> None:
    with pytest.raises(WireError):
        Encoder(Bounds(bytes=500, count=50)).encode(value)


def test_a_deep_value_is_not_sent() -> None:
    deep: Any = 1
    for _ in range(50):
        deep = [deep]
    with pytest.raises(WireError, match="too deeply"):
        Encoder().encode(deep)


def lying_array(shape: tuple[int, ...]) -> bytes:
    """An npy file of 8 bytes whose header promises another shape."""
    encoder = Encoder()
    encoder.encode(np.zeros(1))
    (part,) = encoder.parts
    text = part[10:-8].replace(b"(1,)", repr(shape).encode()).rstrip(b" \n")
    text = text.ljust(len(part) - 18 - 1)[: len(part) - 19] + b"\n"
    return part[:8] + struct.pack("<H", len(text)) + text + part[-8:]


@pytest.mark.parametrize("shape", [(10**6, 10**6), (2,), (0,), (-1,)])
def test_a_header_that_lies_is_found_out(shape: tuple[int, ...]) -> None:
    with pytest.raises(WireError):
        Decoder([lying_array(shape)]).decode({"a": 0})


@pytest.mark.parametrize(
    "tree",
    [{"a": 7}, {"r": 3}, {"g": 0}, {"z": 1}, {"a": 0, "b": 1}, {"d": [[1.5, 2]]}, {"t": 5}, []],
    ids=repr,
)
def test_a_tree_that_is_no_value_is_refused(tree: Any) -> None:
    with pytest.raises(WireError):
        Decoder(()).decode(tree)


def test_one_part_named_many_times_is_counted_each_time() -> None:
    encoder = Encoder()
    encoder.encode(np.zeros(1000))
    with pytest.raises(WireError, match="bytes"):
        Decoder(encoder.parts, Bounds(bytes=50_000)).decode({"l": [{"a": 0}] * 100})


@pytest.mark.parametrize(
    "raw",
    [
        struct.pack("!QI", 2**40, 10),
        struct.pack("!QI", 4, 4) + b"nope",
        struct.pack("!QI", 2, 2) + b"{}",
        struct.pack("!QI", 13, 13) + b'{"parts":[9]}',
        struct.pack("!QI", 4, 9) + b"{}  ",
    ],
    ids=["too long", "no JSON", "no parts", "parts that do not add up", "header beyond the body"],
)
def test_a_message_that_is_none_is_refused(raw: bytes) -> None:
    one, other = pair()
    with one, Channel(other) as receiver:
        one.sendall(raw)
        with pytest.raises(WireError):
            receiver.receive(5)


def test_half_a_message_is_waited_for_no_longer_than_asked() -> None:
    one, other = pair()
    with one, Channel(other) as receiver:
        one.sendall(struct.pack("!QI", 100, 100) + b"{")
        with pytest.raises(SilentError):
            receiver.receive(0.05)


def test_an_end_that_is_gone_is_said_to_be_gone() -> None:
    one, other = pair()
    with Channel(other) as receiver:
        one.close()
        with pytest.raises(ClosedError):
            receiver.receive(5)


def test_half_a_character_can_be_written_to_a_file() -> None:
    one, other = pair()
    with Channel(one) as sender, Channel(other) as receiver:
        sender.send({"text": "a\ud800b"})
        text = receiver.receive(5).header["text"]
    assert text.encode().startswith(b"a")
