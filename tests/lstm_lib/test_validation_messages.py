"""Every message of the checks: function, array, shape, expected shape, and where that is from."""

from types import SimpleNamespace

import numpy as np
import pytest

from lstm_lib import (
    InterfaceError,
    lstm_backward,
    lstm_cell_backward,
    lstm_cell_forward,
    lstm_forward,
    rnn_backward,
    rnn_cell_backward,
    rnn_cell_forward,
    rnn_forward,
)

LSTM_CACHE = "10 (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)"
RNN_CACHE = "4 (a_next, a_prev, xt, parameters)"


def assert_says(message, function, *arguments, **options):
    with pytest.raises(InterfaceError) as error:
        function(*arguments, **options)
    assert str(error.value) == message


@pytest.fixture
def lstm(case):
    data = case(m=10, T_x=7)
    *_, caches = lstm_forward(data.x, data.a0, data.parameters)
    return SimpleNamespace(**data._asdict(), xt=data.x[:, :, 0], caches=caches, cache=caches[0][0])


@pytest.fixture
def rnn(case):
    data = case(m=10, T_x=7, cell="rnn")
    *_, caches = rnn_forward(data.x, data.a0, data.parameters)
    return SimpleNamespace(**data._asdict(), xt=data.x[:, :, 0], caches=caches, cache=caches[0][0])


def with_item(cache, index, value):
    items = list(cache)
    items[index] = value
    return tuple(items)


class TestArrays:
    def test_of_a_wrong_shape(self, lstm):
        wrong = {**lstm.parameters, "Wf": np.ones((5, 3))}
        assert_says(
            'lstm_forward: parameters["Wf"] has shape (5, 3), expected (5, 8) = (n_a, n_a + n_x); '
            "n_a = 5 comes from a0, n_x = 3 comes from x",
            lstm_forward, lstm.x, lstm.a0, wrong,
        )  # fmt: skip

    def test_without_a_bias_column(self, lstm):
        wrong = {**lstm.parameters, "bo": np.ones(5)}
        assert_says(
            'lstm_cell_forward: parameters["bo"] has shape (5,), expected (5, 1) = (n_a, 1); '
            "n_a = 5 comes from a_prev",
            lstm_cell_forward, lstm.xt, lstm.a0, lstm.a0, wrong,
        )  # fmt: skip

    def test_of_too_few_dimensions(self, lstm):
        assert_says(
            "lstm_forward: x has shape (3, 10), expected (n_x, m, T_x)",
            lstm_forward, lstm.xt, lstm.a0, lstm.parameters,
        )  # fmt: skip

    def test_whose_size_is_free_in_one_dimension(self, lstm):
        assert_says(
            "lstm_forward: a0 has shape (5, 9), expected (n_a, 10) = (n_a, m); m = 10 comes from x",
            lstm_forward, lstm.x, lstm.a0[:, :9], lstm.parameters,
        )  # fmt: skip

    def test_output_weights(self, lstm):
        wrong = {**lstm.parameters, "by": np.ones((3, 1))}
        assert_says(
            'lstm_forward: parameters["by"] has shape (3, 1), expected (2, 1) = (n_y, 1); '
            'n_y = 2 comes from parameters["Wy"]',
            lstm_forward, lstm.x, lstm.a0, wrong,
        )  # fmt: skip

    def test_that_are_lists(self, lstm):
        assert_says(
            "lstm_forward: x is of type list, expected a NumPy array of shape (n_x, m, T_x)",
            lstm_forward, lstm.x.tolist(), lstm.a0, lstm.parameters,
        )  # fmt: skip

    def test_that_are_none(self, lstm):
        assert_says(
            "lstm_cell_forward: c_prev is None, "
            "expected a NumPy array of shape (5, 10) = (n_a, m)",
            lstm_cell_forward, lstm.xt, lstm.a0, None, lstm.parameters,
        )  # fmt: skip

    def test_of_objects(self, rnn):
        assert_says(
            "rnn_cell_forward: xt has dtype object, expected numbers, for example float64",
            rnn_cell_forward, rnn.xt.astype(object), rnn.a0, rnn.parameters,
        )  # fmt: skip

    def test_without_elements(self, rnn):
        assert_says(
            "rnn_forward: x has shape (3, 10, 0), "
            "expected at least 1 for every size of (n_x, m, T_x)",
            rnn_forward, rnn.x[:, :, :0], rnn.a0, rnn.parameters,
        )  # fmt: skip

    def test_of_the_plain_rnn(self, rnn):
        wrong = {**rnn.parameters, "Wax": np.ones((5, 5))}
        assert_says(
            'rnn_cell_forward: parameters["Wax"] has shape (5, 5), expected (5, 3) = (n_a, n_x); '
            "n_a = 5 comes from a_prev, n_x = 3 comes from xt",
            rnn_cell_forward, rnn.xt, rnn.a0, wrong,
        )  # fmt: skip


class TestParameters:
    def test_that_lack_keys(self, lstm):
        fewer = {name: p for name, p in lstm.parameters.items() if name not in {"Wf", "by"}}
        assert_says(
            'lstm_forward: parameters lacks "Wf", "by", '
            "expected the keys Wf, bf, Wi, bi, Wc, bc, Wo, bo, Wy, by",
            lstm_forward, lstm.x, lstm.a0, fewer,
        )  # fmt: skip

    def test_that_are_no_dictionary(self, rnn):
        assert_says(
            "rnn_forward: parameters is of type list, "
            "expected a dictionary with the keys Wax, Waa, ba, Wya, by",
            rnn_forward, rnn.x, rnn.a0, list(rnn.parameters.values()),
        )  # fmt: skip

    def test_may_hold_more_than_the_cell_uses(self, lstm):
        more = {**lstm.parameters, "learning_rate": 0.1}
        lstm_forward(lstm.x, lstm.a0, more)


class TestCaches:
    def test_of_a_cell_that_are_too_short(self, lstm):
        assert_says(
            f"lstm_cell_backward: cache holds 9 items, expected {LSTM_CACHE}",
            lstm_cell_backward, lstm.a0, lstm.a0, lstm.cache[:9],
        )  # fmt: skip

    def test_of_a_cell_that_are_none(self, rnn):
        assert_says(
            f"rnn_cell_backward: cache is of type NoneType, expected a tuple of {RNN_CACHE}",
            rnn_cell_backward, rnn.a0, None,
        )  # fmt: skip

    def test_with_an_item_of_a_wrong_shape(self, lstm):
        assert_says(
            "lstm_cell_backward: ft in cache has shape (5, 1), expected (5, 10) = (n_a, m); "
            "n_a = 5 comes from da_next, m = 10 comes from da_next",
            lstm_cell_backward, lstm.a0, lstm.a0, with_item(lstm.cache, 4, np.ones((5, 1))),
        )  # fmt: skip

    def test_of_a_sequence_one_of_which_is_too_short(self, lstm):
        list_of_cache = [*lstm.caches[0]]
        list_of_cache[0] = list_of_cache[0][:9]
        assert_says(
            f"lstm_backward: caches[0][0] holds 9 items, expected {LSTM_CACHE}",
            lstm_backward, lstm.da, (list_of_cache, lstm.x),
        )  # fmt: skip

    def test_of_a_sequence_without_x(self, rnn):
        assert_says(
            "rnn_backward: caches holds 7 items, expected 2 (list_of_cache, x)",
            rnn_backward, rnn.da, rnn.caches[0],
        )  # fmt: skip

    def test_of_a_sequence_that_are_only_one_cache(self, rnn):
        assert_says(
            "rnn_backward: caches[0] is of type ndarray, "
            "expected the list of the time steps' caches",
            rnn_backward, rnn.da, (rnn.x, rnn.x),
        )  # fmt: skip

    def test_with_another_x(self, rnn):
        assert_says(
            "rnn_backward: caches[1] has shape (3, 10), expected (n_x, 10, T_x) = (n_x, m, T_x); "
            "m = 10 comes from da",
            rnn_backward, rnn.da, (rnn.caches[0], rnn.xt),
        )  # fmt: skip

    @pytest.mark.parametrize("steps", [1, 6])
    def test_of_fewer_steps_than_the_upstream_gradient(self, lstm, steps):
        held = "1 item" if steps == 1 else f"{steps} items"
        assert_says(
            f"lstm_backward: da has 7 time steps, but caches[0] holds {held}; expected T <= T_x, "
            "so give at most one gradient for each step of the forward pass",
            lstm_backward, lstm.da, (lstm.caches[0][:steps], lstm.x),
        )  # fmt: skip


class TestUpstreamGradients:
    def test_da(self, lstm):
        assert_says(
            "lstm_backward: da has shape (5, 10), expected (n_a, m, T)",
            lstm_backward, lstm.a0, lstm.caches,
        )  # fmt: skip

    @pytest.mark.parametrize("which", ["lstm", "rnn"])
    def test_dy_of_another_number_of_steps(self, which, request):
        data = request.getfixturevalue(which)
        backward = {"lstm": lstm_backward, "rnn": rnn_backward}[which]
        output_weights = {"lstm": "Wy", "rnn": "Wya"}[which]
        assert_says(
            f"{which}_backward: dy has shape (2, 10, 7), expected (2, 10, 4) = (n_y, m, T); "
            f'n_y = 2 comes from parameters["{output_weights}"], m = 10 comes from da, '
            "T = 4 comes from da",
            backward, data.da[:, :, :4], data.caches, dy=data.dy,
        )  # fmt: skip

    def test_dc_last(self, lstm):
        assert_says(
            "lstm_backward: dc_last has shape (5, 10, 7), expected (5, 10) = (n_a, m); "
            "n_a = 5 comes from da, m = 10 comes from da",
            lstm_backward, lstm.da, lstm.caches, dc_last=lstm.da,
        )  # fmt: skip

    def test_dc_next(self, lstm):
        assert_says(
            "lstm_cell_backward: dc_next has shape (5, 1), expected (5, 10) = (n_a, m); "
            "n_a = 5 comes from da_next, m = 10 comes from da_next",
            lstm_cell_backward, lstm.a0, lstm.a0[:, :1], lstm.cache,
        )  # fmt: skip

    def test_da_next_against_the_cache(self, rnn):
        assert_says(
            "rnn_cell_backward: a_next in cache has shape (5, 10), expected (5, 9) = (n_a, m); "
            "n_a = 5 comes from da_next, m = 9 comes from da_next",
            rnn_cell_backward, rnn.a0[:, :9], rnn.cache,
        )  # fmt: skip


class TestYourOwnCell:
    def test_that_returns_nothing(self, lstm):
        def my_cell(xt, a_prev, c_prev, parameters):
            pass

        assert_says(
            "lstm_forward: the result of my_cell at time step 0 is of type NoneType, "
            "expected a tuple of 4 (a_next, c_next, yt_pred, cache)",
            lstm_forward, lstm.x, lstm.a0, lstm.parameters, cell=my_cell,
        )  # fmt: skip

    def test_that_returns_too_little(self, rnn):
        def my_cell(xt, a_prev, parameters):
            return rnn_cell_forward(xt, a_prev, parameters)[:2]

        assert_says(
            "rnn_forward: the result of my_cell at time step 0 holds 2 items, "
            "expected 3 (a_next, yt_pred, cache)",
            rnn_forward, rnn.x, rnn.a0, rnn.parameters, cell=my_cell,
        )  # fmt: skip

    def test_that_returns_a_wrong_shape(self, lstm):
        def my_cell(xt, a_prev, c_prev, parameters):
            a_next, c_next, yt_pred, cache = lstm_cell_forward(xt, a_prev, c_prev, parameters)
            return a_next, c_next[:, :1], yt_pred, cache

        assert_says(
            "lstm_forward: c_next in the result of my_cell at time step 0 has shape (5, 1), "
            "expected (5, 10) = (n_a, m); n_a = 5 comes from a0, m = 10 comes from x",
            lstm_forward, lstm.x, lstm.a0, lstm.parameters, cell=my_cell,
        )  # fmt: skip

    def test_whose_gradients_lack_a_key(self, lstm):
        def my_cell_backward(da_next, dc_next, cache):
            gradients = lstm_cell_backward(da_next, dc_next, cache)
            del gradients["dc_prev"]
            return gradients

        assert_says(
            "lstm_backward: what my_cell_backward returned at time step 6: gradients lacks "
            '"dc_prev", expected the keys '
            "dxt, da_prev, dc_prev, dWf, dbf, dWi, dbi, dWc, dbc, dWo, dbo",
            lstm_backward, lstm.da, lstm.caches, cell=my_cell_backward,
        )  # fmt: skip

    def test_whose_gradients_have_a_wrong_shape(self, rnn):
        def my_cell_backward(da_next, cache):
            gradients = rnn_cell_backward(da_next, cache)
            return {**gradients, "dba": gradients["dba"][:, 0]}

        assert_says(
            'rnn_backward: what my_cell_backward returned at time step 6: gradients["dba"] has '
            "shape (5,), expected (5, 1) = (n_a, 1); n_a = 5 comes from da",
            rnn_backward, rnn.da, rnn.caches, cell=my_cell_backward,
        )  # fmt: skip

    def test_whose_exception_comes_through_unchanged(self, rnn):
        def my_cell(*_):
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            rnn_forward(rnn.x, rnn.a0, rnn.parameters, cell=my_cell)


def test_an_interface_error_is_a_value_error():
    assert issubclass(InterfaceError, ValueError)
