"""Whatever tree a process sends as its result, the examiner has a verdict on it and goes on."""

import json
import struct
from typing import Any

import numpy as np
import pytest
from cellcheck.exercise import course
from cellcheck.received_report import ReportError, read_report
from cellcheck.report import Report
from cellcheck.runner import Outcome
from cellcheck.trial import judged, prepared
from cellcheck.values import value_reports
from cellcheck.views.bundle import mime_bundle
from cellcheck.wire.channel import Channel, WireError, pair
from cellcheck.wire.values import Decoder, Encoder
from hypothesis import given, settings
from hypothesis import strategies as st

EXERCISES = ("lstm_cell_forward", "lstm_forward", "lstm_cell_backward", "lstm_backward")
NAMES = ("dxt", "dWf", "da_prev", "parameters", "xt", "")

ARRAYS = (
    np.zeros((5, 10)),
    np.zeros((3, 10, 7)),
    np.float32(1.5),
    np.array([True, False]),
    np.array(["a", "bc"]),
    np.array([b"a"]),
    np.zeros((2, 0, 3), np.complex128),
    np.full((5, 10), np.nan, np.longdouble),
    np.zeros((5, 10), ">f8"),
    np.zeros((1,) * 20, np.float16),
    np.array(2**63, np.uint64),
)


def _parts() -> list[bytes]:
    encoder = Encoder()
    encoder.encode(ARRAYS)
    return encoder.parts


PARTS = _parts()
NUMBERS = (
    st.integers(-(10**320), 10**320)
    | st.floats()
    | st.booleans()
    | st.none()
    | st.sampled_from(NAMES)
)
INDEX = st.integers(-1, len(PARTS) + 1)
LEAVES = (
    NUMBERS
    | st.builds(lambda number: {"a": number}, INDEX)
    | st.builds(lambda number: {"s": number}, INDEX)
    | st.builds(lambda number: {"r": number}, INDEX)
    | st.builds(lambda sides: {"x": sides}, st.lists(st.integers(-1, 9), max_size=4))
    | st.builds(lambda name: {"o": name}, st.text(max_size=9))
)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    kinds = st.sampled_from("tlq")
    items = st.builds(lambda kind, items: {kind: items}, kinds, st.lists(inner, max_size=10))
    pairs = st.lists(st.tuples(st.sampled_from(NAMES) | st.integers(), inner), max_size=6)
    return items | st.builds(lambda found: {"d": [list(each) for each in found]}, pairs)


TREES = st.recursive(LEAVES, _nested, max_leaves=40)
FOUR = st.builds(lambda items: {"t": items}, st.lists(TREES, min_size=4, max_size=4))


@pytest.mark.parametrize("name", EXERCISES)
@settings(max_examples=150, deadline=None)
@given(tree=TREES | FOUR)
def test_every_tree_gets_a_verdict(name: str, tree: Any) -> None:
    """None of these is the answer, so none is right; and the page on it can be made."""
    case = prepared(name, None)[0]
    try:
        value = Decoder(PARTS).decode(json.loads(json.dumps(tree)))
    except WireError:
        return
    run = judged(course()[name], case, Outcome(value))
    assert not run.right
    values = value_reports((run,), redact=False)
    json.dumps(mime_bundle(Report(name, "fail", "t", values=values), live=False)).encode()


@settings(max_examples=300, deadline=None)
@given(part=st.binary(max_size=200), cut=st.integers(0, 120), at=st.integers(0, 119))
def test_every_part_is_an_array_or_is_refused(part: bytes, cut: int, at: int) -> None:
    """Bytes at random, and an array of which some are changed."""
    for data in (part, PARTS[0][:cut] + part, PARTS[0][:at] + part[:1] + PARTS[0][at + 1 :]):
        try:
            array = Decoder((data,)).decode({"a": 0})
        except WireError:
            continue
        assert array.dtype.kind in "biufcSU"
        assert array.nbytes <= len(data)


@settings(max_examples=200, deadline=None)
@given(body=st.binary(max_size=300), size=st.integers(0, 400), header=st.integers(0, 400))
def test_every_stream_is_a_message_or_is_refused(body: bytes, size: int, header: int) -> None:
    own, theirs = pair()
    with theirs, Channel(own) as channel:
        theirs.sendall(struct.pack("!QI", size, header) + body)
        theirs.close()
        with pytest.raises(WireError):
            _all_of(channel)


def _all_of(channel: Channel) -> None:
    while True:
        channel.receive(1)


REPORT = Report("lstm_forward", "fail", "t").to_dict()
JSON = st.recursive(NUMBERS | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(field=st.sampled_from(sorted(REPORT)), value=JSON)
def test_every_report_is_one_or_is_refused(field: str, value: Any) -> None:
    try:
        report = read_report({**REPORT, field: value})
    except ReportError:
        return
    json.dumps(mime_bundle(report, live=False)).encode()
