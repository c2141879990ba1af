"""The named quantities agree with what the reference returns, and hold what their names say."""

import numpy as np
import pytest
from cellcheck.compare import collect

from .fingerprint import COURSE, NAMES, cases, derivation_of

each_exercise = pytest.mark.parametrize("name", NAMES)


def quantities(name, data_set=0):
    _, arguments, _ = cases(name)[data_set]
    return derivation_of(name).quantities(*arguments)


@each_exercise
@pytest.mark.parametrize("data_set", range(5))
def test_outputs_are_among_the_quantities(name, data_set):
    data, arguments, _ = cases(name)[data_set]
    exercise = COURSE[name]
    named = derivation_of(name).quantities(*arguments)
    for leaf in collect(exercise.returns, exercise.reference(*arguments), data.sizes).values():
        if leaf.array is None:
            continue
        own = named[leaf.name.split(" ")[-1]]
        array = np.stack(own, axis=-1) if isinstance(own, list) else own
        np.testing.assert_allclose(array, leaf.array, rtol=1e-12, atol=1e-14, err_msg=leaf.name)


@each_exercise
def test_every_quantity_is_an_array_or_one_for_each_time_step(name):
    data, _, _ = cases(name)[0]
    steps = data.sizes.get("T" if name == "lstm_backward" else "T_x")
    for key, value in quantities(name).items():
        if isinstance(value, list):
            assert len(value) == steps, key
            assert all(isinstance(each, np.ndarray) for each in value), key
        else:
            assert isinstance(value, np.ndarray), key


@pytest.mark.parametrize("name", ["lstm_cell_backward", "lstm_cell_forward", "rnn_cell_backward"])
def test_a_name_that_is_an_expression_holds_its_value(name):
    named = quantities(name)
    for key, value in named.items():
        if not key.isidentifier():
            scope = {**named, "n_a": len(named["a_next"])}
            assert np.allclose(eval(key, scope), value), key  # noqa: S307 - our own names


def test_the_gradients_of_the_gates_are_the_derivation():
    q = quantities("lstm_cell_backward")
    np.testing.assert_allclose(q["tanh_c"], np.tanh(q["c_next"]))
    np.testing.assert_allclose(q["dft_out"], q["dc"] * q["c_prev"])
    np.testing.assert_allclose(q["dft"], q["dft_out"] * q["ft * (1 - ft)"])
    np.testing.assert_allclose(q["dcct"], q["dcct_out"] * q["1 - cct**2"])
    shares = [
        q[f"W{g}[:, :n_a].T @ d{v}"] for g, v in zip("fico", ("ft", "it", "cct", "ot"), strict=True)
    ]
    np.testing.assert_allclose(sum(shares), q["da_prev"])


@pytest.mark.parametrize("name", ["lstm_backward", "rnn_backward"])
def test_a_pass_hands_its_gradients_back_in_order_of_time(name):
    q = quantities(name)
    da = q["da"]
    for t in range(da.shape[2] - 1):
        np.testing.assert_allclose(q["da_next"][t], da[:, :, t] + q["da_prev"][t + 1])
        if name == "lstm_backward":
            np.testing.assert_allclose(q["dc_next"][t], q["dc_prev"][t + 1])
    np.testing.assert_allclose(q["da_next"][-1], da[:, :, -1])
    np.testing.assert_allclose(q["da0"], q["da_prev"][0])


@pytest.mark.parametrize(("name", "key"), [("lstm_backward", "dWi"), ("rnn_backward", "dWaa")])
def test_the_shares_of_the_steps_add_up(name, key):
    q = quantities(name)
    np.testing.assert_allclose(sum(q[f"{key}<t>"]), q[key])
    np.testing.assert_allclose(q[f"{key} so far"][0], q[key])
    np.testing.assert_allclose(q[f"{key} so far"][-1], q[f"{key}<t>"][-1])


@pytest.mark.parametrize("name", ["lstm_forward", "rnn_forward"])
def test_a_forward_pass_starts_from_a0(name):
    q = quantities(name)
    np.testing.assert_array_equal(q["a_prev"][0], q["a0"])
    np.testing.assert_array_equal(q["a_prev"][1], q["a_next"][0])


@each_exercise
def test_the_parameters_are_known_by_name(name):
    data, _, _ = cases(name)[0]
    assert set(data.arrays["parameters"]) <= set(quantities(name))
