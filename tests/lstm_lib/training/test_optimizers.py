"""Both optimizers take PyTorch's steps, and change nothing in place."""

import copy

import numpy as np
import pytest
import torch

from lstm_lib import InterfaceError
from lstm_lib.training import SGD, Adam

PAIRS = {
    "SGD": (SGD(0.05), lambda p: torch.optim.SGD(p, lr=0.05)),
    "momentum": (SGD(0.05, 0.9), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)),
    "Adam": (Adam(0.01), lambda p: torch.optim.Adam(p, lr=0.01)),
    "Adam, other numbers": (
        Adam(0.1, 0.8, 0.95, 1e-4),
        lambda p: torch.optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=1e-4),
    ),
}
each_pair = pytest.mark.parametrize("pair", PAIRS)


@each_pair
def test_twenty_steps_are_pytorch_s(pair, parameters):
    optimizer, make = PAIRS[pair]
    generator = np.random.default_rng(3)
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in parameters.items()}
    theirs = make(list(tensors.values()))
    state = optimizer.initial_state(parameters)
    for _ in range(20):
        gradients = {}
        for name, tensor in tensors.items():
            gradients[f"d{name}"] = generator.standard_normal(tensor.shape)
            tensor.grad = torch.tensor(gradients[f"d{name}"])
        theirs.step()
        parameters, state = optimizer.update(parameters, gradients, state)
    for name, tensor in tensors.items():
        np.testing.assert_allclose(
            parameters[name], tensor.detach().numpy(), rtol=1e-10, atol=1e-12
        )


@each_pair
def test_nothing_is_changed_in_place(pair, parameters, gradients):
    optimizer, _ = PAIRS[pair]
    state = optimizer.initial_state(parameters)
    before = copy.deepcopy((parameters, gradients, state))
    optimizer.update(parameters, gradients, state)
    for one, other in zip(before, (parameters, gradients, state), strict=True):
        for name, array in one.items():
            np.testing.assert_array_equal(array, other[name])


@each_pair
def test_state_is_a_plain_dictionary_of_arrays(pair, parameters, gradients):
    optimizer, _ = PAIRS[pair]
    _, state = optimizer.update(parameters, gradients, optimizer.initial_state(parameters))
    assert type(state) is dict
    assert all(isinstance(array, np.ndarray) for array in state.values())


@each_pair
def test_gradients_may_go_by_the_parameters_own_names(pair, parameters, gradients):
    optimizer, _ = PAIRS[pair]
    state = optimizer.initial_state(parameters)
    plain = {name[1:]: gradient for name, gradient in gradients.items()}
    one, _ = optimizer.update(parameters, gradients, state)
    other, _ = optimizer.update(parameters, plain, state)
    for name, array in one.items():
        np.testing.assert_array_equal(array, other[name])


@each_pair
def test_float32_stays_float32(pair):
    optimizer, _ = PAIRS[pair]
    parameters = {"W": np.ones(3, np.float32)}
    gradients = {"dW": np.full(3, 0.3, np.float32)}
    moved, state = optimizer.update(parameters, gradients, optimizer.initial_state(parameters))
    assert moved["W"].dtype == np.float32
    assert {array.dtype for name, array in state.items() if name != "steps"} == {
        np.dtype(np.float32)
    }


@each_pair
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p, g, s: (p, {k: v for k, v in g.items() if k != "dWf"}, s), 'lacks "dWf"'),
        (lambda p, g, s: (p, {**g, "dWf": g["dWf"].T}, s), r'\["dWf"\] has shape \(33, 6\)'),
        (lambda p, g, s: (p, {**g, "dWf": g["dWf"] * np.nan}, s), "not finite"),
        (lambda p, g, _: (p, g, {}), "state is empty"),
        (lambda p, g, s: (p, g, {**s, **{k: s[k].T for k in s if "Wf" in k}}), "has shape"),
        (lambda p, g, s: (p, g, {k: v for k, v in s.items() if "by" not in k}), "is missing"),
        (lambda _, g, s: ({}, g, s), "parameters is empty"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(pair, change, message, parameters, gradients):
    optimizer, _ = PAIRS[pair]
    state = optimizer.initial_state(parameters)
    with pytest.raises(InterfaceError, match=message):
        optimizer.update(*change(parameters, gradients, state))


def test_adam_wants_its_count_of_steps(parameters, gradients):
    state = Adam().initial_state(parameters)
    del state["steps"]
    with pytest.raises(InterfaceError, match='"steps"'):
        Adam().update(parameters, gradients, state)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(0), "SGD: learning_rate is 0, expected a positive number"),
        (lambda: SGD(0.1, 1.0), "SGD: momentum is 1.0, expected a number of at least 0 and below"),
        (lambda: SGD(0.1, -0.1), "SGD: momentum is -0.1"),
        (lambda: Adam(np.nan), "Adam: learning_rate is nan"),
        (lambda: Adam(0.1, beta2=1), "Adam: beta2 is 1"),
        (lambda: Adam(0.1, epsilon=0), "Adam: epsilon is 0"),
        (lambda: Adam(True), "Adam: learning_rate is True"),
    ],
)
def test_numbers_out_of_range_are_named(make, message):
    with pytest.raises(InterfaceError, match=message):
        make()
