"""The published interface: names, orders, cache layouts, and whose memory an array is."""

import copy
from functools import partial

import numpy as np
import pytest

import lstm_lib
from lstm_lib import (
    lstm_backward,
    lstm_cell_backward,
    lstm_cell_forward,
    lstm_forward,
    rnn_backward,
    rnn_cell_backward,
    rnn_cell_forward,
    rnn_forward,
)

LSTM_WEIGHT_GRADIENTS = ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]
PASSES = pytest.mark.parametrize(
    ("cell", "forward", "backward"),
    [("lstm", lstm_forward, lstm_backward), ("rnn", rnn_forward, rnn_backward)],
)

FORWARD_PASSES = pytest.mark.parametrize(
    ("cell", "forward"), [("lstm", lstm_forward), ("rnn", rnn_forward)]
)


def arrays_in(caches):
    return [value for cache in caches[0] for value in cache if isinstance(value, np.ndarray)]


def assert_equal(actual, expected):
    assert type(actual) is type(expected)
    if isinstance(expected, dict):
        assert list(actual) == list(expected)
        for name in expected:
            assert_equal(actual[name], expected[name])
    elif isinstance(expected, list | tuple):
        assert len(actual) == len(expected)
        for one, other in zip(actual, expected, strict=True):
            assert_equal(one, other)
    else:
        np.testing.assert_array_equal(actual, expected)


def test_every_public_name_can_be_imported():
    assert sorted(lstm_lib.__all__) == list(lstm_lib.__all__)
    assert all(getattr(lstm_lib, name).__doc__ for name in lstm_lib.__all__)


def test_lstm_cell_cache_holds_the_ten_items_in_the_published_order(case):
    data = case()
    a_next, c_next, _, cache = lstm_cell_forward(
        data.x[:, :, 0], data.a0, data.dc_last, data.parameters
    )
    _, _, a_prev, c_prev, ft, it, cct, ot, _, parameters = cache
    assert cache[0] is a_next
    assert cache[1] is c_next
    assert parameters is data.parameters
    np.testing.assert_array_equal(c_next, ft * c_prev + it * cct)
    np.testing.assert_array_equal(a_next, ot * np.tanh(c_next))
    np.testing.assert_array_equal(a_prev, data.a0)


def test_cells_cache_the_very_arrays_they_were_given(case):
    # A cell that copied its inputs would hide a full pass that overwrites them.
    data = case()
    xt, c_prev = data.x[:, :, 0], data.dc_last
    cache = lstm_cell_forward(xt, data.a0, c_prev, data.parameters)[-1]
    assert cache[2] is data.a0
    assert cache[3] is c_prev
    assert cache[8] is xt
    rnn = case(cell="rnn").parameters
    a_next, _, cache = rnn_cell_forward(xt, data.a0, rnn)
    assert cache[0] is a_next
    assert cache[1] is data.a0
    assert cache[2] is xt
    assert cache[3] is rnn


@FORWARD_PASSES
def test_caches_are_the_list_of_cell_caches_and_x(case, cell, forward):
    data = case(cell=cell)
    *_, caches = forward(data.x, data.a0, data.parameters)
    assert isinstance(caches, tuple)
    assert isinstance(caches[0], list)
    assert len(caches[0]) == data.x.shape[2]
    assert caches[1] is data.x


def test_lstm_states_of_one_step_are_the_previous_states_of_the_next(case):
    data = case(T_x=4)
    a, _, c, (list_of_cache, _) = lstm_forward(data.x, data.a0, data.parameters)
    for t, cache in enumerate(list_of_cache):
        np.testing.assert_array_equal(cache[0], a[:, :, t])
        np.testing.assert_array_equal(cache[1], c[:, :, t])
        np.testing.assert_array_equal(cache[2], a[:, :, t - 1] if t else data.a0)
        np.testing.assert_array_equal(cache[3], c[:, :, t - 1] if t else np.zeros_like(data.a0))
        np.testing.assert_array_equal(cache[8], data.x[:, :, t])


@FORWARD_PASSES
def test_caches_share_no_memory_with_anything_that_may_be_written(case, cell, forward):
    data = case(cell=cell)
    *outputs, caches = forward(data.x, data.a0, data.parameters)
    for stored in arrays_in(caches):
        for other in (*outputs, data.x, data.a0):
            assert not np.shares_memory(stored, other)


@PASSES
def test_writing_to_inputs_and_outputs_leaves_the_gradients(case, cell, forward, backward):
    data = case(cell=cell)
    *outputs, caches = forward(data.x, data.a0, data.parameters)
    before = backward(data.da, caches)
    for written in (*outputs, data.x, data.a0):
        written.fill(np.nan)
    assert_equal(backward(data.da, caches), before)


@PASSES
def test_inputs_are_not_changed(case, cell, forward, backward):
    data = case(cell=cell)
    untouched = copy.deepcopy(data)
    *_, caches = forward(data.x, data.a0, data.parameters)
    stored = copy.deepcopy(caches)
    optional = {"dc_last": data.dc_last} if cell == "lstm" else {}
    backward(data.da, caches, dy=data.dy, **optional)
    assert_equal(data, untouched)
    assert_equal(caches, stored)


@PASSES
def test_read_only_inputs_are_welcome(case, cell, forward, backward):
    data = case(cell=cell)
    for array in (data.x, data.a0, data.da, *data.parameters.values()):
        array.flags.writeable = False
    *_, caches = forward(data.x, data.a0, data.parameters)
    backward(data.da, caches)


def test_cell_gradients_have_the_published_names_in_order(case):
    data, rnn = case(), case(cell="rnn")
    xt, a_prev = data.x[:, :, 0], data.a0
    cache = lstm_cell_forward(xt, a_prev, a_prev, data.parameters)[-1]
    assert list(lstm_cell_backward(a_prev, a_prev, cache)) == [
        "dxt", "da_prev", "dc_prev", *LSTM_WEIGHT_GRADIENTS,
    ]  # fmt: skip
    cache = rnn_cell_forward(xt, a_prev, rnn.parameters)[-1]
    assert list(rnn_cell_backward(a_prev, cache)) == ["dxt", "da_prev", "dWax", "dWaa", "dba"]


def test_sequence_gradients_have_the_published_names_in_order(case):
    data, rnn = case(), case(cell="rnn")
    caches = lstm_forward(data.x, data.a0, data.parameters)[-1]
    published = ["dx", "da0", *LSTM_WEIGHT_GRADIENTS]
    assert list(lstm_backward(data.da, caches)) == published
    assert list(lstm_backward(data.da, caches, dc_last=data.dc_last)) == published
    assert list(lstm_backward(data.da, caches, dy=data.dy)) == [*published, "dWy", "dby"]
    caches = rnn_forward(rnn.x, rnn.a0, rnn.parameters)[-1]
    published = ["dx", "da0", "dWax", "dWaa", "dba"]
    assert list(rnn_backward(rnn.da, caches)) == published
    assert list(rnn_backward(rnn.da, caches, dy=rnn.dy)) == [*published, "dWya", "dby"]


@PASSES
def test_a_cell_of_your_own_is_called_for_every_time_step(case, cell, forward, backward):
    forward_cell = {"lstm": lstm_cell_forward, "rnn": rnn_cell_forward}[cell]
    backward_cell = {"lstm": lstm_cell_backward, "rnn": rnn_cell_backward}[cell]
    calls = []

    def my_forward(*arguments):
        calls.append("forward")
        return forward_cell(*arguments)

    def my_backward(*arguments):
        calls.append("backward")
        return backward_cell(*arguments)

    data = case(cell=cell, T_x=3, T=2)
    results = forward(data.x, data.a0, data.parameters)
    mine = forward(data.x, data.a0, data.parameters, cell=my_forward)
    assert_equal(mine, results)
    expected = backward(data.da, results[-1])
    assert_equal(backward(data.da, mine[-1], cell=partial(my_backward)), expected)
    assert calls == ["forward"] * 3 + ["backward"] * 2


def test_a_cell_that_reuses_one_buffer_still_gives_the_outputs_of_every_step(case):
    buffer = np.empty((5, 4))

    def my_cell(xt, a_prev, parameters):
        a_next, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)
        buffer[...] = a_next
        return buffer, yt_pred, cache

    data = case(cell="rnn")
    np.testing.assert_array_equal(
        rnn_forward(data.x, data.a0, data.parameters, cell=my_cell)[0],
        rnn_forward(data.x, data.a0, data.parameters)[0],
    )


@PASSES
def test_float32_is_kept(case, cell, forward, backward):
    data = case(cell=cell, dtype=np.float32)
    *outputs, caches = forward(data.x, data.a0, data.parameters)
    gradients = backward(data.da, caches, dy=data.dy)
    every = [*outputs, *arrays_in(caches), *gradients.values()]
    assert {array.dtype for array in every} == {np.dtype(np.float32)}


@PASSES
def test_integers_are_taken_as_numbers(case, cell, forward, backward):
    data = case(cell=cell)
    x, a0 = np.ones(data.x.shape, int), np.zeros(data.a0.shape, int)
    whole = forward(x, a0, data.parameters)
    real = forward(x.astype(float), a0.astype(float), data.parameters)
    for one, other in zip(whole[:-1], real[:-1], strict=True):
        np.testing.assert_array_equal(one, other)
    ones = np.ones(data.da.shape, int)
    assert_equal(backward(ones, whole[-1]), backward(ones.astype(float), real[-1]))


@FORWARD_PASSES
def test_predictions_are_probabilities(case, cell, forward):
    data = case(cell=cell)
    y = forward(data.x, data.a0, data.parameters)[1]
    assert (y > 0).all()
    np.testing.assert_allclose(y.sum(axis=0), 1)
