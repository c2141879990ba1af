"""Initial parameters: shapes, scale, and a random stream of their own."""

import numpy as np
import pytest

from lstm_lib import InterfaceError, initialize_parameters


def test_lstm_shapes():
    shapes = {name: p.shape for name, p in initialize_parameters(3, 5, 2).items()}
    gates = {f"W{gate}": (5, 8) for gate in "fico"} | {f"b{gate}": (5, 1) for gate in "fico"}
    assert shapes == {**gates, "Wy": (2, 5), "by": (2, 1)}


def test_rnn_shapes():
    shapes = {name: p.shape for name, p in initialize_parameters(3, 5, 2, cell="rnn").items()}
    assert shapes == {"Wax": (5, 3), "Waa": (5, 5), "Wya": (2, 5), "ba": (5, 1), "by": (2, 1)}


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_one_seed_gives_one_set_of_parameters(cell):
    first, second = (initialize_parameters(3, 5, 2, seed=7, cell=cell) for _ in range(2))
    generated = initialize_parameters(3, 5, 2, seed=np.random.default_rng(7), cell=cell)
    for name in first:
        np.testing.assert_array_equal(first[name], second[name])
        np.testing.assert_array_equal(first[name], generated[name])


def test_no_seed_gives_new_parameters_every_time():
    first, second = (initialize_parameters(3, 5, 2) for _ in range(2))
    assert not np.array_equal(first["Wf"], second["Wf"])


def test_the_global_random_stream_is_neither_read_nor_moved():
    before = np.random.get_state()[1].copy()  # the legacy stream is what is watched
    initialize_parameters(3, 5, 2)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_a_unit_starts_with_a_sum_of_about_variance_one(cell):
    parameters = initialize_parameters(300, 500, 400, seed=1, cell=cell)
    for name, weights in parameters.items():
        if name.startswith("W"):
            inputs = 500 if "y" in name else 800
            assert weights.var() * inputs == pytest.approx(1, rel=0.02)


def test_only_the_forget_gate_starts_with_a_bias():
    parameters = initialize_parameters(3, 5, 2)
    assert {name: set(p.flat) for name, p in parameters.items() if name.startswith("b")} == {
        "bf": {1.0}, "bi": {0.0}, "bc": {0.0}, "bo": {0.0}, "by": {0.0},
    }  # fmt: skip


def test_dtype_is_as_asked():
    parameters = initialize_parameters(3, 5, 2, dtype=np.float32)
    assert {p.dtype for p in parameters.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((0, 5, 2), {}, "n_x is 0, expected an integer of at least 1"),
        ((3, 5.0, 2), {}, "n_a is 5.0, expected an integer of at least 1"),
        ((3, 5, True), {}, "n_y is True, expected an integer of at least 1"),
        ((3, 5, 2), {"cell": "gru"}, 'cell is \'gru\', expected "lstm" or "rnn"'),
        ((3, 5, 2), {"dtype": int}, "dtype is int64, expected float64 or float32"),
    ],
)
def test_unusable_arguments_are_named(arguments, options, message):
    with pytest.raises(InterfaceError) as error:
        initialize_parameters(*arguments, **options)
    assert str(error.value) == f"initialize_parameters: {message}"
