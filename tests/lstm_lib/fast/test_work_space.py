"""One work space serves many passes, and nothing that is the caller's changes what it computes."""

import numpy as np
import pytest

from lstm_lib import initialize_parameters
from lstm_lib.fast import LSTM, WorkSpace, lstm_backward_fast, lstm_forward_fast
from lstm_lib.validation import InterfaceError


def arguments(n_x=3, n_a=8, m=4, T=6):
    generator = np.random.default_rng(1)
    parameters = initialize_parameters(n_x, n_a, 2, seed=1)
    return generator.standard_normal((n_x, m, T)), np.zeros((n_a, m)), parameters


def gradients(given, **options):
    x, a0, _ = given
    caches = lstm_forward_fast(*given, **options)[3]
    return lstm_backward_fast(np.ones((len(a0), *x.shape[1:])), caches)


@pytest.mark.parametrize("order", [("numpy", "numba", "numpy"), ("numba", "numpy", "numba")])
@pytest.mark.parametrize("sizes", [{}, {"n_a": 32, "m": 16, "T": 40}])
def test_both_back_ends_take_one_work_space(order, sizes):
    given, space = arguments(**sizes), WorkSpace()
    expected = gradients(given, backend="numpy")
    for backend in order:
        found = gradients(given, backend=backend, workspace=space)
        for name, value in expected.items():
            np.testing.assert_allclose(found[name], value, rtol=1e-12, atol=1e-13)


def test_a_work_space_does_not_grow_with_the_sizes_it_has_seen():
    space, sizes = WorkSpace(), []
    for n_x in (*range(1, 30), 1):
        gradients(arguments(n_x=n_x), backend="numpy", workspace=space)
        sizes.append(sum(memory.nbytes for memory in space.scratch._memory.values()))
    assert sizes[-1] == sizes[0]
    assert max(sizes) == sizes[-2]


@pytest.mark.parametrize("shape", [(1, 1, 7), (3, 4, 6)])
def test_the_course_functions_keep_a_copy_of_the_inputs(shape, backend):
    n_x, m, T = shape
    x, a0, parameters = arguments(n_x=n_x, m=m, T=T)
    x = np.ascontiguousarray(x.transpose(2, 1, 0)).transpose(2, 1, 0)  # time-major underneath
    expected = gradients((x, a0, parameters), backend=backend)
    caches = lstm_forward_fast(x, a0, parameters, backend=backend)[3]
    x[...] = 0
    found = lstm_backward_fast(np.ones((8, m, T)), caches)
    for name, value in expected.items():
        np.testing.assert_array_equal(found[name], value)


def test_a_mask_may_be_used_again_for_something_else(network, backend):
    drawn = network(3, 8, 2, 4, 6, backend=backend)
    keep = np.ones((6, 4), bool)
    keep[4:, 1] = False
    result = drawn.lstm.forward(drawn.x, mask=keep)
    expected = drawn.lstm.backward(result, drawn.da).x
    keep[...] = True
    keep[0, 0] = False
    np.testing.assert_array_equal(drawn.lstm.backward(result, drawn.da).x, expected)


def test_hidden_states_may_be_the_next_inputs(network, backend):
    drawn = network(4, 4, 2, 3, 6, backend=backend)
    other = network(4, 4, 2, 3, 6, backend=backend)
    x = drawn.lstm.forward(drawn.x).a.copy()
    expected = other.lstm.backward(other.lstm.forward(x), drawn.da)
    found = drawn.lstm.backward(drawn.lstm.forward(drawn.lstm.forward(drawn.x).a), drawn.da)
    np.testing.assert_array_equal(found.parameters["W_l0"], expected.parameters["W_l0"])


def test_parameters_of_another_shape_are_named_by_the_backward_pass(backend):
    lstm = LSTM(3, 4, seed=1, backend=backend)
    result = lstm.forward(np.ones((5, 2, 3)))
    lstm.parameters["W_l0"] = lstm.parameters["W_l0"][:, :-1].copy()
    with pytest.raises(InterfaceError, match=r"LSTM.backward: parameters\["):
        lstm.backward(result, np.ones((5, 2, 4)))


def test_the_bias_of_the_output_keeps_its_digits_in_single_precision():
    lstm = LSTM(2, 4, 3, seed=1, dtype=np.float32)
    result = lstm.forward(np.zeros((2000, 64, 2), np.float32))
    inside = np.random.default_rng(1).random((2000, 64, 3), dtype=np.float32)
    found = lstm.backward(result, dlogits=inside).parameters["by"][:, 0]
    np.testing.assert_allclose(found, inside.sum((0, 1), dtype=np.float64), rtol=1e-6)


def test_no_underflow_of_the_inputs_is_a_fault(network):
    drawn = network(64, 64, 2, 64, 20)
    drawn.lstm.parameters["W_l0"] *= 1e-160
    with np.errstate(all="raise"):
        result = drawn.lstm.forward(drawn.x * 1e-160)
        drawn.lstm.backward(result, drawn.da)


@pytest.mark.parametrize("sizes", [(2047, 512, 2, 64, 2), (512, 512, 2, 64, 5)])
def test_sums_of_parts_are_the_product(network, composed, equal_to, sizes, dtype):
    drawn = network(*sizes, dtype=dtype)
    reference = composed(drawn)
    found = drawn.lstm.backward(drawn.lstm.forward(drawn.x, drawn.a0, drawn.c0), drawn.da)
    expected = reference.backward(drawn.da)
    equal_to(
        {**found.parameters, "x": found.x}, {k: expected[k] for k in ("W_l0", "b_l0", "x")}, dtype
    )


@pytest.mark.parametrize("sizes", [{}, {"n_a": 32, "m": 16, "T": 40}])
def test_inputs_and_gradients_may_lie_in_any_order(network, backend, sizes):
    drawn = network(backend=backend, **sizes)
    expected = drawn.lstm.backward(drawn.lstm.forward(drawn.x), drawn.da)
    x, da = (array.transpose(2, 1, 0).copy().transpose(2, 1, 0) for array in (drawn.x, drawn.da))
    found = drawn.lstm.backward(drawn.lstm.forward(x), da)
    np.testing.assert_array_equal(found.x, expected.x)
    np.testing.assert_array_equal(found.parameters["W_l0"], expected.parameters["W_l0"])
