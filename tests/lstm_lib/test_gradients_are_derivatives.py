"""Each backward function gives the derivative of its forward function, found numerically.

The loss is a sum of upstream gradient times output. The complex step is exact to rounding, so that
the comparison leaves no room for a wrong term, however small.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_lib import (
    lstm_backward,
    lstm_cell_backward,
    lstm_cell_forward,
    lstm_forward,
    numerical_gradient,
    rnn_backward,
    rnn_cell_backward,
    rnn_cell_forward,
    rnn_forward,
)

SHAPES = [
    pytest.param({"n_x": 3, "n_a": 5, "n_y": 2, "m": 4, "T_x": 3}, id="course-like"),
    pytest.param({"n_x": 1, "n_a": 1, "n_y": 1, "m": 1, "T_x": 1}, id="all ones"),
    pytest.param({"n_x": 5, "n_a": 2, "n_y": 4, "m": 1, "T_x": 6}, id="more inputs than units"),
]
sizes = st.integers(1, 4)
random_shapes = st.fixed_dictionaries(
    {"n_x": sizes, "n_a": sizes, "n_y": sizes, "m": sizes, "T_x": sizes, "seed": st.integers(0, 99)}
)


def assert_derivative(loss, inputs, gradients, names):
    """Compare gradients with the derivative of ``loss(**inputs)`` by each named input."""
    for name in names:
        numerical = numerical_gradient(
            lambda value, name=name: loss({**inputs, name: value}),
            inputs[name],
            method="complex step",
        )
        assert gradients[f"d{name}"].shape == numerical.shape
        np.testing.assert_allclose(
            gradients[f"d{name}"], numerical, rtol=1e-9, atol=1e-12, err_msg=name
        )


def prove_lstm_cell(data):
    inputs = {"xt": data.x[:, :, 0], "a_prev": data.a0, "c_prev": data.dc_last, **data.parameters}
    da_next, dc_next = data.da[:, :, 0], data.da[:, :, -1] + 1

    def run(values):
        parameters = {name: values[name] for name in data.parameters}
        return lstm_cell_forward(values["xt"], values["a_prev"], values["c_prev"], parameters)

    def loss(values):
        a_next, c_next, *_ = run(values)
        return (da_next * a_next).sum() + (dc_next * c_next).sum()

    gradients = lstm_cell_backward(da_next, dc_next, run(inputs)[-1])
    assert_derivative(loss, inputs, gradients, [name[1:] for name in gradients])


def prove_rnn_cell(data):
    inputs = {"xt": data.x[:, :, 0], "a_prev": data.a0, **data.parameters}
    da_next = data.da[:, :, 0]

    def run(values):
        parameters = {name: values[name] for name in data.parameters}
        return rnn_cell_forward(values["xt"], values["a_prev"], parameters)

    gradients = rnn_cell_backward(da_next, run(inputs)[-1])
    assert_derivative(
        lambda values: (da_next * run(values)[0]).sum(),
        inputs,
        gradients,
        [name[1:] for name in gradients],
    )


def prove_sequence(forward, backward, data, upstream):
    """Prove a full pass; `upstream` names which of dy and dc_last are given besides da."""
    inputs = {"x": data.x, "a0": data.a0, **data.parameters}
    T = data.da.shape[2]
    given = {name: getattr(data, name) for name in upstream}

    def run(values):
        parameters = {name: values[name] for name in data.parameters}
        return forward(values["x"], values["a0"], parameters)

    def loss(values):
        a, y, *rest = run(values)
        total = (data.da * a[:, :, :T]).sum()
        if "dy" in given:
            total = total + (data.dy * y[:, :, :T]).sum()
        if "dc_last" in given:
            total = total + (data.dc_last * rest[0][:, :, T - 1]).sum()
        return total

    gradients = backward(data.da, run(inputs)[-1], **given)
    # Later time steps do not move the loss; dx covers the steps that do.
    missing = data.x.shape[2] - T
    padded = np.pad(gradients["dx"], ((0, 0), (0, 0), (0, missing)))
    names = [name[1:] for name in gradients]
    assert_derivative(loss, inputs, {**gradients, "dx": padded}, names)


@pytest.mark.parametrize("shape", SHAPES)
def test_lstm_cell_backward(case, shape):
    prove_lstm_cell(case(**shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_rnn_cell_backward(case, shape):
    prove_rnn_cell(case(cell="rnn", **shape))


@pytest.mark.parametrize("upstream", [(), ("dy",), ("dc_last",), ("dy", "dc_last")])
@pytest.mark.parametrize("shape", SHAPES)
def test_lstm_backward(case, shape, upstream):
    prove_sequence(lstm_forward, lstm_backward, case(**shape), upstream)


@pytest.mark.parametrize("upstream", [(), ("dy",)])
@pytest.mark.parametrize("shape", SHAPES)
def test_rnn_backward(case, shape, upstream):
    prove_sequence(rnn_forward, rnn_backward, case(cell="rnn", **shape), upstream)


@pytest.mark.parametrize("T", [1, 2, 4])
def test_lstm_backward_through_the_first_steps_only(case, T):
    prove_sequence(lstm_forward, lstm_backward, case(T_x=5, T=T), ("dy", "dc_last"))


@pytest.mark.parametrize("T", [1, 2, 4])
def test_rnn_backward_through_the_first_steps_only(case, T):
    prove_sequence(rnn_forward, rnn_backward, case(T_x=5, T=T, cell="rnn"), ("dy",))


@settings(max_examples=25, deadline=None)
@given(shape=random_shapes, data=st.data())
def test_lstm_of_any_shape(case, shape, data):
    drawn = case(**shape, T=data.draw(st.integers(1, shape["T_x"])))
    prove_lstm_cell(drawn)
    prove_sequence(lstm_forward, lstm_backward, drawn, ("dy", "dc_last"))


@settings(max_examples=25, deadline=None)
@given(shape=random_shapes, data=st.data())
def test_rnn_of_any_shape(case, shape, data):
    drawn = case(**shape, cell="rnn", T=data.draw(st.integers(1, shape["T_x"])))
    prove_rnn_cell(drawn)
    prove_sequence(rnn_forward, rnn_backward, drawn, ("dy",))
