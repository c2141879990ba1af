"""Both optimizers take PyTorch's steps, and change nothing in place."""

import copy
import dataclasses
import json

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


SCALARS = {
    "SGD": lambda number: SGD(number(0.25), number(0.5)),
    "Adam": lambda number: Adam(number(0.25), number(0.5), number(0.75), number(0.0625)),
}


@pytest.mark.parametrize("number", [np.float64, np.float32, np.float16, np.longdouble])
@pytest.mark.parametrize("kind", SCALARS)
def test_numpy_scalars_as_settings_are_python_floats(kind, number):
    optimizer, plain = SCALARS[kind](number), SCALARS[kind](float)
    assert optimizer == plain
    assert {type(value) for value in dataclasses.asdict(optimizer).values()} == {float}
    json.dumps(dataclasses.asdict(optimizer))
    parameters = {"W": np.ones(3, np.float32)}
    gradients = {"dW": np.full(3, 0.3, np.float32)}
    moved, _ = optimizer.update(parameters, gradients, optimizer.initial_state(parameters))
    assert moved["W"].dtype == np.float32


@each_pair
@pytest.mark.parametrize("shape", [(), (3,)])
def test_gradients_and_state_of_another_dtype_leave_the_parameters_theirs(pair, shape):
    optimizer, _ = PAIRS[pair]
    parameters = {"W": np.ones(shape, np.float32)}
    state = {
        name: array if name == "steps" else array.astype(np.float64)
        for name, array in optimizer.initial_state(parameters).items()
    }
    for _ in range(2):
        parameters, state = optimizer.update(parameters, {"dW": np.full(shape, 0.3)}, state)
    arrays = [parameters["W"], *(array for name, array in state.items() if name != "steps")]
    assert {(type(array), array.dtype, array.shape) for array in arrays} == {
        (np.ndarray, np.dtype(np.float32), shape)
    }


@each_pair
@pytest.mark.parametrize("lost", [np.nan, np.inf, -np.inf])
def test_state_and_parameters_that_are_not_finite_are_named(pair, lost, parameters, gradients):
    optimizer, _ = PAIRS[pair]
    state = optimizer.initial_state(parameters)
    bad = np.full_like(parameters["Wf"], lost)
    for name in state:
        if name.endswith(".Wf"):
            with pytest.raises(InterfaceError, match=rf'state\["{name}"\] .* not finite'):
                optimizer.update(parameters, gradients, {**state, name: bad})
    message = r'parameters\["Wf"\] holds an entry that is not finite'
    with pytest.raises(InterfaceError, match=message):
        optimizer.update({**parameters, "Wf": bad}, gradients, state)
    with pytest.raises(InterfaceError, match=message):
        optimizer.initial_state({**parameters, "Wf": bad})


@each_pair
def test_a_gradient_beyond_the_dtype_of_its_parameter_is_named(pair):
    optimizer, _ = PAIRS[pair]
    parameters = {"W": np.ones(1, np.float32)}
    state = optimizer.initial_state(parameters)
    with pytest.raises(InterfaceError, match=r'gradients\["dW"\] holds .* not finite \(inf\)'):
        optimizer.update(parameters, {"dW": np.array([1e300])}, state)


@each_pair
def test_integer_parameters_are_named(pair):
    with pytest.raises(InterfaceError, match=r'\["W"\] has dtype int64, expected a floating dtype'):
        PAIRS[pair][0].initial_state({"W": np.ones(2, np.int64)})


def test_a_negative_square_is_named(parameters, gradients):
    state = Adam().initial_state(parameters)
    state["square.Wf"] = state["square.Wf"] - 1
    with pytest.raises(InterfaceError, match=r'state\["square.Wf"\] holds -1.0, expected squares'):
        Adam().update(parameters, gradients, state)


@pytest.mark.parametrize("steps", [-1, 1.5, np.nan, 2.0, [1]])
def test_a_count_of_steps_that_is_none_is_named(steps, parameters, gradients):
    state = {**Adam().initial_state(parameters), "steps": np.array(steps)}
    with pytest.raises(InterfaceError, match=r'Adam.update: state\["steps"\] is '):
        Adam().update(parameters, gradients, state)


def test_an_epsilon_that_vanishes_in_the_dtype_is_named():
    adam = Adam(epsilon=1e-60)
    single, double = {"W": np.ones(1, np.float32)}, {"W": np.ones(1)}
    message = "epsilon is 1e-60, which is 0 in float32"
    with pytest.raises(InterfaceError, match=message):
        adam.initial_state(single)
    with pytest.raises(InterfaceError, match=message):
        adam.update(single, {"dW": np.zeros(1)}, adam.initial_state(double))
    moved, _ = adam.update(double, {"dW": np.zeros(1)}, adam.initial_state(double))
    assert moved["W"].tolist() == [1.0]


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
        (
            lambda: Adam(10**400),
            "Adam: learning_rate is an integer of 1329 bits, expected a positive",
        ),
        (lambda: SGD(0.1, 10**5000), "SGD: momentum is an integer of 16610 bits"),
        (lambda: SGD(np.longdouble("1e-4000")), "SGD: learning_rate is .*, expected a positive"),
        (lambda: Adam(True), "Adam: learning_rate is True"),
    ],
)
def test_numbers_out_of_range_are_named(make, message):
    with pytest.raises(InterfaceError, match=message):
        make()
