"""gradient_check passes right functions in any style and fails wrong ones, for all four pairs."""

import inspect
from functools import partial

import numpy as np
import pytest

from lstm_lib import (
    GradientCheck,
    InterfaceError,
    gradient_check,
    lstm_backward,
    lstm_cell_backward,
    lstm_cell_forward,
    lstm_forward,
    rnn_backward,
    rnn_cell_backward,
    rnn_cell_forward,
    rnn_forward,
)

LSTM_WEIGHTS = ["dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"]
RNN_WEIGHTS = ["dWax", "dWaa", "dba"]
PAIRS = {
    "lstm cell": (
        lstm_cell_forward, lstm_cell_backward, ["dxt", "da_prev", "dc_prev", *LSTM_WEIGHTS]
    ),
    "rnn cell": (rnn_cell_forward, rnn_cell_backward, ["dxt", "da_prev", *RNN_WEIGHTS]),
    "lstm": (lstm_forward, lstm_backward, ["dx", "da0", *LSTM_WEIGHTS, "dWy", "dby"]),
    "rnn": (rnn_forward, rnn_backward, ["dx", "da0", *RNN_WEIGHTS, "dWya", "dby"]),
}  # fmt: skip
every_pair = pytest.mark.parametrize("pair", PAIRS)


@pytest.fixture
def arguments(case):
    def of(pair):
        data = case(cell=pair.split()[0])
        if pair == "lstm cell":
            return data.x[:, :, 0], data.a0, data.dc_last, data.parameters
        if pair == "rnn cell":
            return data.x[:, :, 0], data.a0, data.parameters
        return data.x, data.a0, data.parameters

    return of


def in_float_arrays(x, a0, parameters):
    """Fill arrays of zeros, as most solutions do: an imaginary part does not come through."""
    T_x = x.shape[2]
    a, c = np.zeros((*a0.shape, T_x)), np.zeros((*a0.shape, T_x))
    y = np.zeros((len(parameters["Wy"]), a0.shape[1], T_x))
    a_next, c_next, list_of_cache = a0, np.zeros_like(a0), []
    for t in range(T_x):
        a_next, c_next, y[:, :, t], cache = lstm_cell_forward(x[..., t], a_next, c_next, parameters)
        a[..., t], c[..., t] = a_next, c_next
        list_of_cache.append(cache)
    return a, y, c, (list_of_cache, x)


def through_a_view(x, a0, parameters):
    """Start c_next as a view of c, so that the first cache changes after it was stored."""
    T_x = x.shape[2]
    a, c = np.zeros((*a0.shape, T_x)), np.zeros((*a0.shape, T_x))
    y = np.zeros((len(parameters["Wy"]), a0.shape[1], T_x))
    a_next, c_next, list_of_cache = a0, c[:, :, 0], []
    for t in range(T_x):
        a_next, c_next, y[:, :, t], cache = lstm_cell_forward(x[..., t], a_next, c_next, parameters)
        a[..., t], c[..., t] = a_next, c_next
        list_of_cache.append(cache)
    return a, y, c, (list_of_cache, x)


@every_pair
def test_the_reference_passes_by_complex_step(arguments, pair):
    forward, backward, names = PAIRS[pair]
    check = gradient_check(forward, backward, *arguments(pair))
    assert check.method == "complex step"
    assert list(check.errors) == names
    assert check.passed
    assert max(check.errors.values()) < 1e-13


@every_pair
def test_the_reference_passes_by_central_differences(arguments, pair):
    forward, backward, _ = PAIRS[pair]
    check = gradient_check(forward, backward, *arguments(pair), method="central differences")
    assert check.method == "central differences"
    assert check.passed


@every_pair
@pytest.mark.parametrize("method", ["complex step", "central differences"])
def test_one_gradient_that_is_slightly_off_fails_alone(arguments, pair, method):
    forward, backward, names = PAIRS[pair]
    factor = {"complex step": 1 + 1e-9, "central differences": 1 + 1e-5}[method]
    for name in names:

        def wrong(*given, name=name, **optional):
            gradients = backward(*given, **optional)
            return {**gradients, name: gradients[name] * factor}

        wrong.__signature__ = inspect.signature(backward)
        check = gradient_check(forward, wrong, *arguments(pair), method=method)
        assert [key for key, error in check.errors.items() if error > check.tolerance] == [name]
        assert not check.passed


def test_published_signatures_are_checked_without_dy(arguments):
    def my_backward(da, caches):
        return lstm_backward(da, caches)

    check = gradient_check(lstm_forward, my_backward, *arguments("lstm"))
    assert list(check.errors) == ["dx", "da0", *LSTM_WEIGHTS]
    assert check.function == "my_backward"
    assert check.passed


def test_a_forward_pass_through_float_arrays_is_checked_by_central_differences(arguments):
    check = gradient_check(in_float_arrays, lstm_backward, *arguments("lstm"))
    assert check.method == "central differences"
    assert check.passed


def test_a_view_in_the_forward_pass_shows_in_the_forget_gate_alone(arguments):
    check = gradient_check(through_a_view, lstm_backward, *arguments("lstm"))
    wrong = {name for name, error in check.errors.items() if error > check.tolerance}
    # x and a0 enter through the forget gate of step 0 as well.
    assert wrong == {"dx", "da0", "dWf", "dbf"}


def test_functions_with_a_cell_of_your_own(arguments):
    check = gradient_check(
        partial(lstm_forward, cell=lstm_cell_forward),
        partial(lstm_backward, cell=lstm_cell_backward),
        *arguments("lstm"),
    )
    assert check.function == "lstm_backward"
    assert check.passed


def test_gradients_that_vanish_pass(arguments):
    xt, a_prev, c_prev, parameters = arguments("lstm cell")
    for method in ("complex step", "central differences"):
        check = gradient_check(
            lstm_cell_forward, lstm_cell_backward, xt, a_prev, 0 * c_prev, parameters, method=method
        )
        assert check.errors["dWf"] == pytest.approx(0, abs=check.tolerance)
        assert check.passed


def test_saturated_units_pass(arguments):
    xt, a_prev, c_prev, parameters = arguments("lstm cell")
    large = {name: 30 * p for name, p in parameters.items()}
    for method in ("complex step", "central differences"):
        inputs = (xt, a_prev, c_prev, large)
        assert gradient_check(lstm_cell_forward, lstm_cell_backward, *inputs, method=method).passed


def test_float32_arguments_are_evaluated_in_float64(case):
    data = case(cell="rnn", dtype=np.float32)
    assert gradient_check(rnn_forward, rnn_backward, data.x, data.a0, data.parameters).passed


def test_nan_never_passes(arguments):
    def my_backward(da_next, cache):
        gradients = rnn_cell_backward(da_next, cache)
        return {**gradients, "dba": np.nan * gradients["dba"]}

    check = gradient_check(rnn_cell_forward, my_backward, *arguments("rnn cell"))
    assert not check.passed
    assert "nan  differs" in str(check)


def test_arguments_are_not_changed_by_functions_that_write_to_theirs(arguments):
    def my_forward(xt, a_prev, parameters):
        result = rnn_cell_forward(xt.copy(), a_prev.copy(), dict(parameters))
        xt.fill(0)
        parameters["ba"].fill(0)
        return result

    given = arguments("rnn cell")
    kept = [given[0].copy(), given[2]["ba"].copy()]
    assert gradient_check(my_forward, rnn_cell_backward, *given).passed
    np.testing.assert_array_equal(given[0], kept[0])
    np.testing.assert_array_equal(given[2]["ba"], kept[1])


def test_upstream_gradients_come_from_a_stream_of_their_own(arguments):
    given = []

    def my_backward(da_next, cache):
        given.append(da_next)
        return rnn_cell_backward(da_next, cache)

    before = np.random.get_state()[1].copy()  # the legacy stream is what is watched
    for seed in (0, 0, 1):
        gradient_check(rnn_cell_forward, my_backward, *arguments("rnn cell"), seed=seed)
    np.testing.assert_array_equal(np.random.get_state()[1], before)
    np.testing.assert_array_equal(given[0], given[1])
    assert not np.array_equal(given[0], given[2])


def test_result_reads_as_a_table():
    check = GradientCheck({"dx": 1.234e-9, "da_prev": 0.5}, "central differences", "my_backward")
    assert str(check) == (
        "my_backward against the derivative of its forward function (central differences)\n"
        "\n"
        "  gradient  relative error\n"
        "  dx               1.2e-09  agrees\n"
        "  da_prev          5.0e-01  differs\n"
        "\n"
        "1 of 2 agree (an error of 1e-06 or less)"
    )


def test_result_is_frozen():
    check = GradientCheck({"dx": 0.0}, "complex step")
    with pytest.raises(AttributeError):
        check.errors = {}


class TestErrors:
    def assert_says(self, message, *arguments):
        with pytest.raises(InterfaceError) as error:
            gradient_check(*arguments)
        assert str(error.value) == f"gradient_check: {message}"
        return error.value

    def test_arguments_that_are_none_of_the_four(self, arguments):
        xt, a_prev, _ = arguments("rnn cell")
        self.assert_says(
            "the arguments are (array (3, 4), array (5, 4)), expected those of the forward "
            "function: (xt, a_prev, c_prev, parameters) or (xt, a_prev, parameters) for a cell, "
            "(x, a0, parameters) for a full pass",
            rnn_cell_forward, rnn_cell_backward, xt, a_prev,
        )  # fmt: skip

    def test_arguments_of_a_wrong_shape(self, arguments):
        xt, a_prev, parameters = arguments("rnn cell")
        self.assert_says(
            "a_prev has shape (5, 3), expected (n_a, 4) = (n_a, m); m = 4 comes from xt",
            rnn_cell_forward, rnn_cell_backward, xt, a_prev[:, :3], parameters,
        )  # fmt: skip

    def test_complex_arguments(self, arguments):
        xt, a_prev, parameters = arguments("rnn cell")
        self.assert_says(
            "xt is complex, expected real numbers",
            rnn_cell_forward, rnn_cell_backward, xt + 0j, a_prev, parameters,
        )  # fmt: skip

    def test_a_forward_function_that_raises(self, arguments):
        def my_forward(*arguments):
            return arguments[-1]["Wxa"]

        error = self.assert_says(
            "my_forward raised KeyError: 'Wxa'",
            my_forward, rnn_cell_backward, *arguments("rnn cell"),
        )  # fmt: skip
        assert isinstance(error.__cause__, KeyError)

    def test_a_forward_function_that_forgets_the_cache(self, arguments):
        def my_forward(x, a0, parameters):
            return rnn_forward(x, a0, parameters)[:2]

        self.assert_says(
            "the result of my_forward holds 2 items, expected 3 (a, y, caches)",
            my_forward, rnn_backward, *arguments("rnn"),
        )  # fmt: skip

    def test_a_forward_function_with_a_wrong_shape(self, arguments):
        def my_forward(xt, a_prev, parameters):
            a_next, yt_pred, cache = rnn_cell_forward(xt, a_prev, parameters)
            return a_next.T, yt_pred, cache

        self.assert_says(
            "a_next in the result of my_forward has shape (4, 5), expected (5, 4) = (n_a, m); "
            "n_a = 5 comes from a_prev, m = 4 comes from xt",
            my_forward, rnn_cell_backward, *arguments("rnn cell"),
        )  # fmt: skip

    def test_a_backward_function_that_raises(self, arguments):
        def my_backward(*_):
            raise IndexError("index 5 is out of bounds")

        self.assert_says(
            "my_backward raised IndexError: index 5 is out of bounds",
            rnn_cell_forward, my_backward, *arguments("rnn cell"),
        )  # fmt: skip

    def test_a_backward_function_that_forgets_a_gradient(self, arguments):
        def my_backward(da_next, cache):
            gradients = rnn_cell_backward(da_next, cache)
            return {"dxt": gradients["dxt"], "da_prev": gradients["da_prev"]}

        self.assert_says(
            'what my_backward returned: gradients lacks "dWax", "dWaa", "dba", '
            "expected the keys dxt, da_prev, dWax, dWaa, dba",
            rnn_cell_forward, my_backward, *arguments("rnn cell"),
        )  # fmt: skip

    def test_a_backward_function_with_a_wrong_shape(self, arguments):
        def my_backward(da_next, cache):
            gradients = rnn_cell_backward(da_next, cache)
            return {**gradients, "dba": gradients["dba"][:, 0]}

        self.assert_says(
            'what my_backward returned: gradients["dba"] has shape (5,), '
            "expected (5, 1) = (n_a, 1); n_a = 5 comes from a_prev",
            rnn_cell_forward, my_backward, *arguments("rnn cell"),
        )  # fmt: skip

    def test_a_step_that_does_not_pass_through(self, arguments):
        with pytest.raises(InterfaceError, match="complex step does not pass"):
            gradient_check(
                in_float_arrays, lstm_backward, *arguments("lstm"), method="complex step"
            )
